import type { Dialect } from './dialect.ts'

/** A link is seen on any event that names both the device and a user; session rows take theirs from their last view. */
const links = (table: string): string => `
SELECT usr_anonymous_id AS anonymous_id, usr_id AS user_id, date AS first_date, arrival AS first_arrival
FROM ${table} WHERE usr_anonymous_id != '' AND usr_id != '' AND type != 'session'
ORDER BY first_date, first_arrival LIMIT 1 BY anonymous_id, user_id`

/**
 * `identity_links`: which users were seen on which device (`usr.anonymous_id`), and when first; filled by whatever is
 * inserted into the event tables. Not all but the first are merged away at once, so questions take the first of each.
 *
 * `segment_members`: the values of segments made from files. `version` tells which upload brought a row; the segment in
 * the catalog says which one counts.
 */
export const audience = (d: Dialect): string[] => [
  `CREATE TABLE IF NOT EXISTS ${d.local('identity_links')}${d.onCluster} (
  anonymous_id String CODEC(ZSTD(1)), user_id String CODEC(ZSTD(1)), first_date DateTime64(3, 'UTC'), first_arrival UInt64,
  earliness UInt128 MATERIALIZED
    bitShiftLeft(toUInt128(9223372036854775807 - toUnixTimestamp64Milli(first_date)), 64) + (18446744073709551615 - first_arrival)
) ENGINE = ${d.engine('ReplacingMergeTree', 'earliness')} ORDER BY (anonymous_id, user_id)`,
  ...d.spread('identity_links', 'cityHash64(anonymous_id)'),
  ...['events_hot', 'events'].flatMap((table) => [
    `CREATE MATERIALIZED VIEW IF NOT EXISTS ${d.local(`identity_from_${table}`)}${d.onCluster} TO ${d.local('identity_links')}
AS ${links(d.local(table))}`,
    `INSERT INTO identity_links (anonymous_id, user_id, first_date, first_arrival) ${links(table)}`,
  ]),

  `CREATE TABLE IF NOT EXISTS ${d.local('segment_members')}${d.onCluster} (
  segment_id String, version UInt64, value String CODEC(ZSTD(1)), line UInt64 CODEC(Delta(8), ZSTD(1))
) ENGINE = ${d.engine('MergeTree')} ORDER BY (segment_id, version, value)`,
  ...d.spread('segment_members', 'cityHash64(value)'),
]
