import { SEEN } from './0006-seen.ts'
import type { Dialect } from './dialect.ts'

/** Of one person each, and rarely the same as another's. */
const OWN = new Set(['last_usr_email', 'last_usr_name'])

/** The columns of `kept_profiles` that hold the first or last value of an attribute. */
export const KEPT_VALUES: readonly string[] = [...SEEN.keys()].filter((column) => /^(first|last)_(?!date)/.test(column))

/**
 * `kept_profiles`: what all settled sessions up to some batch together say about a user or an account, anonymous activity
 * being its device's first user's: one row each, values instead of states. Made whole, as a generation, now and then.
 *
 * `profile_generations`: those that are complete, and of which batches and reopenings they are.
 */
export const keptProfiles = (d: Dialect): string[] => [
  `CREATE TABLE IF NOT EXISTS ${d.local('kept_profiles')}${d.onCluster} (
  generation UInt64, audience LowCardinality(String), id String CODEC(ZSTD(1)),
  first_date DateTime64(3, 'UTC'), last_date DateTime64(3, 'UTC'),
  ${['sessions', 'users', 'events', 'errors', 'frustrations', 'loading_count'].map((name) => `${name} UInt64 CODEC(ZSTD(1))`).join(', ')},
  loading_sum Float64,
  ${KEPT_VALUES.map((name) => (OWN.has(name) ? `${name} String CODEC(ZSTD(1))` : `${name} LowCardinality(String)`)).join(', ')}
) ENGINE = ${d.engine('MergeTree')} PARTITION BY generation ORDER BY (audience, id)
SETTINGS index_granularity = 1024, min_compress_block_size = 4096, max_compress_block_size = 65536`,
  ...d.spread('kept_profiles', 'cityHash64(id)'),
  `CREATE TABLE IF NOT EXISTS ${d.local('profile_generations')}${d.onCluster} (
  generation UInt64, committed UInt64, reopened UInt64, made_at DateTime64(3, 'UTC')
) ENGINE = ${d.engine('MergeTree')} ORDER BY generation`,
  ...d.spread('profile_generations', 'generation'),
  `ALTER TABLE ${d.local('seen_sessions')}${d.onCluster} MODIFY SETTING min_compress_block_size = 1024, max_compress_block_size = 8192`,
]
