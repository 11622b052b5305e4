import type { Dialect } from './dialect.ts'

/** Not every server has it. */
export const MARKS_IN_COLUMNS = 'write_marks_for_substreams_in_compact_parts'

/**
 * Of parts of `events_hot` it is noted where each of some 200 columns begins, and not where everything in it does: there
 * are as many parts as loads while their sessions are open, and the engine holds what is noted of each in memory. To read
 * one custom attribute of open sessions then reads all of them.
 */
export const hotInWholeColumns = (d: Dialect): string[] => [
  `ALTER TABLE ${d.local('events_hot')}${d.onCluster} MODIFY SETTING ${MARKS_IN_COLUMNS} = 0`,
]
