import type { Dialect } from './dialect.ts'

/**
 * Rows of `events_hot` are merged ten parts at once, and no further where parts would be larger than 100 MB: while much
 * comes, once. To merge a row of 200 columns costs as much as to insert it, and the engine would do so the more often the
 * more parts there are.
 */
export const hotMergedOnce = (d: Dialect): string[] => [
  `ALTER TABLE ${d.local('events_hot')}${d.onCluster} MODIFY SETTING min_parts_to_merge_at_once = 10, max_bytes_to_merge_at_max_space_in_pool = 104857600`,
]
