import { z } from 'zod'
import { EVENT_TYPES, withoutAt } from '../../model/attribute.ts'
import { parseFormula } from '../../model/formula/formula.ts'
import { and, type Search } from '../../model/search/ast.ts'
import { tryParseSearch } from '../../model/search/parse.ts'
import { printSearch } from '../../model/search/print.ts'
import { conjuncts } from '../../model/search/terms-of.ts'
import { valuesOf } from '../../model/search/with-term.ts'
import { tryParseTimeFrame } from '../../model/time-frame/parse.ts'
import { printTimeFrame } from '../../model/time-frame/print.ts'
import type { Scope } from '../../ui/scope/scope.ts'
import type { TimeRange } from '../../ui/time/range.ts'
import { type ParamsOfRequest, paramsAsking, SOME_TIME } from '../open-request.ts'
import { audienceAsked, periodsAsked, rollupAsked, searchAsked, segmentIn } from '../same-question.ts'
import {
  FIRST_QUESTION,
  NAMES,
  paramsOfQuestion,
  type QueryPart,
  type Question,
  questionOf,
  type Show,
} from './address.ts'
import {
  type AnalyticsQuery,
  AnalyticsRequest,
  DEFAULT_COLUMNS,
  type GroupBy,
  type ListQuery,
  ListRequest,
} from './definition.ts'
import { savedRequest } from './saved-request.ts'

const Known = z.union([AnalyticsRequest, ListRequest])
type Attributes = AnalyticsRequest['data']['attributes']
type Timed = Pick<Attributes, 'from' | 'to' | 'time_frame' | 'time_zone'>

const ZONE = 'UTC'

/** The page at which it is asked: of those that show such an answer the one that says most of it. */
export const paramsOfRequest: ParamsOfRequest = (request) => {
  const known = Known.safeParse(request)
  if (!known.success) return null
  const { data } = known.data
  const asked = data.type === 'formula_analytics_extended_request' ? charts(data.attributes) : list(data.attributes)
  const time = timeOf(data.attributes)
  if (!time) return null
  const scope: Scope = { app: '', filter: '', zone: data.attributes.time_zone ?? ZONE, time, segment: asked.segment }
  const ways = asked.questions.map((question) => ({ question, scope }))
  return paramsAsking(request, ways, { questionOf, paramsOfQuestion, requestOf: savedRequest, known: Known, askedBy })
}

/** Null for a text that moves with the clock otherwise than the bar's ranges do. */
const timeOf = ({ from, to, ...timed }: Timed): TimeRange | null => {
  if (from !== undefined && to !== undefined) return { from, to }
  const last = lastOf(timed)
  return last === undefined ? null : { last }
}

/** `past 7 days` is `7d`. */
const lastOf = ({ time_frame = '', time_zone: zone = ZONE }: Timed): string | undefined => {
  const reading = tryParseTimeFrame(time_frame, { now: SOME_TIME, zone })
  return reading.ok && reading.frame.kind === 'past' ? printTimeFrame(reading.frame, zone) : undefined
}

const queriesIn = ({ query, queries }: Attributes): readonly (AnalyticsQuery & { name?: string })[] =>
  query ? [query] : queries!

const charts = (attributes: Attributes) => {
  const queries = queriesIn(attributes)
  const [first] = queries
  const groups = first!.group_by
  const question: Question = {
    ...FIRST_QUESTION,
    queries: queries.map(partOf),
    formulas: attributes.formulas?.map(({ formula }) => renamed(formula, namesOf(queries))) ?? [],
    by: groups.map(({ facet, limit, sort, other }) => ({
      path: withoutAt(facet),
      limit,
      order: sort?.order ?? 'desc',
      other,
    })),
    roll: rollupAsked(first!.compute, attributes.time_zone ?? ZONE),
    versus: typeof attributes.compare?.to === 'string' ? attributes.compare.to : null,
    of: groups[0]?.histogram ? withoutAt(groups[0].facet) : null,
  }
  const isOverTime = queries.some(({ compute }) => compute.interval ?? compute.rollup)
  const shows = isOverTime ? OVER_TIME : groups.length > 0 ? GROUPED : ALONE
  return { segment: segmentIn(first!.audience_filters), questions: shows.map((show) => ({ ...question, show })) }
}

const OVER_TIME: readonly Show[] = ['series']
const GROUPED: readonly Show[] = ['map', 'distribution', 'top', 'table']
const ALONE: readonly Show[] = ['value', 'table']

const list = ({ query }: { query: ListQuery }) => {
  const { facet, order } = sortOf(query)
  const columns = columnsOf(query).filter((column) => column !== 'date')
  const part: QueryPart = partOf({ ...query, compute: { aggregation: 'count' } })
  const question: Question = { ...FIRST_QUESTION, queries: [part], show: 'list', columns, sort: facet, order }
  return { segment: segmentIn(query.audience_filters), questions: [question] }
}

/** The event type is a control of its own; all else is the filter. */
const partOf = ({ query, compute }: Pick<AnalyticsQuery, 'query' | 'compute'>): QueryPart => {
  const measure = measureAsked(compute)
  const reading = tryParseSearch(query.search.query)
  if (!reading.ok) return { event: '', measure, filter: query.search.query }
  const parts = conjuncts(reading.search)
  const typed = parts.find((part) => typeIn(part) !== undefined)
  return {
    event: typed ? typeIn(typed)! : '',
    measure,
    filter: printSearch(and(parts.filter((part) => part !== typed))),
  }
}

const typeIn = (part: Search) => {
  const { included } = valuesOf(part, 'type')
  return included.length === 1 ? EVENT_TYPES.find((type) => type === included[0]) : undefined
}

const namesOf = (queries: readonly { name?: string }[]): string[] => queries.map(({ name = 'query' }) => name)

const WORDS = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*/g

/** The page names queries by their place. */
const renamed = (formula: string, names: readonly string[]): string =>
  formula.replace(WORDS, (word) => NAMES[names.indexOf(word)] ?? word)

const formulaAsked = (formula: string, names: readonly string[]): unknown => {
  try {
    const nameless = (_: string, part: unknown) => (isName(part) ? names.indexOf(part.name) : part)
    return JSON.stringify(parseFormula(formula, names), nameless)
  } catch {
    return formula
  }
}

const isName = (part: unknown): part is { name: string } => (part as { kind?: unknown } | null)?.kind === 'name'

const measureAsked = ({ aggregation, metric }: { aggregation: string; metric?: string | undefined }) =>
  aggregation === 'count' || metric === undefined ? { aggregation } : { aggregation, metric: withoutAt(metric) }

const sortOf = ({ sort }: ListQuery) => ({ facet: withoutAt(sort?.facet ?? 'date'), order: sort?.order ?? 'desc' })

const columnsOf = ({ columns }: ListQuery): readonly string[] =>
  columns.length > 0 ? columns.map(withoutAt) : DEFAULT_COLUMNS

/** Groups are ranked by the measure itself unless told. */
const rankAsked = (sort: GroupBy['sort'], compute: AnalyticsQuery['compute']) =>
  sort?.type === 'alphabetical'
    ? { alphabetical: sort.order }
    : { ...measureAsked(sort ?? compute), order: sort?.order ?? 'desc' }

const searchedBy = ({ query, audience_filters }: Pick<AnalyticsQuery, 'query' | 'audience_filters'>) => ({
  query: { ...query, search: { ...query.search, query: searchAsked(query.search.query) } },
  audience: audienceAsked(audience_filters),
})

const askedBy = ({ data }: z.output<typeof Known>) => {
  const { from, to, time_frame, time_zone: zone = ZONE } = data.attributes
  const time = { from, to, time_frame: lastOf(data.attributes) ?? time_frame, zone }
  if (data.type === 'formula_analytics_extended_list_request') {
    // How many are listed is no part of it: the page goes on as long as there are any.
    const { query } = data.attributes
    const columns = ['date', ...columnsOf(query).filter((column) => column !== 'date')]
    return { time, ...searchedBy(query), sort: sortOf(query), columns }
  }
  const { attributes } = data
  const queries = queriesIn(attributes)
  const names = namesOf(queries)
  return {
    time,
    queries: queries.map(({ compute, group_by, ...query }) => ({
      ...searchedBy(query),
      measure: measureAsked(compute),
      periods: periodsAsked(compute, zone),
      groups: group_by.map(({ facet, sort, ...rest }) => ({
        ...rest,
        facet: withoutAt(facet),
        sort: rankAsked(sort, compute),
      })),
    })),
    formulas: attributes.formulas?.map(({ formula, alias }) => ({ formula: formulaAsked(formula, names), alias })),
    compare: attributes.compare,
  }
}
