import type { Dialect } from './dialect.ts'

/**
 * Rows of tables that are written all the time are merged in fewer and larger steps: half as often until they are
 * settled or too old, for some more parts to read. Documents of views in one file a part, as events are.
 */
export const hotMergedLess = (d: Dialect): string[] => [
  `ALTER TABLE ${d.local('events_hot')}${d.onCluster} MODIFY SETTING merge_selector_base = 10`,
  `ALTER TABLE ${d.local('view_documents')}${d.onCluster} MODIFY SETTING merge_selector_base = 10, min_bytes_for_wide_part = 268435456`,
]
