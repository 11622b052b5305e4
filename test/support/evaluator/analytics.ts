import type { Counted } from './ledger.ts'
import { byBytes, isSeveral, numberAt, textsAt } from './values.ts'

export interface Measure {
  aggregation: string
  /** Without `@`. */
  metric?: string
}

export interface Grouping {
  facet: string
  limit: number
  excludeMissing: boolean
  sort?: (Measure & { order: 'asc' | 'desc' }) | { alphabetical: 'asc' | 'desc' }
}

/** An event in one of its groups: '' where it has no value. */
interface Keyed {
  event: Counted
  key: string[]
}

export const OTHER = Symbol('other')
export type Key = string[] | typeof OTHER

/** The aggregate of some events, an event with several group values counted once for each. */
export const measure = ({ aggregation, metric = '' }: Measure, events: readonly Counted[]): number | null => {
  if (aggregation === 'count') return events.length
  if (aggregation === 'cardinality') return new Set(events.flatMap((event) => distinctOf(event, metric))).size
  const numbers = events.flatMap((event) => numberAt(event, metric) ?? []).sort((a, b) => a - b)
  if (!numbers.length) return null
  const sum = numbers.reduce((a, b) => a + b, 0)
  switch (aggregation) {
    case 'sum':
      return sum
    case 'min':
      return numbers[0]!
    case 'max':
      return numbers.at(-1)!
    case 'avg':
      return sum / numbers.length
    default:
      return quantile(numbers, aggregation === 'median' ? 0.5 : Number(aggregation.slice(2)) / 100)
  }
}

const distinctOf = (event: Counted, path: string): string[] => textsAt(event, path)

/** Between neighbours interpolated. */
const quantile = (sorted: readonly number[], level: number): number => {
  const place = (sorted.length - 1) * level
  const low = Math.floor(place)
  const [a, b] = [sorted[low]!, sorted[Math.min(low + 1, sorted.length - 1)]!]
  return a + (b - a) * (place - low)
}

export const keyed = (events: readonly Counted[], by: readonly Grouping[]): Keyed[] =>
  events.flatMap((event) => {
    let keys: string[][] = [[]]
    for (const { facet, excludeMissing } of by) {
      const texts = isSeveral(facet) ? textsAt(event, facet) : textsAt(event, facet).slice(0, 1)
      const values = texts.length ? texts : excludeMissing ? [] : ['']
      keys = keys.flatMap((key) => values.map((value) => [...key, value]))
    }
    return keys.map((key) => ({ event, key }))
  })

const idOf = (key: readonly string[]): string => JSON.stringify(key)

const collect = (all: readonly Keyed[], depth: number): { key: string[]; events: Counted[] }[] => {
  const groups = new Map<string, { key: string[]; events: Counted[] }>()
  for (const { event, key } of all) {
    const own = key.slice(0, depth)
    const group = groups.get(idOf(own)) ?? { key: own, events: [] }
    group.events.push(event)
    groups.set(idOf(own), group)
  }
  return [...groups.values()]
}

/** Keys within the limits: first the top values of the first attribute, in each of them the top of the second, … */
export const topKeys = (all: readonly Keyed[], by: readonly Grouping[], compute: Measure): Set<string> => {
  let above: string[][] = [[]]
  for (const [depth, { limit, sort }] of by.entries()) {
    const groups = collect(all, depth + 1)
    above = above.flatMap((parent) => {
      const inside = groups.filter(({ key }) => idOf(key.slice(0, depth)) === idOf(parent))
      return inside
        .sort(ranking(sort, compute))
        .slice(0, limit)
        .map(({ key }) => key)
    })
  }
  return new Set(above.map(idOf))
}

const ranking = (sort: Grouping['sort'], compute: Measure) => {
  type Group = { key: string[]; events: Counted[] }
  const ties = (a: Group, b: Group) => byBytes(a.key.at(-1)!, b.key.at(-1)!)
  if (sort && 'alphabetical' in sort) return (a: Group, b: Group) => (sort.alphabetical === 'asc' ? 1 : -1) * ties(a, b)
  const { order, ...by } = sort ?? { ...compute, order: 'desc' as const }
  const rank = new Map<Group, number | null>()
  const of = (group: Group) => {
    if (!rank.has(group)) rank.set(group, measure(by, group.events))
    return rank.get(group)!
  }
  return (a: Group, b: Group) => {
    const [ra, rb] = [of(a), of(b)]
    if (ra === null || rb === null) return ra === rb ? ties(a, b) : ra === null ? 1 : -1
    return (order === 'asc' ? ra - rb : rb - ra) || ties(a, b)
  }
}

/** One value a group that `top` keeps; the others as one if `other`. */
export const grouped = (
  all: readonly Keyed[],
  depth: number,
  top: ReadonlySet<string>,
  other: boolean,
  compute: Measure,
): { key: Key; value: number | null }[] => {
  const inside = collect(
    all.filter(({ key }) => top.has(idOf(key))),
    depth,
  )
  const outside = all.filter(({ key }) => !top.has(idOf(key)))
  return [
    ...inside.map(({ key, events }) => ({ key, value: measure(compute, events) })),
    ...(other && outside.length
      ? [
          {
            key: OTHER as Key,
            value: measure(
              compute,
              outside.map(({ event }) => event),
            ),
          },
        ]
      : []),
  ]
}
