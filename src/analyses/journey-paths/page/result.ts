import type { EventKind } from '../../journey/page/step.ts'
import type { WayShown } from './question.ts'

/** The answer, as the page reads it. Times are milliseconds. */

interface Elapsed {
  min: number
  max: number
  avg: number
}

export interface PathsAnswer {
  data: {
    attributes: {
      total_count: number
      user_count: number
      elapsed_time?: Elapsed
      paths: {
        events: { type: EventKind; name: string }[]
        is_cut: boolean
        value: number
        share: number
        user_count: number
        elapsed_time: Elapsed
      }[]
      other: { paths: number; value: number }
    }
  }
}

export interface Way extends WayShown {
  value: number
  /** Of all that converted, or dropped. */
  share: number
  users: number
  time: Elapsed
}

export interface Ways {
  total: number
  users: number
  time: Elapsed | null
  ways: readonly Way[]
  /** What the number of rows leaves out. */
  other: { ways: number; value: number }
}

export const waysOf = ({ data: { attributes } }: PathsAnswer): Ways => ({
  total: attributes.total_count,
  users: attributes.user_count,
  time: attributes.elapsed_time ?? null,
  ways: attributes.paths.map((path) => ({
    events: path.events.map(({ type, name }) => ({ kind: type, name })),
    isCut: path.is_cut,
    value: path.value,
    share: path.share,
    users: path.user_count,
    time: path.elapsed_time,
  })),
  other: { ways: attributes.other.paths, value: attributes.other.value },
})
