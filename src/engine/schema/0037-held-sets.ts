import type { Dialect } from './dialect.ts'

/**
 * `held_sets`: the members of sets that questions ask for again and again, users by their number and accounts by their
 * id. `hold` tells which set; a process that starts knows none of them, and empties the table.
 */
export const heldSets = (d: Dialect): string[] => [
  `CREATE TABLE IF NOT EXISTS ${d.local('held_sets')}${d.onCluster} (
  hold UInt64, key UInt64 CODEC(NONE), id String CODEC(ZSTD(1))
) ENGINE = ${d.engine('MergeTree')} PARTITION BY hold ORDER BY tuple()`,
  ...d.spread('held_sets', 'cityHash64(key, id)'),
]
