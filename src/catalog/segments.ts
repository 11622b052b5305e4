import { randomUUID } from 'node:crypto'
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { WaywornError } from '../lib/errors.ts'
import type { Rule } from '../model/audience/rule.ts'
import type { Upload } from '../model/audience/upload.ts'
import type { Database } from './database.ts'
import { segments as table } from './schema.ts'

export interface Segment {
  id: string
  name: string
  description: string
  audience: 'users' | 'accounts'
  /** Null for one made from a file, which has an `upload`. */
  definition: Rule | null
  upload: Upload | null
  /** Email or key name. */
  createdBy: string
  updatedBy: string
  /** Milliseconds. */
  createdAt: number
  updatedAt: number
}

type Made = Pick<Segment, 'name' | 'description' | 'audience'> & { id?: string } & (
    | { definition: Rule }
    | { upload: Upload }
  )
export type SegmentChange = Partial<Pick<Segment, 'name' | 'description'>> & { definition?: Rule; upload?: Upload }

export const segmentsOf = (db: Database) => ({
  /** All segments by name. */
  list: async (): Promise<Segment[]> =>
    (await db.select().from(table).orderBy(asc(table.name), asc(table.id))).map(fromRow),

  find: async (id: string): Promise<Segment | undefined> => {
    const [row] = await db.select().from(table).where(eq(table.id, id))
    return row && fromRow(row)
  },

  /** The segment of this name that was made from a file, the oldest if there are several. */
  uploadedAs: async (name: string): Promise<Segment | undefined> => {
    const named = and(eq(table.name, name), isNotNull(table.upload))
    const [row] = await db.select().from(table).where(named).orderBy(asc(table.createdAt)).limit(1)
    return row && fromRow(row)
  },

  create: async ({ id = randomUUID(), ...made }: Made, by: string): Promise<Segment> => {
    const [row] = await db
      .insert(table)
      .values({ ...made, id, createdBy: by, updatedBy: by })
      .returning()
    return fromRow(row!)
  },

  /** Changes the given fields. Throws `not_found`. */
  update: async (id: string, change: SegmentChange, by: string): Promise<Segment> => {
    const set = { ...change, updatedBy: by, updatedAt: new Date() }
    const [row] = await db.update(table).set(set).where(eq(table.id, id)).returning()
    return fromRow(row ?? missing(id))
  },

  /** Throws `not_found`. */
  remove: async (id: string): Promise<void> => {
    const [row] = await db.delete(table).where(eq(table.id, id)).returning({ id: table.id })
    if (!row) missing(id)
  },
})

const fromRow = (row: typeof table.$inferSelect): Segment => ({
  ...row,
  createdAt: row.createdAt.getTime(),
  updatedAt: row.updatedAt.getTime(),
})

const missing = (id: string): never => {
  throw new WaywornError('not_found', { what: `The segment ${id}` })
}
