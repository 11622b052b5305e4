import type { AudienceCondition } from '../../audience/filter.ts'
import { WaywornError } from '../../lib/errors.ts'
import { withoutAt } from '../../model/attribute.ts'
import { filtered } from '../../query/filter.ts'
import type { Scope } from '../../query/source.ts'
import { sql } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import type { AnalyticsQuery, GroupBy } from './definition.ts'

/** Ranges of a number, from `min` on and before `max`, each `interval` wide. */
export interface Ranges {
  interval: number
  min: number
  max: number
}

/** What is known of an attribute's numbers. */
export interface Extent {
  min: number | null
  max: number | null
  /** No number has anything after the point. */
  whole: boolean
}

/** Queries whose histograms name their ranges, those that were left out chosen from the data of the first query. */
export const withRanges = async <Q extends { query: AnalyticsQuery; pointer: string }>(
  queries: readonly Q[],
  audiences: readonly AudienceCondition[],
  scope: Scope,
  asking: Asking,
) => {
  const groups = await Promise.all(
    queries[0]!.query.group_by.map(async (group, i) => {
      const { histogram } = group
      if (!histogram || isComplete(histogram)) return group
      const extent = await extentOf(queries[0]!.query, group, audiences[0]!, scope, asking)
      const ranges = niceRanges(extent, histogram)
      const limit = limitOf(ranges, `${queries[0]!.pointer}/group_by/${i}/histogram/interval`)
      return { ...group, histogram: { ...histogram, ...ranges }, limit, chosen: true }
    }),
  )
  const chosen = groups.flatMap((group) => ('chosen' in group ? [{ facet: group.facet, ...rangesOf(group) }] : []))
  return {
    histograms: chosen,
    queries: chosen.length ? queries.map((one) => ({ ...one, query: { ...one.query, group_by: groups } })) : queries,
    /** Ranges by their number, "N/A" last, where the first group-by is a histogram of ours. */
    inOrder: (tags: string[][]) =>
      groups[0] && 'chosen' in groups[0] ? [...tags].sort((a, b) => rank(a[0]!) - rank(b[0]!)) : tags,
  }
}

const MOST = 10_000

/** One more than there are ranges: the events outside of them all. */
const limitOf = ({ interval, min, max }: Ranges, pointer: string): number => {
  const count = Math.ceil((max - min) / interval)
  if (count < MOST) return Math.max(0, count) + 1
  const reason = `it makes ${count.toLocaleString('en')} ranges; ${MOST.toLocaleString('en')} are the most. Use a longer one`
  throw new WaywornError('invalid_field', { field: 'histogram.interval', reason }, { pointer })
}

const rank = (tag: string) => (tag !== '' && Number.isFinite(Number(tag)) ? Number(tag) : Number.MAX_VALUE)

type Histogram = NonNullable<GroupBy['histogram']>

const isComplete = ({ interval, min, max }: Histogram) =>
  interval !== undefined && min !== undefined && max !== undefined

const rangesOf = ({ histogram }: { histogram: Histogram & Ranges }): Ranges => ({
  interval: histogram.interval,
  min: histogram.min,
  max: histogram.max,
})

const extentOf = async (
  query: AnalyticsQuery,
  group: GroupBy,
  audience: AudienceCondition,
  scope: Scope,
  asking: Asking,
): Promise<Extent> => {
  const events = filtered(query.query, scope, audience)
  const { number } = events.fields.of(withoutAt(group.facet))
  const [row] = await asking.run<Extent & { broken: number }>(sql`
SELECT minOrNull(${number}) AS min, maxOrNull(${number}) AS max, toFloat64(countIf(ifNull(${number} != round(${number}), 0))) AS broken
FROM (${events.rows()})`)
  return { min: row?.min ?? null, max: row?.max ?? null, whole: row?.broken === 0 }
}

const STEPS = [1, 2, 2.5, 5]

type Given = { [Key in keyof Ranges | 'buckets']?: number | undefined }

/** Ranges with round bounds that hold all numbers, at most `buckets`; given bounds and intervals stay as they are. */
export const niceRanges = (extent: Extent, given: Given): Ranges => {
  const low = given.min ?? belowMax(extent.min ?? 0, given)
  const high = Math.max(given.max ?? extent.max ?? low + 1, low)
  for (const interval of given.interval ? [given.interval] : steps(low, high, extent.whole)) {
    const begin = rounded(Math.floor(low / interval) * interval)
    const min = given.min ?? (begin > low ? rounded(begin - interval) : begin)
    const end = rounded(min + (Math.floor((high - min) / interval) + 1) * interval)
    const max = given.max ?? (end <= high ? rounded(end + interval) : end)
    if (given.interval || Math.ceil(rounded((max - min) / interval)) <= (given.buckets ?? 100))
      return { interval, min, max }
  }
  // Around zero no single round range holds both ends.
  const interval = 2 * (high - low) || 1
  return { interval, min: low, max: low + interval }
}

/** Of numbers that all lie beyond the given bound, one range is left. */
const belowMax = (low: number, { max, interval = 1 }: Given) =>
  max === undefined || low < max ? low : max - Math.max(interval, Math.abs(max) * 1e-9)

function* steps(low: number, high: number, whole: boolean) {
  // Finer steps than numbers of this size have digits would not be round.
  const size = Math.max(Math.abs(low), Math.abs(high))
  const least = Math.max((high - low) / 1000, size < 1e-100 ? 1 : size * 1e-9, whole ? 1 : 0)
  const power = Math.floor(Math.log10(least))
  for (let exponent = power; exponent <= power + 13; exponent += 1) {
    for (const step of STEPS) {
      const interval = rounded(step * 10 ** exponent)
      if (interval >= least && (!whole || Number.isInteger(interval))) yield interval
    }
  }
}

const rounded = (of: number) => Number(of.toPrecision(12))
