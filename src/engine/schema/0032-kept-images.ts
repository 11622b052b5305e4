import type { Dialect } from './dialect.ts'

/** `replay_kept_images`: the images that recordings of phones name which somebody keeps for longer, by the session. */
export const keptImages = (d: Dialect): string[] => [
  `CREATE TABLE IF NOT EXISTS ${d.local('replay_kept_images')}${d.onCluster} (
  application_id LowCardinality(String), image_name String, session_id String, mime LowCardinality(String),
  data String CODEC(ZSTD(1)), kept_at DateTime64(3, 'UTC')
) ENGINE = ${d.engine('ReplacingMergeTree')} ORDER BY (application_id, image_name, session_id)
TTL toDateTime(kept_at) + INTERVAL 15 MONTH DELETE`,
  ...d.spread('replay_kept_images', 'cityHash64(image_name)'),
]
