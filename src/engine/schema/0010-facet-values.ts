import type { Dialect } from './dialect.ts'

/** The types of events whose values are counted: those that are kept long. */
export const FACET_TYPES = ['session', 'view', 'action', 'server'] as const

/**
 * `facet_values`: how many settled events of a batch and a day (UTC) have which value of an attribute, told apart by what
 * filters ask for most. Only of `FACET_TYPES`, and of attributes without too many values.
 *
 * `faceted_batches`: batches of `events` that `facet_values` counts entirely, but for the attributes `left_out`; `*`
 * among these stands for any custom one.
 */
export const facetValues = (d: Dialect): string[] => [
  `CREATE TABLE IF NOT EXISTS ${d.local('facet_values')}${d.onCluster} (
  path LowCardinality(String),
  value String CODEC(ZSTD(1)),
  day Date CODEC(Delta(2), ZSTD(1)),
  type LowCardinality(String),
  application_id LowCardinality(String),
  session_type LowCardinality(String),
  device_type LowCardinality(String),
  batch UInt64 CODEC(Delta(8), ZSTD(1)),
  events UInt64 CODEC(ZSTD(1)),
  INDEX batch_range batch TYPE minmax GRANULARITY 1
) ENGINE = ${d.engine('MergeTree')} PARTITION BY toYYYYMM(day) ORDER BY (path, value, day, type, application_id)`,
  ...d.spread('facet_values', 'cityHash64(path, value)'),

  `CREATE TABLE IF NOT EXISTS ${d.local('faceted_batches')}${d.onCluster} (batch UInt64, left_out Array(String))
ENGINE = ${d.engine('ReplacingMergeTree')} ORDER BY batch`,
  ...d.spread('faceted_batches', 'batch'),
]
