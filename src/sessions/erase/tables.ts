import { keyOf } from '../../engine/schema/0019-person-keys.ts'
import { constant, or, type Sql, sql, str, strs, u64s } from '../../sql/sql.ts'

/** A person, or an account of several. */
export interface Whom {
  kind: 'user' | 'account'
  id: string
}

/** Somebody, or a part of their sessions, as what is stored of them is told by. */
export interface Belongings {
  whom: Whom
  emails: readonly string[]
  /** Of sessions that they were seen in: their rows of other people have been copied among the open ones. */
  sessionKeys: readonly bigint[]
  /** Sessions in which there was nobody else. */
  sessionIds: readonly string[]
  viewIds: readonly string[]
  /** Segments and imported tables that list them by this. */
  listedBy: { id: readonly string[]; email: readonly string[] }
}

export interface PersonalTable {
  table: string
  /** `sessions`: asked for part by part, as many sessions as go at once; `person`: asked for once. */
  of: 'sessions' | 'person'
  /** Which rows go. */
  rows(of: Belongings): Sql
}

const ofSessionsOrViews = ({ sessionIds, viewIds }: Belongings) =>
  or([sql`session_id IN ${strs(sessionIds)}`, sql`view_id IN ${strs(viewIds)}`])

/** Every table of the engine that holds something of people, beside `events_hot`: a new one is a new line here. */
export const PERSONAL_TABLES: readonly PersonalTable[] = [
  { table: 'events', of: 'sessions', rows: ({ sessionKeys }) => sql`session_key IN ${u64s(sessionKeys)}` },
  { table: 'sequences', of: 'sessions', rows: ({ sessionKeys }) => sql`session_key IN ${u64s(sessionKeys)}` },
  { table: 'seen_sessions', of: 'sessions', rows: ({ sessionKeys }) => sql`session_key IN ${u64s(sessionKeys)}` },
  { table: 'session_users', of: 'sessions', rows: ({ sessionKeys }) => sql`session_key IN ${u64s(sessionKeys)}` },
  { table: 'seen_custom', of: 'sessions', rows: ({ sessionKeys }) => sql`session_key IN ${u64s(sessionKeys)}` },
  { table: 'view_documents', of: 'sessions', rows: ofSessionsOrViews },
  { table: 'replay_segments', of: 'sessions', rows: ofSessionsOrViews },
  { table: 'replay_kept', of: 'sessions', rows: ofSessionsOrViews },
  { table: 'replay_kept_images', of: 'sessions', rows: ({ sessionIds }) => sql`session_id IN ${strs(sessionIds)}` },
  {
    table: 'kept_profiles',
    of: 'person',
    rows: ({ whom }) => sql`id = ${str(whom.id)} AND audience = ${str(`${whom.kind}s`)}`,
  },
  {
    table: 'identity_links',
    of: 'person',
    rows: ({ whom }) => (whom.kind === 'user' ? sql`user_id = ${str(whom.id)}` : sql`0`),
  },
  {
    table: 'segment_members',
    of: 'person',
    rows: ({ whom, emails, listedBy }) =>
      or([
        sql`(segment_id IN ${strs(listedBy.id)} AND value = ${str(whom.id)})`,
        sql`(segment_id IN ${strs(listedBy.email)} AND value IN ${strs(emails)})`,
      ]),
  },
  {
    table: 'held_sets',
    of: 'person',
    rows: ({ whom: { kind, id } }) =>
      kind === 'user'
        ? sql`id = '' AND key = (SELECT ${constant(keyOf('erased'))} FROM (SELECT ${str(id)} AS erased))`
        : sql`id = ${str(id)}`,
  },
  {
    table: 'imported_rows',
    of: 'person',
    rows: ({ whom, emails, listedBy }) =>
      or([
        sql`(table_id IN ${strs(listedBy.id)} AND value = ${str(whom.id)})`,
        sql`(table_id IN ${strs(listedBy.email)} AND value IN ${strs(emails)})`,
      ]),
  },
  {
    table: 'set_aside',
    of: 'person',
    rows: ({ whom, emails }) =>
      or([whom.id, ...emails].map((text) => sql`position(sample, ${str(JSON.stringify(text))}) > 0`)),
  },
]
