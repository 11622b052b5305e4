import type { Dialect } from './dialect.ts'

/** Recordings as they came, by view; images that recordings name; and what could not be read, with its reason. */
export const intake = (d: Dialect): string[] => [
  `CREATE TABLE IF NOT EXISTS ${d.local('replay_segments')}${d.onCluster} (
  application_id LowCardinality(String), session_id String, view_id String, index_in_view UInt32,
  start Int64, end Int64, records_count UInt32, has_full_snapshot Bool,
  creation_reason LowCardinality(String), source LowCardinality(String), raw_size UInt64,
  data String CODEC(ZSTD(1)), received_at DateTime64(3, 'UTC')
) ENGINE = ${d.engine('ReplacingMergeTree')} PARTITION BY toYYYYMM(received_at)
ORDER BY (session_id, view_id, index_in_view, start)`,
  ...d.spread('replay_segments', 'cityHash64(session_id)'),

  `CREATE TABLE IF NOT EXISTS ${d.local('replay_images')}${d.onCluster} (
  application_id LowCardinality(String), image_name String, mime LowCardinality(String),
  data String CODEC(ZSTD(1)), received_at DateTime64(3, 'UTC')
) ENGINE = ${d.engine('ReplacingMergeTree')} ORDER BY (application_id, image_name)`,
  ...d.spread('replay_images', 'cityHash64(image_name)'),

  `CREATE TABLE IF NOT EXISTS ${d.local('set_aside')}${d.onCluster} (
  set_aside_id String, application_id LowCardinality(String), track LowCardinality(String),
  reason LowCardinality(String), detail String, sample String CODEC(ZSTD(3)), received_at DateTime64(3, 'UTC')
) ENGINE = ${d.engine('ReplacingMergeTree')} ORDER BY (received_at, set_aside_id)
TTL toDateTime(received_at) + INTERVAL 30 DAY DELETE`,
  ...d.spread('set_aside', 'cityHash64(set_aside_id)'),
]
