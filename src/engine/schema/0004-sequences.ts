import type { Dialect } from './dialect.ts'

/**
 * `event_kinds`: what views, actions and server events are called, each combination of these attributes once, under a
 * dense number. `page` is the number that all kinds of views of one name share, 0 for kinds without.
 *
 * `sequences`: of each settled session its views, actions and server events in order, a row for each stretch in which
 * the attributes of the row stay the same: mostly one. `kinds`, `offsets` (ms since `start`) and `arrivals` are as long
 * as the stretch has events; `pages` are the different pages in the order of their first visit. `plain`: the row tells
 * all of its session, and no two of its events of different kinds share a millisecond.
 *
 * `sequenced_batches`: batches of `events` that `sequences` holds entirely.
 */
export const sequences = (d: Dialect): string[] => [
  `CREATE TABLE IF NOT EXISTS ${d.local('event_kinds')}${d.onCluster} (
  kind UInt32, page UInt32,
  type LowCardinality(String),
  view_name LowCardinality(String),
  view_url_path_group LowCardinality(String),
  action_type LowCardinality(String),
  action_name LowCardinality(String),
  action_target_name LowCardinality(String),
  event_name LowCardinality(String)
) ENGINE = ${d.engine('MergeTree')} ORDER BY kind`,
  ...d.spread('event_kinds', 'kind'),

  `CREATE TABLE IF NOT EXISTS ${d.local('sequences')}${d.onCluster} (
  application_id LowCardinality(String),
  usr_id String CODEC(ZSTD(1)),
  usr_anonymous_id String CODEC(ZSTD(1)),
  account_id String CODEC(ZSTD(1)),
  session_id String CODEC(ZSTD(1)),
  session_type LowCardinality(String),
  service LowCardinality(String),
  version LowCardinality(String),
  env LowCardinality(String),
  source LowCardinality(String),
  geo_country LowCardinality(String),
  geo_country_iso_code LowCardinality(String),
  geo_country_subdivision LowCardinality(String),
  geo_city LowCardinality(String),
  geo_continent LowCardinality(String),
  geo_continent_code LowCardinality(String),
  device_type LowCardinality(String),
  os_name LowCardinality(String),
  browser_name LowCardinality(String),
  session_is_active Nullable(Bool),
  session_time_spent Nullable(Int64),
  session_view_count Nullable(Int64),
  session_action_count Nullable(Int64),
  session_error_count Nullable(Int64),
  session_frustration_count Nullable(Int64),
  session_referrer String CODEC(ZSTD(1)),
  session_initial_view_name LowCardinality(String),
  session_last_view_name LowCardinality(String),
  session_key UInt64 CODEC(ZSTD(1)),
  batch UInt64 CODEC(Delta(8), ZSTD(1)),
  start DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  last DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  plain Bool,
  views UInt32,
  actions UInt32,
  servers UInt32,
  kinds Array(UInt32) CODEC(ZSTD(1)),
  offsets Array(UInt32) CODEC(Delta(4), ZSTD(1)),
  arrivals Array(UInt64) CODEC(Delta(8), ZSTD(1)),
  pages Array(UInt32) CODEC(ZSTD(1)),
  INDEX batch_range batch TYPE minmax GRANULARITY 1
) ENGINE = ${d.engine('MergeTree')} PARTITION BY toMonday(start)
ORDER BY (application_id, plain, usr_id, usr_anonymous_id, start, session_key)`,
  ...d.spread('sequences', 'session_key'),

  `CREATE TABLE IF NOT EXISTS ${d.local('sequenced_batches')}${d.onCluster} (batch UInt64)
ENGINE = ${d.engine('ReplacingMergeTree')} ORDER BY batch`,
  ...d.spread('sequenced_batches', 'batch'),
]
