import type { Dialect } from './dialect.ts'

/** `replay_assets`: what lay at an address when; `replay_asset_contents`: that itself, once, by the hash of its content. */
export const recordedAssets = (d: Dialect): string[] => [
  `CREATE TABLE IF NOT EXISTS ${d.local('replay_assets')}${d.onCluster} (
  url String, hash String, fetched_at DateTime64(3, 'UTC')
) ENGINE = ${d.engine('MergeTree')} ORDER BY (url, fetched_at)
TTL toDateTime(fetched_at) + INTERVAL 15 MONTH DELETE`,
  ...d.spread('replay_assets', 'cityHash64(url)'),

  `CREATE TABLE IF NOT EXISTS ${d.local('replay_asset_contents')}${d.onCluster} (
  hash String, mime LowCardinality(String), data String CODEC(ZSTD(1)), fetched_at DateTime64(3, 'UTC')
) ENGINE = ${d.engine('ReplacingMergeTree', 'fetched_at')} ORDER BY hash
TTL toDateTime(fetched_at) + INTERVAL 15 MONTH DELETE`,
  ...d.spread('replay_asset_contents', 'cityHash64(hash)'),
]
