import type { Dialect } from './dialect.ts'

/** `replay_kept`: the segments of recordings that somebody keeps for longer, as they were when that was asked for. */
export const keptRecordings = (d: Dialect): string[] => [
  `CREATE TABLE IF NOT EXISTS ${d.local('replay_kept')}${d.onCluster} (
  application_id LowCardinality(String), session_id String, view_id String, index_in_view UInt32,
  start Int64, end Int64, records_count UInt32, has_full_snapshot Bool,
  creation_reason LowCardinality(String), source LowCardinality(String), raw_size UInt64,
  data String CODEC(ZSTD(1)), received_at DateTime64(3, 'UTC'), kept_at DateTime64(3, 'UTC')
) ENGINE = ${d.engine('ReplacingMergeTree')} ORDER BY (session_id, view_id, index_in_view, start)
TTL toDateTime(kept_at) + INTERVAL 15 MONTH DELETE`,
  ...d.spread('replay_kept', 'cityHash64(session_id)'),
]
