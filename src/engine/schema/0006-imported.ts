import type { Dialect } from './dialect.ts'

/**
 * `imported_rows`: tables of attributes made from files. `version` tells which upload brought a row; the table in the
 * catalog says which one counts. `cells` are the chosen columns' values as the file has them, in the table's order.
 */
export const imported = (d: Dialect): string[] => [
  `CREATE TABLE IF NOT EXISTS ${d.local('imported_rows')}${d.onCluster} (
  table_id String, version UInt64, value String CODEC(ZSTD(1)), line UInt64 CODEC(Delta(8), ZSTD(1)),
  cells Array(String) CODEC(ZSTD(1))
) ENGINE = ${d.engine('MergeTree')} ORDER BY (table_id, version, value)`,
  ...d.spread('imported_rows', 'cityHash64(value)'),
]
