import type { Dialect } from './dialect.ts'

/** How long a sequence is, ms. */
export const LENGTH_MS = 'toUnixTimestamp64Milli(last) - toUnixTimestamp64Milli(start)'

/**
 * Of each 8,192 rows of `sequences` the first and last moment, the shortest and longest sequence, and whether all are
 * plain: those that reach over a whole period or beyond the time asked about, or do not tell their session alone, are few
 * or none, and questions ask for them apart.
 */
export const reachOfSequences = (d: Dialect): string[] => [
  `ALTER TABLE ${d.local('sequences')}${d.onCluster} ADD INDEX IF NOT EXISTS reach (plain, start, last, ${LENGTH_MS}) TYPE minmax GRANULARITY 1`,
  `ALTER TABLE ${d.local('sequences')}${d.onCluster} MATERIALIZE INDEX reach SETTINGS mutations_sync = 2`,
]
