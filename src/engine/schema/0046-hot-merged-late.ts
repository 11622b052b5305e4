import type { Dialect } from './dialect.ts'

/**
 * Parts of `events_hot` larger than a tenth of 8 MB, as loads are while thousands of events come a second, are not merged
 * as long as their sessions may be open: to merge a row of 200 columns costs twice what it does to insert it, and questions
 * resolve versions over many parts as fast as over few. Half an hour later, when most of their rows have been settled and
 * removed, little is left to merge, twenty parts at a time. Small loads are merged as before. There may be so many parts
 * in half an hour that the engine would refuse more unless told.
 */
export const hotMergedLate = (d: Dialect): string[] => [
  `ALTER TABLE ${d.local('events_hot')}${d.onCluster} MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = 8388608,
  min_age_to_force_merge_seconds = 1800, max_parts_to_merge_at_once = 20, parts_to_delay_insert = 5000, parts_to_throw_insert = 10000`,
]
