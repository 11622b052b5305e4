import type { SearchReading } from '../../model/search/parse.ts'
import { printSearch, printValue } from '../../model/search/print.ts'
import { joinSearches } from '../../ui/filter/search-text.ts'
import { audienceOf } from '../../ui/scope/audience.ts'
import type { Surroundings } from '../../ui/scope/surroundings.ts'
import { bucketEnd, type Rollup, rollupFor } from '../../ui/time/bucket.ts'
import type { Span } from '../../ui/time/range.ts'
import {
  type Breakdown,
  type Measure,
  NAMES,
  type QueryPart,
  type Question,
  type Show,
  type Versus,
} from './address.ts'
import { usualColumns } from './event.ts'
import { isStatistic } from './words.ts'

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

/** How many breakdowns a way of showing uses. */
const MOST_BREAKDOWNS_OF: Record<Show, number> = {
  series: 4,
  value: 0,
  top: 1,
  bar: 1,
  table: 4,
  change: 1,
  pie: 1,
  treemap: 3,
  map: 0,
  distribution: 0,
  list: 0,
}

export const mostBreakdowns = (show: Show): number => MOST_BREAKDOWNS_OF[show]

export const COUNTRY = 'geo.country_iso_code'
const EVERY_COUNTRY: Breakdown = { path: COUNTRY, limit: 300, order: 'desc', other: true }

/** The breakdowns that are asked for: a map is always one by country, a distribution one by ranges. */
export const breakdownsOf = (question: Question): readonly Breakdown[] =>
  question.show === 'map' ? [EVERY_COUNTRY] : question.by.slice(0, mostBreakdowns(question.show))

/** The attributes that the groups of the answer are values of. */
export const shownBy = (question: Question): readonly Breakdown[] =>
  question.show === 'distribution'
    ? [{ path: numberOf(question), limit: 50, order: 'desc', other: false }]
    : breakdownsOf(question)

const USUAL_NUMBER: Partial<Record<QueryPart['event'], string>> = {
  session: 'session.time_spent',
  action: 'action.frustration.count',
  resource: 'resource.duration',
  long_task: 'long_task.duration',
  vital: 'vital.duration',
}

/** The number whose values a distribution counts. */
export const numberOf = ({ of, queries: [first] }: Question): string =>
  of ??
  (first && isStatistic(first.measure) ? first.measure.metric : undefined) ??
  USUAL_NUMBER[first!.event] ??
  'view.time_spent'

/** Arithmetic is only for what shows several numbers. */
export const takesFormulas = (show: Show): boolean => ['series', 'table', 'change', 'value'].includes(show)

/** The other period: change is nothing without one, and a value stands beside the time before. */
export const versusOf = ({ show, versus }: Question): Versus | null => {
  if (show === 'change' || show === 'value') return versus ?? 'previous'
  return ['series', 'top', 'bar', 'table'].includes(show) ? versus : null
}

const groupsOf = (question: Question) => {
  if (question.show !== 'distribution')
    return breakdownsOf(question).map((by) => groupOf(by, question.queries[0]!.measure))
  return [{ facet: `@${numberOf(question)}`, histogram: { buckets: 50 }, should_exclude_missing: true }]
}

/** A distribution counts events, whatever their numbers are averaged to elsewhere. */
export const measureOf = ({ show }: Question, { measure }: QueryPart): Measure =>
  show === 'distribution' && isStatistic(measure) ? { aggregation: 'count' } : measure

const queryOf = (question: Question, part: QueryPart, query: string, rollup: Rollup | null, segment: string) => ({
  query: { data_source: 'product_analytics', search: { query } },
  compute: computeOf(measureOf(question, part), rollup),
  ...audienceOf(segment),
  group_by: groupsOf(question),
})

/** The queries that are shown: one where there is room for one number only. */
export const queriesOf = ({ show, queries }: Question): readonly QueryPart[] =>
  takesFormulas(show) ? queries : queries.slice(0, 1)

export const formulasOf = ({ show, formulas }: Question): readonly string[] => (takesFormulas(show) ? formulas : [])

/** When: between two moments, or a text that the server reads anew each time. */
type When = Span | { time_frame: string }

/** The request behind every way of showing but the list of events. */
export const requestOf = (question: Question, around: Surroundings, when: When = around.span): Request => {
  const overTime = question.show === 'series'
  const rollup = overTime ? rollupOf(question, around.span) : null
  const parts = []
  for (const part of queriesOf(question)) {
    const search = searchOf(part, around)
    if (!search.ok) return search
    parts.push(queryOf(question, part, search.query, rollup, around.segment))
  }
  const formulas = formulasOf(question)
  const versus = versusOf(question)
  const single = parts.length === 1 && formulas.length === 0
  const attributes = {
    ...timeOf(when),
    ...(single ? { query: parts[0] } : { queries: parts.map((part, i) => ({ name: NAMES[i], ...part })) }),
    ...(formulas.length && { formulas: formulas.map((formula) => ({ formula })) }),
    ...(versus && { compare: { to: versus } }),
    time_zone: around.zone,
  }
  const body = { data: { type: 'formula_analytics_extended_request', attributes } }
  return { ok: true, path: `${ANALYTICS_PATH}/${overTime ? 'timeseries' : 'scalar'}`, body }
}

const timeOf = (when: When) => ('from' in when ? { from: when.from, to: when.to } : when)

/** The list of events as a request of Product Analytics: its columns, in the order asked for. */
export const listRequestOf = (
  question: Question,
  around: Surroundings,
  { limit, when = around.span, extra = [] }: { limit: number; when?: When; extra?: readonly string[] },
): Request => {
  const [first] = question.queries
  const search = searchOf(first!, around)
  if (!search.ok) return search
  const columns = ['date', ...(question.columns ?? usualColumns(first!.event)), ...extra]
  const query = {
    query: { data_source: 'product_analytics', search: { query: search.query } },
    columns: [...new Set(columns)].map((path) => `@${path}`),
    sort: { facet: `@${question.sort}`, order: question.order },
    limit,
    ...audienceOf(around.segment),
  }
  const attributes = { ...timeOf(when), query, time_zone: around.zone }
  const body = { data: { type: 'formula_analytics_extended_list_request', attributes } }
  return { ok: true, path: `${ANALYTICS_PATH}/list`, body }
}
