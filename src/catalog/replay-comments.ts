import { randomUUID } from 'node:crypto'
import { and, arrayContains, asc, desc, eq } from 'drizzle-orm'
import { WaywornError } from '../lib/errors.ts'
import type { Database } from './database.ts'
import { replayComments as table } from './replay-schema.ts'

export interface ReplayComment {
  id: string
  sessionId: string
  /** ms since the session's start. */
  atMs: number
  body: string
  /** Ids of people. */
  mentions: string[]
  authorId: string
  authorName: string
  /** Milliseconds. */
  createdAt: number
  updatedAt: number
}

export type CommentText = Pick<ReplayComment, 'body' | 'mentions'>

/** What people wrote about moments of recordings. */
export const replayCommentsOf = (db: Database) => {
  const ownOf = async (id: string, authorId: string) => {
    const [row] = await db.select().from(table).where(eq(table.id, id))
    if (!row) throw new WaywornError('not_found', { what: `The comment ${id}` })
    if (row.authorId !== authorId) {
      throw new WaywornError('conflict', { reason: 'Only who wrote a comment can change or remove it' })
    }
    return row
  }
  return {
    /** Those of a session in the order of the recording. */
    of: async (sessionId: string): Promise<ReplayComment[]> =>
      (
        await db
          .select()
          .from(table)
          .where(eq(table.sessionId, sessionId))
          .orderBy(asc(table.atMs), asc(table.createdAt))
      ).map(fromRow),

    /** The newest of all sessions, or those that mention a person. */
    newest: async (mentioned: string | undefined, limit: number): Promise<ReplayComment[]> =>
      (
        await db
          .select()
          .from(table)
          .where(and(mentioned ? arrayContains(table.mentions, [mentioned]) : undefined))
          .orderBy(desc(table.createdAt))
          .limit(limit)
      ).map(fromRow),

    create: async (
      comment: CommentText & Pick<ReplayComment, 'sessionId' | 'atMs' | 'authorId' | 'authorName'>,
    ): Promise<ReplayComment> => {
      const [row] = await db
        .insert(table)
        .values({ ...comment, id: randomUUID() })
        .returning()
      return fromRow(row!)
    },

    /** Throws `not_found`, and `conflict` for another's. */
    update: async (id: string, text: CommentText, authorId: string): Promise<ReplayComment> => {
      await ownOf(id, authorId)
      const [row] = await db
        .update(table)
        .set({ ...text, updatedAt: new Date() })
        .where(eq(table.id, id))
        .returning()
      return fromRow(row!)
    },

    /** Throws `not_found`, and `conflict` for another's. */
    remove: async (id: string, authorId: string): Promise<void> => {
      await ownOf(id, authorId)
      await db.delete(table).where(eq(table.id, id))
    },
  }
}

const fromRow = (row: typeof table.$inferSelect): ReplayComment => ({
  ...row,
  createdAt: row.createdAt.getTime(),
  updatedAt: row.updatedAt.getTime(),
})
