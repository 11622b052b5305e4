import type { Dialect } from './dialect.ts'

/**
 * `events_hot` sorted by a number for each event, a hash of 128 bits of all by which it is known: to resolve versions and
 * doubles, questions read the whole sort key, which had two ids as texts. The table is made anew, under another name until
 * it is whole; repeated after a crash at any point, it is made from whichever of the two counts.
 */
export const hotByEventKey = (d: Dialect): string[] => {
  const hot = d.local('events_hot')
  const next = d.local('events_hot_next')
  const [from, to] = d.onCluster ? ['events_hot', 'events_hot_next'] : [hot, next]
  const dropNext = [...new Set([next, to])].map((table) => `DROP TABLE IF EXISTS ${table}${d.onCluster} SYNC`)
  return [
    `ALTER TABLE ${hot}${d.onCluster} ADD COLUMN IF NOT EXISTS event_key UInt128
  MATERIALIZED reinterpretAsUInt128(sipHash128(application_id, session_id, type, event_id))`,
    ...dropNext,
    `CREATE TABLE ${next}${d.onCluster} AS ${hot} ENGINE = ${d.engine('ReplacingMergeTree', 'rank')} ORDER BY (session_key, event_key)
SETTINGS min_bytes_for_wide_part = 268435456, merge_selector_base = 10, min_parts_to_merge_at_once = 10,
  max_bytes_to_merge_at_max_space_in_pool = 104857600`,
    ...(d.onCluster ? d.spread('events_hot_next', 'session_key') : []),
    `INSERT INTO ${to} SELECT * FROM ${from}${d.onCluster ? ' SETTINGS distributed_foreground_insert = 1' : ''}`,
    `EXCHANGE TABLES ${hot} AND ${next}${d.onCluster}`,
    ...dropNext,
  ]
}
