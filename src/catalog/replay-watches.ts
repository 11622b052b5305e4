import { randomUUID } from 'node:crypto'
import { and, desc, eq, gte, inArray, lte, max, sql } from 'drizzle-orm'
import type { Database } from './database.ts'
import type { Page } from './page.ts'
import { type Maker, replayWatches as table } from './replay-schema.ts'

export interface Watch {
  sessionId: string
  applicationId: string
  eventId: string
  dataSource: string
  /** Milliseconds. */
  watchedAt: number
}

export interface Watcher {
  id: string
  handle: string
  name: string
  /** Milliseconds. */
  lastWatchedAt: number
  watchCount: number
}

/** A session that somebody watched. */
export interface WatchedSession {
  sessionId: string
  eventId: string
  dataSource: string
  /** Milliseconds. */
  lastWatchedAt: number
}

export interface WatchedFilter {
  watcher?: string | undefined
  application?: string | undefined
  sessions?: readonly string[] | undefined
  /** Milliseconds, inclusive. */
  from?: number | undefined
  to?: number | undefined
}

/** Who watched which recording when. */
export const replayWatchesOf = (db: Database) => ({
  note: async ({ watchedAt, ...watch }: Watch, by: Maker): Promise<string> => {
    const id = randomUUID()
    await db.insert(table).values({
      ...watch,
      id,
      watchedAt: new Date(watchedAt),
      watcherId: by.id,
      watcherHandle: by.handle,
      watcherName: by.name,
    })
    return id
  },

  /** Forgets that somebody watched a session. */
  forget: async (sessionId: string, watcherId: string): Promise<void> => {
    await db.delete(table).where(and(eq(table.sessionId, sessionId), eq(table.watcherId, watcherId)))
  },

  /** Those who watched a session, the last one first. */
  watchers: async (sessionId: string, page: Page): Promise<Watcher[]> => {
    const rows = await db
      .select({
        id: table.watcherId,
        handle: max(table.watcherHandle),
        name: max(table.watcherName),
        lastWatchedAt: max(table.watchedAt),
        watchCount: sql<number>`count(*)`.mapWith(Number),
      })
      .from(table)
      .where(eq(table.sessionId, sessionId))
      .groupBy(table.watcherId)
      .orderBy(desc(max(table.watchedAt)), table.watcherId)
      .limit(page.size)
      .offset(page.size * page.number)
    return rows.map(({ id, handle, name, lastWatchedAt, watchCount }) => ({
      id,
      handle: handle ?? id,
      name: name ?? '',
      lastWatchedAt: lastWatchedAt!.getTime(),
      watchCount,
    }))
  },

  /** The sessions that were watched, the last one first. */
  sessions: async (filter: WatchedFilter, page: Page): Promise<WatchedSession[]> => {
    const last = max(table.watchedAt)
    const rows = await db
      .select({
        sessionId: table.sessionId,
        eventId: max(table.eventId),
        dataSource: max(table.dataSource),
        lastWatchedAt: last,
      })
      .from(table)
      .where(
        and(
          filter.watcher ? eq(table.watcherId, filter.watcher) : undefined,
          filter.application ? eq(table.applicationId, filter.application) : undefined,
          filter.sessions ? inArray(table.sessionId, [...filter.sessions]) : undefined,
          filter.from === undefined ? undefined : gte(table.watchedAt, new Date(filter.from)),
          filter.to === undefined ? undefined : lte(table.watchedAt, new Date(filter.to)),
        ),
      )
      .groupBy(table.sessionId)
      .orderBy(desc(last), table.sessionId)
      .limit(page.size)
      .offset(page.size * page.number)
    return rows.map(({ sessionId, eventId, dataSource, lastWatchedAt }) => ({
      sessionId,
      eventId: eventId ?? '',
      dataSource: dataSource ?? 'rum',
      lastWatchedAt: lastWatchedAt!.getTime(),
    }))
  },
})
