import { createHash } from 'node:crypto'
import { and, desc, eq, notInArray } from 'drizzle-orm'
import type { Database } from './database.ts'
import { recentSearches as table } from './schema.ts'

export interface RecentSearch {
  id: string
  query: string
  /** Milliseconds. */
  usedAt: number
}

/** So many are kept for each person. */
const KEPT = 50

/** What each person searched for last. */
export const recentSearchesOf = (db: Database) => {
  const newest = (personId: string, limit: number) =>
    db.select().from(table).where(eq(table.personId, personId)).orderBy(desc(table.usedAt), table.id).limit(limit)
  return {
    /** The newest first. */
    list: async (personId: string, limit = KEPT): Promise<RecentSearch[]> =>
      (await newest(personId, limit)).map(({ id, query, usedAt }) => ({ id, query, usedAt: usedAt.getTime() })),

    /** Notes that a search was used; one that is there already moves to the front. */
    note: async (personId: string, query: string, usedAt = new Date()): Promise<void> => {
      const id = createHash('sha256').update(query).digest('hex').slice(0, 32)
      const target = [table.personId, table.id]
      await db.insert(table).values({ personId, id, query, usedAt }).onConflictDoUpdate({ target, set: { usedAt } })
      const kept = (await newest(personId, KEPT)).map((row) => row.id)
      await db.delete(table).where(and(eq(table.personId, personId), notInArray(table.id, kept)))
    },

    /** Forgets all of a person's searches. */
    clear: async (personId: string): Promise<void> => {
      await db.delete(table).where(eq(table.personId, personId))
    },
  }
}
