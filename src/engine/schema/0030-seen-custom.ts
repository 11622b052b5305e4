import type { Dialect } from './dialect.ts'

/** The columns of `seen_custom` beside what tells whose and which session's it is. */
export const CUSTOM_COLUMNS: readonly string[] = ['last_date', 'last_arrival', 'usr', 'account']

const WHOSE = 'usr_id, usr_anonymous_id, account_id, session_key'

/**
 * Of events each different set of what customers set, once, with the last event that had it: of a path the last value
 * stands in the last of the sets that have the path. `more` are columns that the events have.
 */
export const customSets = (events: string, more = ''): string => `
SELECT ${WHOSE}${more}, tupleElement(last, 1) AS last_date, tupleElement(last, 2) AS last_arrival, usr, account FROM (
  SELECT ${WHOSE}${more}, max((date, arrival)) AS last, any(custom.^usr) AS usr, any(custom.^account) AS account
  FROM ${events} WHERE type != 'session'
  GROUP BY ${WHOSE}${more}, toJSONString(custom.^usr) AS usr_text, toJSONString(custom.^account) AS account_text
  HAVING usr_text != '{}' OR account_text != '{}')`

/**
 * `seen_custom`: what customers set of users and accounts (`usr.plan`), as settled sessions had it: rarely more than a
 * row a session. Filled by whatever is inserted into `events`.
 */
export const seenCustom = (d: Dialect): string[] => {
  const whole = (table: string) => (d.onCluster ? table : d.local(table))
  const filled = `${WHOSE}, batch, ${CUSTOM_COLUMNS.join(', ')}`
  return [
    `CREATE TABLE IF NOT EXISTS ${d.local('seen_custom')}${d.onCluster} (
  usr_id String CODEC(ZSTD(1)), usr_anonymous_id String CODEC(ZSTD(1)), account_id String CODEC(ZSTD(1)),
  session_key UInt64 CODEC(ZSTD(1)), batch UInt64 CODEC(Delta(8), ZSTD(1)),
  last_date DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)), last_arrival UInt64 CODEC(Delta(8), ZSTD(1)),
  usr JSON(max_dynamic_paths = 256), account JSON(max_dynamic_paths = 256)
) ENGINE = ${d.engine('MergeTree')} ORDER BY (usr_id, usr_anonymous_id, session_key) SETTINGS index_granularity = 1024`,
    ...d.spread('seen_custom', 'session_key'),
    `DROP VIEW IF EXISTS ${d.local('seen_custom_from_events')}${d.onCluster}`,
    `TRUNCATE TABLE ${d.local('seen_custom')}${d.onCluster}`,
    `INSERT INTO ${whole('seen_custom')} (${filled}) SELECT ${filled} FROM (${customSets(whole('events'), ', batch')})`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS ${d.local('seen_custom_from_events')}${d.onCluster} TO ${d.local('seen_custom')}
AS SELECT ${filled} FROM (${customSets(d.local('events'), ', batch')})`,
  ]
}
