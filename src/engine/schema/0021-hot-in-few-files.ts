import type { Dialect } from './dialect.ts'

/**
 * Parts of `events_hot` in one file each until they hold some 100,000 events: most of what it takes to merge small parts
 * of 200 columns, each in files of its own, goes into opening and closing files.
 */
export const hotInFewFiles = (d: Dialect): string[] => [
  `ALTER TABLE ${d.local('events_hot')}${d.onCluster} MODIFY SETTING min_bytes_for_wide_part = 268435456`,
]
