import type { Dialect } from './dialect.ts'

/**
 * Parts of `events_hot` larger than a tenth of 8 MB, as loads are while thousands of events come a second, are not merged
 * while their sessions are open: to merge a row of 200 columns costs twice what it does to insert it. Questions pay for
 * it, about half a millisecond for each part. Half an hour later, when most rows have been settled and removed, little is
 * left to merge. Small loads are merged as before, but only ten at once: each takes some 20 MB meanwhile. In half an hour
 * more parts may come than the engine takes unless told.
 */
export const hotMergedLate = (d: Dialect): string[] => [
  `ALTER TABLE ${d.local('events_hot')}${d.onCluster} MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = 8388608,
  min_age_to_force_merge_seconds = 1800, max_parts_to_merge_at_once = 10, parts_to_delay_insert = 5000, parts_to_throw_insert = 10000`,
]
