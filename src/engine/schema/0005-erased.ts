import type { Dialect } from './dialect.ts'

/**
 * `erased`: people who were removed, so that what arrives late of them stays away: hashes of the user's id, of the
 * devices whose first user it was, and, for as long as anything may arrive, of their sessions and views.
 */
export const erased = (d: Dialect): string[] => [
  `CREATE TABLE IF NOT EXISTS ${d.local('erased')}${d.onCluster} (
  kind LowCardinality(String), hash String, erased_at DateTime64(3, 'UTC')
) ENGINE = ${d.engine('ReplacingMergeTree', 'erased_at')} ORDER BY (kind, hash)
TTL toDateTime(erased_at) + INTERVAL 90 DAY DELETE WHERE kind IN ('session', 'view')`,
  ...d.spread('erased', 'cityHash64(hash)'),
]
