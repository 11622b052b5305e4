import { DONE_BY_VISITOR, EVENT, isFields, type PlayerEvent } from './record.ts'

/** When the visitor did something, or another page came: epoch ms, in order. */
export const activityOf = (events: readonly PlayerEvent[]): number[] =>
  events
    .filter(
      ({ type, data }) =>
        type === EVENT.meta || (type === EVENT.incremental && isFields(data) && DONE_BY_VISITOR.has(data.source)),
    )
    .map(({ timestamp }) => timestamp)

/** The index of the first of the sorted times that is after `at`. */
export const firstAfter = (times: readonly number[], at: number): number => {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! > at) high = middle
    else low = middle + 1
  }
  return low
}
