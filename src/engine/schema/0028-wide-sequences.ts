import type { Dialect } from './dialect.ts'

/**
 * Parts of `sequences` with a file for each column from 1 MB on: questions read few of their columns, and out of parts of
 * one file twice as many bytes for them.
 */
export const wideSequences = (d: Dialect): string[] => [
  `ALTER TABLE ${d.local('sequences')}${d.onCluster} MODIFY SETTING min_bytes_for_wide_part = 1048576`,
]
