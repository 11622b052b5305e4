import { FILLED_COLUMNS, filled, seenColumns } from './0006-seen.ts'
import type { Dialect } from './dialect.ts'

/**
 * `seen_sessions`: `seen` again, with so few rows a mark that to show a page of people reads little more than these
 * people: of the wide states that `seen` holds, 8,192 rows were read for each of them.
 */
export const seenSessions = (d: Dialect): string[] => {
  /** Each node copies its own rows, but where one node speaks for all. */
  const whole = (table: string) => (d.onCluster ? table : d.local(table))
  return [
    `CREATE TABLE IF NOT EXISTS ${d.local('seen_sessions')}${d.onCluster} (
  ${seenColumns()}
) ENGINE = ${d.engine('MergeTree')} ORDER BY (usr_id, usr_anonymous_id, session_key) SETTINGS index_granularity = 128`,
    ...d.spread('seen_sessions', 'session_key'),
    `DROP VIEW IF EXISTS ${d.local('seen_from_events')}${d.onCluster}`,
    `TRUNCATE TABLE ${d.local('seen_sessions')}${d.onCluster}`,
    `INSERT INTO ${whole('seen_sessions')} (${FILLED_COLUMNS}) SELECT ${FILLED_COLUMNS} FROM ${whole('seen')}`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS ${d.local('seen_sessions_from_events')}${d.onCluster} TO ${d.local('seen_sessions')}
AS ${filled(d.local('events'))}`,
  ]
}

/** A step of its own, so that a crash between copying and dropping loses nothing. */
export const withoutSeen = (d: Dialect): string[] => [
  ...(d.spread('seen', '').length ? [`DROP TABLE IF EXISTS seen${d.onCluster}`] : []),
  `DROP TABLE IF EXISTS ${d.local('seen')}${d.onCluster}`,
]
