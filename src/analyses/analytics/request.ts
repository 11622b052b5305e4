import type { SearchReading } from '../../model/search/parse.ts'
import { printSearch, printValue } from '../../model/search/print.ts'
import { joinSearches } from '../../ui/filter/search-text.ts'
import { audienceOf } from '../../ui/scope/audience.ts'
import type { Surroundings } from '../../ui/scope/surroundings.ts'
import { bucketEnd, type Rollup, rollupFor } from '../../ui/time/bucket.ts'
import type { Span } from '../../ui/time/range.ts'
import { type Breakdown, type Measure, NAMES, type QueryPart, type Question } from './address.ts'

export const ANALYTICS_PATH = '/api/v2/product-analytics/analytics'

/** A request as published, ready to be sent or copied; or the text in it that can't be read. */
export type Request =
  | { ok: true; path: string; body: object }
  | (Extract<SearchReading, { ok: false }> & { text: string })

/** The search of one query: its type of event, the application, the bar's filter and its own. */
export const searchOf = (
  part: Pick<QueryPart, 'event' | 'filter'>,
  { app, filter }: Pick<Surroundings, 'app' | 'filter'>,
) => {
  const texts = [part.event && `@type:${part.event}`, app && `@application.id:${printValue(app)}`, filter, part.filter]
  const reading = joinSearches(texts)
  if (reading.ok) return { ok: true as const, query: printSearch(reading.search) }
  const text = texts.find((t) => !joinSearches([t]).ok)
  return { ...reading, text: text ?? '' }
}

const computeOf = ({ aggregation, metric }: Measure, rollup: Rollup | null) => ({
  aggregation,
  ...(metric !== undefined && { metric: `@${metric}` }),
  ...(rollup && { rollup: { type: rollup.type, quantity: rollup.quantity } }),
})

/** Ranked by the first query's measure, in all queries: shown together, they should name the same groups. */
const groupOf = ({ path, limit, order, other }: Breakdown, { aggregation, metric }: Measure) => ({
  facet: `@${path}`,
  limit,
  other,
  should_exclude_missing: false,
  sort: { aggregation, ...(metric !== undefined && { metric: `@${metric}` }), order },
})

/** The roll-up that is asked for: the chosen one, or the one that suits the range. */
export const rollupOf = (question: Question, span: Span): Rollup => question.roll ?? rollupFor(span)

/** More periods than a chart can show. */
export const MOST_BUCKETS = 2000

export const isTooFine = (rollup: Rollup, span: Span, zone: string): boolean =>
  (span.to - span.from) / (bucketEnd(span.from, rollup, zone) - span.from) > MOST_BUCKETS

/** The breakdowns that a way of showing uses: a single value has none, a top list one. */
export const breakdownsOf = (question: Question): readonly Breakdown[] => {
  if (question.show === 'value') return []
  return question.show === 'top' ? question.by.slice(0, 1) : question.by
}

/** The request behind time series, top list, table or value. */
export const requestOf = (question: Question, around: Surroundings): Request => {
  const overTime = question.show === 'series'
  const rollup = overTime ? rollupOf(question, around.span) : null
  const parts = []
  for (const part of question.queries) {
    const search = searchOf(part, around)
    if (!search.ok) return search
    parts.push({
      query: { data_source: 'product_analytics', search: { query: search.query } },
      compute: computeOf(part.measure, rollup),
      ...audienceOf(around.segment),
      group_by: breakdownsOf(question).map((by) => groupOf(by, question.queries[0]!.measure)),
    })
  }
  const { from, to } = around.span
  const single = parts.length === 1 && question.formulas.length === 0
  const attributes = {
    from,
    to,
    ...(single ? { query: parts[0] } : { queries: parts.map((part, i) => ({ name: NAMES[i], ...part })) }),
    ...(question.formulas.length && { formulas: question.formulas.map((formula) => ({ formula })) }),
    time_zone: around.zone,
  }
  const body = { data: { type: 'formula_analytics_extended_request', attributes } }
  return { ok: true, path: `${ANALYTICS_PATH}/${overTime ? 'timeseries' : 'scalar'}`, body }
}
