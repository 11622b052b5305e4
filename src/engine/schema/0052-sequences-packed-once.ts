import type { Dialect } from './dialect.ts'

/** What most questions read of `sequences`. */
const COLUMNS = [
  ...['kinds', 'offsets', 'start', 'last', 'views', 'actions', 'servers'],
  ...['first_view', 'last_view', 'first_action', 'last_action', 'first_server', 'last_server'],
]

/**
 * Packed by bits alone these are read in two thirds of the time; the lists take a quarter more on the disk, the others
 * less. Rows from before are packed so as they are merged.
 */
export const packedOnce = (d: Dialect): string[] => {
  const changes = COLUMNS.map((name) => `MODIFY COLUMN ${name} CODEC(T64)`)
  return [`ALTER TABLE ${d.local('sequences')}${d.onCluster} ${changes.join(', ')}`]
}
