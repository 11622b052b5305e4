import { and, eq } from 'drizzle-orm'
import { WaywornError } from '../lib/errors.ts'
import type { Database } from './database.ts'
import { picture as table } from './schema.ts'

/** Batch numbers that say which settled rows count: see `read` and `write` of {@link pictureOf}. */
export type Picture = { committed: bigint; removed: bigint; reopened: bigint }

export const pictureOf = (db: Database) => ({
  /** The picture that questions are to be answered from. */
  read: async (): Promise<Picture> => {
    const [row] = await db.select().from(table).where(eq(table.id, 1))
    return { committed: row!.committed, removed: row!.removed, reopened: row!.reopened }
  },

  /**
   * Changes the given numbers in one statement: a reader sees all of them or none. With `was`, it throws `conflict`
   * and changes nothing if another process changed the picture since `was` was read. Returns the new picture.
   */
  write: async (change: Partial<Picture>, was?: Picture): Promise<Picture> => {
    const unchanged = was && [
      eq(table.committed, was.committed),
      eq(table.removed, was.removed),
      eq(table.reopened, was.reopened),
    ]
    const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const [row] = await db
      .update(table)
      .set(Object.keys(set).length > 0 ? set : { id: 1 })
      .where(and(eq(table.id, 1), ...(unchanged ?? [])))
      .returning()
    if (!row) throw new WaywornError('conflict', { reason: 'Another process settled sessions in the meantime' })
    return { committed: row.committed, removed: row.removed, reopened: row.reopened }
  },
})
