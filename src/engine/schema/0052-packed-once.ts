import type { Dialect } from './dialect.ts'

/** What most questions read of `sequences`. */
const OF_SEQUENCES = [
  ...['kinds', 'offsets', 'start', 'last', 'views', 'actions', 'servers'],
  ...['first_view', 'last_view', 'first_action', 'last_action', 'first_server', 'last_server'],
]

/**
 * Packed by bits alone these are read in two thirds of the time. The lists of sequences take a third more on the disk for
 * it and batches of events half, which is one hundredth of all. Rows from before are packed so as they are merged.
 */
export const packedOnce = (d: Dialect): string[] => [
  `ALTER TABLE ${d.local('sequences')}${d.onCluster} ${OF_SEQUENCES.map(packed).join(', ')}`,
  `ALTER TABLE ${d.local('events')}${d.onCluster} ${packed('batch')}`,
]

const packed = (column: string): string => `MODIFY COLUMN ${column} CODEC(T64)`
