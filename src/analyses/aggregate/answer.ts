import type { Calendar } from '../../query/calendar.ts'
import { compileScalar, compileTimeseries } from '../analytics/compile.ts'
import type { AnalyticsQuery } from '../analytics/definition.ts'
import { MISSING } from '../analytics/groups.ts'
import { keyOfTags, outputOf, type Row } from '../analytics/shape.ts'
import type { Asking } from '../asking.ts'
import type { AggregateRequest } from './definition.ts'
import { intervalMs, momentOf } from './moment.ts'
import { zoneOf } from './zone.ts'

type Compute = AggregateRequest['compute'][number]
type Value = number | null | { time: string; value: number }[]

export interface Bucket {
  by: Record<string, string | number>
  computes: Record<string, Value>
}

const DAY = 86_400_000

/** All buckets of the published aggregate: one a group, with `c0`, `c1`, … in the order of the computes. */
export const answerAggregate = async (request: AggregateRequest, nowMs: number, asking: Asking): Promise<Bucket[]> => {
  const from = momentOf(request.filter.from, nowMs, '/filter/from')
  const to = Math.max(from + 1, momentOf(request.filter.to, nowMs, '/filter/to'))
  const groups = await bucketsOf(request, request.group_by, from, to, asking)
  const totals = request.group_by.some((group) => group.total !== false)
    ? (await bucketsOf(request, [], from, to, asking)).map((bucket) => ({ ...bucket, by: totalLabels(request) }))
    : []
  return [...groups, ...totals]
}

const totalLabels = (request: AggregateRequest) =>
  Object.fromEntries(
    request.group_by.map(({ facet, total }) => [facet, typeof total === 'boolean' ? '__TOTAL__' : total]),
  )

const bucketsOf = async (
  request: AggregateRequest,
  groupBy: AggregateRequest['group_by'],
  from: number,
  to: number,
  asking: Asking,
): Promise<Bucket[]> => {
  const buckets = new Map<string, Bucket>()
  for (const [index, compute] of request.compute.entries()) {
    const query = queryOf(request, groupBy, compute, index)
    const scope = asking.scope(from, to)
    const pointer = `/compute/${index}`
    const compiled =
      compute.type === 'total'
        ? compileScalar(query, scope, pointer)
        : compileTimeseries(query, scope, pointer, undefined)
    const rows = await asking.run<Row>(compiled.statement)
    const { output, groups } = outputOf(`c${index}`, compiled, rows)
    for (const tags of groups) {
      const key = keyOfTags(tags)
      const bucket = buckets.get(key) ?? { by: labels(groupBy, tags), computes: {} }
      bucket.computes[`c${index}`] = compiled.buckets
        ? pointsOf(compiled.buckets.starts, (at) => output.valueAt(key, at))
        : output.valueAt(key)
      buckets.set(key, bucket)
    }
  }
  return [...buckets.values()]
}

/** A period in which there is nothing to average, say, has no point: 0 would be an average. */
const pointsOf = (starts: readonly number[], valueAt: (at: number) => number | null) =>
  starts.flatMap((at) => {
    const value = valueAt(at)
    return value === null ? [] : [{ time: new Date(at).toISOString(), value }]
  })

const labels = (groupBy: AggregateRequest['group_by'], tags: readonly string[]): Bucket['by'] =>
  Object.fromEntries(groupBy.map(({ facet, missing }, i) => [facet, tags[i] === '' ? (missing ?? MISSING) : tags[i]!]))

/** All computes show the same groups: those that rank first by the sort, or by the first compute. */
const queryOf = (
  request: AggregateRequest,
  groupBy: AggregateRequest['group_by'],
  compute: Compute,
  index: number,
): AnalyticsQuery => ({
  query: {
    data_source: 'product_analytics',
    search: { query: request.filter.query === '*' ? '' : request.filter.query },
  },
  compute: {
    aggregation: compute.aggregation,
    metric: compute.metric,
    ...(compute.type === 'timeseries' && compute.interval ? periods(compute.interval, request, index) : {}),
  },
  group_by: groupBy.map(({ facet, limit, missing, sort, histogram }) => ({
    facet,
    limit,
    other: false,
    should_exclude_missing: missing === undefined,
    ...(histogram ? { histogram } : {}),
    sort: sort
      ? { aggregation: sort.aggregation ?? 'count', metric: sort.metric, order: sort.order, type: sort.type }
      : { ...rankedBy(request.compute[0]), order: 'desc' as const, type: 'measure' as const },
  })),
})

const rankedBy = (first: Compute | undefined) => ({ aggregation: first?.aggregation ?? 'count', metric: first?.metric })

/** Whole days and weeks follow the zone's calendar when a zone is given; all else is counted in ms. */
const periods = (
  text: string,
  request: AggregateRequest,
  index: number,
): { interval?: number; rollup?: Required<Pick<Calendar, 'type' | 'quantity'>> & Calendar } => {
  const ms = intervalMs(text, `/compute/${index}/interval`)
  const timezone = zoneOf(request.options)
  if (!timezone || ms % DAY !== 0) return { interval: ms }
  const weeks = ms % (7 * DAY) === 0
  return { rollup: { type: weeks ? 'week' : 'day', quantity: ms / (weeks ? 7 * DAY : DAY), timezone } }
}
