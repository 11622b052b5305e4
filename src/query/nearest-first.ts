import { ALL, type Search } from '../model/search/ast.ts'
import { usersNamed } from './users-named.ts'

export interface TimeSpan {
  /** Epoch ms, from ≤ event < to. */
  from: number
  to: number
}

const FIRST_MS = 3_600_000
const LONGER = 8

/**
 * A range in parts, each eight times as long as the one before it: whoever wants the first events of a range in the order
 * of time, and asks part by part until there are enough, reads little where there are many and hardly more than all of
 * it where there are few. Events of users that the search names are found by these: the range stays whole.
 */
export function* nearestFirst(
  { from, to }: TimeSpan,
  order: 'asc' | 'desc',
  search: Search = ALL,
): Generator<TimeSpan> {
  if (usersNamed(search)) {
    if (from < to) yield { from, to }
    return
  }
  let length = FIRST_MS
  for (let done = 0; done < to - from; length *= LONGER) {
    const until = done + length * LONGER > to - from ? to - from : done + length
    yield order === 'asc' ? { from: from + done, to: from + until } : { from: to - until, to: to - done }
    done = until
  }
}
