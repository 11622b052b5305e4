import type { Dialect } from './dialect.ts'

/**
 * Every question of events reads from each row when it was and of which batch. Packed by bits these are unpacked in less
 * processor time, and are about as large on the disk. Rows from before are packed so as they are merged.
 */
export const datesUnpackedSooner = (d: Dialect): string[] => [
  `ALTER TABLE ${d.local('events')}${d.onCluster} MODIFY COLUMN date CODEC(T64), MODIFY COLUMN batch CODEC(T64, LZ4)`,
]
