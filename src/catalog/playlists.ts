import { and, asc, count, desc, eq, ilike, inArray, sql } from 'drizzle-orm'
import { WaywornError } from '../lib/errors.ts'
import type { Database } from './database.ts'
import type { Page } from './page.ts'
import { playlistSessions as entries, type Maker, playlists as table } from './replay-schema.ts'

export interface Playlist {
  id: number
  name: string
  description: string
  createdBy: Maker
  sessionCount: number
  /** Milliseconds. */
  createdAt: number
  updatedAt: number
}

export interface PlaylistEntry {
  sessionId: string
  dataSource: string
  /** Milliseconds. */
  addedAt: number
}

/** Collections of recorded sessions, shared by all. */
export const playlistsOf = (db: Database) => {
  const get = async (id: number): Promise<Playlist> => {
    const [row] = await counted(db).where(eq(table.id, id))
    return row ? fromRow(row) : missing(id)
  }
  const touch = (id: number) => db.update(table).set({ updatedAt: new Date() }).where(eq(table.id, id))
  return {
    /** Throws `not_found`. */
    get,

    /** The newest first: those whose name holds the text, or of one maker. */
    list: async ({ text, maker }: { text?: string | undefined; maker?: string | undefined }, page: Page) => {
      const where = and(
        text ? ilike(table.name, `%${text.replace(/[\\%_]/g, '\\$&')}%`) : undefined,
        maker ? eq(table.createdById, maker) : undefined,
      )
      const rows = await counted(db)
        .where(where)
        .orderBy(desc(table.updatedAt), desc(table.id))
        .limit(page.size)
        .offset(page.size * page.number)
      return { playlists: rows.map(fromRow), total: await db.$count(table, where) }
    },

    create: async (wanted: { name: string; description: string }, by: Maker): Promise<Playlist> => {
      const [row] = await db
        .insert(table)
        .values({ ...wanted, createdBy: by, createdById: by.id })
        .returning({ id: table.id })
      return get(row!.id)
    },

    /** Throws `not_found`. */
    update: async (id: number, change: { name?: string; description?: string }): Promise<Playlist> => {
      await db
        .update(table)
        .set({ ...change, updatedAt: new Date() })
        .where(eq(table.id, id))
      return get(id)
    },

    /** Throws `not_found`. */
    remove: async (id: number): Promise<void> => {
      const [row] = await db.delete(table).where(eq(table.id, id)).returning({ id: table.id })
      if (!row) missing(id)
    },

    /** The sessions in the order in which they were added. Throws `not_found`. */
    sessions: async (id: number, page: Page): Promise<PlaylistEntry[]> => {
      await get(id)
      const rows = await db
        .select()
        .from(entries)
        .where(eq(entries.playlistId, id))
        .orderBy(asc(entries.addedAt), asc(entries.sessionId))
        .limit(page.size)
        .offset(page.size * page.number)
      return rows.map(entryOf)
    },

    /** Adds a session; one that is there already stays as it is. Throws `not_found`. */
    add: async (id: number, sessionId: string, dataSource: string, by: string): Promise<void> => {
      await get(id)
      await db.insert(entries).values({ playlistId: id, sessionId, dataSource, addedBy: by }).onConflictDoNothing()
      await touch(id)
    },

    /** Takes sessions out; those that are not in it are passed over. Throws `not_found`. */
    take: async (id: number, sessionIds: readonly string[]): Promise<void> => {
      await get(id)
      if (sessionIds.length === 0) return
      await db.delete(entries).where(and(eq(entries.playlistId, id), inArray(entries.sessionId, [...sessionIds])))
      await touch(id)
    },

    /** The playlists that a session is in, by their names. */
    of: async (sessionId: string): Promise<number[]> => {
      const rows = await db
        .select({ id: entries.playlistId })
        .from(entries)
        .innerJoin(table, eq(table.id, entries.playlistId))
        .where(eq(entries.sessionId, sessionId))
        .orderBy(asc(table.name))
      return rows.map(({ id }) => id)
    },
  }
}

const sessionCount = sql<number>`(select ${count()} from ${entries} where ${entries.playlistId} = ${table.id})`.mapWith(
  Number,
)

const counted = (db: Database) => db.select({ playlist: table, sessionCount }).from(table).$dynamic()

const fromRow = ({ playlist, sessionCount }: { playlist: typeof table.$inferSelect; sessionCount: number }) => {
  const { createdById: _, ...row } = playlist
  return { ...row, sessionCount, createdAt: row.createdAt.getTime(), updatedAt: row.updatedAt.getTime() }
}

const entryOf = ({ sessionId, dataSource, addedAt }: typeof entries.$inferSelect): PlaylistEntry => ({
  sessionId,
  dataSource,
  addedAt: addedAt.getTime(),
})

const missing = (id: number): never => {
  throw new WaywornError('not_found', { what: `The playlist ${id}` })
}
