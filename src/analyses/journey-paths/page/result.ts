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

/** The first of them alone. */
export const firstOf = (ways: Ways, rows: number): Ways => {
  const rest = ways.ways.slice(rows)
  const value = rest.reduce((sum, way) => sum + way.value, 0)
  return {
    ...ways,
    ways: ways.ways.slice(0, rows),
    other: { ways: ways.other.ways + rest.length, value: ways.other.value + value },
  }
}

/** A way on both sides of a comparison; null where it is not among those that the answer names. */
export interface BesideWay extends WayShown {
  own: Figure | null
  there: Figure | null
}

export type Figure = Pick<Way, 'value' | 'share'> & { time?: Elapsed }

/** The first ways of either side, in the order of both together. */
export const besideWays = (own: Ways, there: Ways, rows: number): BesideWay[] => {
  const keyOf = ({ events, isCut }: WayShown) => JSON.stringify([isCut, events.map(({ kind, name }) => [kind, name])])
  const sides = [own, there].map((side) => new Map(side.ways.map((way) => [keyOf(way), way])))
  const shown = new Map([own, there].flatMap(({ ways }) => ways.slice(0, rows).map((way) => [keyOf(way), way])))
  const figureOf = (side: number, key: string): Figure | null =>
    sides[side]!.get(key) ?? ([own, there][side]!.other.ways === 0 ? { value: 0, share: 0 } : null)
  return [...shown]
    .map(([key, { events, isCut }]) => ({ events, isCut, own: figureOf(0, key), there: figureOf(1, key) }))
    .sort((a, b) => together(b) - together(a))
}

const together = ({ own, there }: BesideWay): number => (own?.share ?? 0) + (there?.share ?? 0)

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
