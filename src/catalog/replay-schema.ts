import { bigint, bigserial, jsonb, primaryKey, text } from 'drizzle-orm/pg-core'
import { moment, wayworn } from './schema.ts'

/** Who made something: a person, or a key. */
export interface Maker {
  id: string
  handle: string
  name: string
}

export const playlists = wayworn.table('playlists', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  name: text('name').notNull(),
  description: text('description').notNull(),
  createdBy: jsonb('created_by').$type<Maker>().notNull(),
  createdById: text('created_by_id').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
})

export const playlistSessions = wayworn.table(
  'playlist_sessions',
  {
    playlistId: bigint('playlist_id', { mode: 'number' })
      .notNull()
      .references(() => playlists.id, { onDelete: 'cascade' }),
    sessionId: text('session_id').notNull(),
    dataSource: text('data_source').notNull(),
    addedBy: text('added_by').notNull(),
    addedAt: moment('added_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.playlistId, table.sessionId] })],
)

export const replayWatches = wayworn.table('replay_watches', {
  id: text('id').primaryKey(),
  sessionId: text('session_id').notNull(),
  applicationId: text('application_id').notNull(),
  eventId: text('event_id').notNull(),
  dataSource: text('data_source').notNull(),
  watcherId: text('watcher_id').notNull(),
  watcherHandle: text('watcher_handle').notNull(),
  watcherName: text('watcher_name').notNull(),
  watchedAt: moment('watched_at').notNull(),
})

/** `mentions` are ids of people; `atMs` is ms since the session's start. */
export const replayComments = wayworn.table('replay_comments', {
  id: text('id').primaryKey(),
  sessionId: text('session_id').notNull(),
  atMs: bigint('at_ms', { mode: 'number' }).notNull(),
  body: text('body').notNull(),
  mentions: text('mentions').array().notNull(),
  authorId: text('author_id').notNull(),
  authorName: text('author_name').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
})
