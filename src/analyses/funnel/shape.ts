import { WaywornError } from '../../lib/errors.ts'
import { MISSING, OTHER } from '../analytics/groups.ts'
import type { StepsRow } from './compile.ts'
import type { JourneyGroupBy } from './definition.ts'
import { MOST_GROUPS } from './grouping.ts'

export const tagsOf = (row: object, groups: number): string[] =>
  Array.from({ length: groups }, (_, i) => (row as Record<string, string>)[`g${i + 1}`] || MISSING)

/**
 * The groups within the limits, by their weight: first the top values of the first attribute, in each the top of the
 * second, … What a limit folds is `undefined`, or the group's tags with "Other".
 */
export const foldGroups = (
  weighted: readonly { tags: string[]; weight: number }[],
  asked: readonly JourneyGroupBy[],
): ((tags: readonly string[]) => string[] | undefined) => {
  const kept = new Set<string>()
  const keep = (rows: readonly { tags: string[]; weight: number }[], depth: number) => {
    if (depth === asked.length) return
    const { limit, sort } = asked[depth]!
    const parts = groupBy(rows, (row) => row.tags[depth]!)
    const weights = [...parts].map(([tag, part]) => ({
      tag,
      part,
      weight: part.reduce((sum, row) => sum + row.weight, 0),
    }))
    weights.sort(
      (a, b) => (sort?.order === 'asc' ? a.weight - b.weight : b.weight - a.weight) || (a.tag < b.tag ? -1 : 1),
    )
    for (const { part } of weights.slice(0, limit)) {
      kept.add(JSON.stringify(part[0]!.tags.slice(0, depth + 1)))
      keep(part, depth + 1)
    }
  }
  keep(weighted, 0)
  const others = asked.some((one) => one.other)
  return (tags) => {
    const inside = tags.every((_, depth) => kept.has(JSON.stringify(tags.slice(0, depth + 1))))
    if (inside) return [...tags]
    return others ? tags.map(() => OTHER) : undefined
  }
}

const groupBy = <T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> => {
  const all = new Map<string, T[]>()
  for (const row of rows) all.set(key(row), [...(all.get(key(row)) ?? []), row])
  return all
}

export const checkGroupCount = (rows: readonly unknown[], asked: readonly JourneyGroupBy[]): void => {
  if (asked.length && rows.length > MOST_GROUPS)
    throw new WaywornError('too_many_groups', { limit: MOST_GROUPS.toLocaleString('en') })
}

/** Two rows of counted attempts as one. */
export const mergeSteps = (a: StepsRow, b: StepsRow): StepsRow => {
  const each = (x: number[], y: number[], of: (p: number, q: number) => number) =>
    Array.from({ length: Math.max(x.length, y.length) }, (_, i) =>
      x[i] === undefined ? y[i]! : y[i] === undefined ? x[i]! : of(x[i]!, y[i]!),
    )
  const sum = (p: number, q: number) => p + q
  const complete = (row: StepsRow) => (row.whole[1] || row.whole[2] || row.whole[0] ? row.whole : undefined)
  const [wa, wb] = [complete(a), complete(b)]
  return {
    made: each(a.made, b.made, sum),
    lows: each(a.lows, b.lows, Math.min),
    highs: each(a.highs, b.highs, Math.max),
    sums: each(a.sums, b.sums, sum),
    whole: wa && wb ? [Math.min(wa[0]!, wb[0]!), Math.max(wa[1]!, wb[1]!), wa[2]! + wb[2]!] : (wa ?? wb ?? [0, 0, 0]),
    unfit: a.unfit + b.unfit,
    // Quantiles of two parts say nothing about the whole.
  }
}
