import { EVENT_TYPES, type EventType } from '../../model/attribute.ts'
import { parseRollup, printRollup, type Rollup } from '../../ui/time/bucket.ts'

/** What the page asks and how it shows the answer: the part of the address that is about this chart alone. */
export interface Question {
  queries: readonly QueryPart[]
  /** Arithmetic over the queries' names; if there is any, only formulas are shown. */
  formulas: readonly string[]
  by: readonly Breakdown[]
  show: Show
  /** How a time series is drawn; null: as suits the measure. */
  draw: Draw | null
  /** Null: as suits the range. */
  roll: Rollup | null
  /** The other period that it is compared with. */
  versus: Versus | null
  /** The number whose values a distribution counts; null: the one that suits the events. */
  of: string | null
  /** Columns of the list of events, as paths; null: the usual ones of the event type. */
  columns: readonly string[] | null
  /** What the list is sorted by, as a path. */
  sort: string
  order: 'desc' | 'asc'
  /** The numbers of a chart instead of its drawing. */
  numbers: boolean
}

export interface QueryPart {
  /** Empty: events of every type. */
  event: EventType | ''
  measure: Measure
  filter: string
}

export interface Measure {
  /** `count`, `cardinality`, `sum`, `avg`, `min`, `max`, `median`, `pc75`… */
  aggregation: string
  /** A path without `@`; none for `count`. */
  metric?: string
}

export interface Breakdown {
  path: string
  limit: number
  order: 'desc' | 'asc'
  /** Keep what the limit folds as one group. */
  other: boolean
}

export const SHOWS = [
  'series',
  'value',
  'top',
  'bar',
  'table',
  'change',
  'pie',
  'treemap',
  'map',
  'distribution',
  'list',
] as const
export type Show = (typeof SHOWS)[number]
export const DRAWS = ['bars', 'lines', 'areas'] as const
export type Draw = (typeof DRAWS)[number]

export const VERSUS = ['previous', 'previous_day', 'previous_week', 'previous_month', 'previous_year'] as const
export type Versus = (typeof VERSUS)[number]

/** Queries are named by their place. */
export const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'] as const
export const MOST_BREAKDOWNS = 4

export const FIRST_QUERY: QueryPart = { event: 'view', measure: { aggregation: 'count' }, filter: '' }
export const FIRST_QUESTION: Question = {
  queries: [FIRST_QUERY],
  formulas: [],
  by: [],
  show: 'series',
  draw: null,
  roll: null,
  versus: null,
  of: null,
  columns: null,
  sort: 'date',
  order: 'desc',
  numbers: false,
}
export const FIRST_BREAKDOWN: Omit<Breakdown, 'path'> = { limit: 10, order: 'desc', other: true }

/** Fields are joined by `;` and items by `,`; a backslash before either, or before itself, takes it literally. */
const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&')

const split = (text: string, mark: ';' | ','): string[] => {
  const parts: string[] = ['']
  for (let i = 0; i < text.length; i++) {
    if (text[i] === mark) parts.push('')
    else parts[parts.length - 1] += text[i] === '\\' && i + 1 < text.length ? text[i]! + text[++i]! : text[i]!
  }
  return parts
}
const unescaped = (text: string) => text.replace(/\\([\s\S])/g, '$1')

const printMeasure = ({ aggregation, metric }: Measure) =>
  metric === undefined ? aggregation : `${aggregation}(@${escaped(metric)})`

const parseMeasure = (text: string): Measure => {
  const found = /^([a-z][a-z0-9.]*)\(@([\s\S]+)\)$/.exec(text)
  if (found) return { aggregation: found[1]!, metric: unescaped(found[2]!) }
  return { aggregation: 'count' }
}

/** `view;count`, `action;cardinality(@usr.id);@action.type:click`. The filter is last and stands as it is. */
const printQuery = ({ event, measure, filter }: QueryPart): string =>
  [event || '*', printMeasure(measure), ...(filter === '' ? [] : [filter])].join(';')

const parseQuery = (text: string): QueryPart => {
  const [event = '', measure = '', ...rest] = split(text, ';')
  const filter = rest.length ? text.slice(event.length + measure.length + 2) : ''
  return { event: EVENT_TYPES.find((t) => t === event) ?? '', measure: parseMeasure(measure), filter }
}

const printBreakdown = ({ path, limit, order, other }: Breakdown): string => {
  const usual = FIRST_BREAKDOWN
  const extra = [limit === usual.limit ? '' : String(limit), order === usual.order ? '' : order, other ? '' : 'only']
  return [`@${escaped(path)}`, ...extra.filter(Boolean)].join(';')
}

const parseBreakdown = (text: string): Breakdown[] => {
  const [path = '', ...extra] = split(text, ';')
  if (!path.startsWith('@') || path.length < 2) return []
  const limit = Number(extra.find((e) => /^[1-9]\d{0,4}$/.test(e)) ?? FIRST_BREAKDOWN.limit)
  const order = extra.includes('asc') ? 'asc' : 'desc'
  return [{ path: unescaped(path.slice(1)), limit: Math.min(limit, 10_000), order, other: !extra.includes('only') }]
}

const oneOf = <T extends string>(all: readonly T[], text: string | undefined): T | null =>
  all.find((one) => one === text) ?? null

const pathIn = (text: string | undefined): string | null =>
  text?.startsWith('@') && text.length > 1 ? text.slice(1) : null

export type AddressParams = Record<string, string | undefined>

/** The question as names of the address; what is as on a fresh visit is undefined, to be left out. */
export const paramsOfQuestion = (q: Question): AddressParams => ({
  ...Object.fromEntries(NAMES.map((name, i) => [name, q.queries[i] && printQuery(q.queries[i])])),
  ...(isFirst(q) && { a: undefined }),
  fx: q.formulas.length ? q.formulas.map(escaped).join(';') : undefined,
  by: q.by.length ? q.by.map(printBreakdown).join(',') : undefined,
  show: q.show === 'series' ? undefined : q.show,
  draw: q.draw ?? undefined,
  roll: q.roll ? printRollup(q.roll) : undefined,
  vs: q.versus ?? undefined,
  of: q.of === null ? undefined : `@${q.of}`,
  cols: q.columns ? q.columns.map((c) => `@${escaped(c)}`).join(',') : undefined,
  sort: q.sort === 'date' ? undefined : `@${q.sort}`,
  order: q.order === 'asc' ? 'asc' : undefined,
  as: q.numbers ? 'numbers' : undefined,
})

const isFirst = (q: Question) => q.queries.length === 1 && printQuery(q.queries[0]!) === printQuery(FIRST_QUERY)

/** The question that an address holds; what it lacks or gets wrong is as on a fresh visit. */
export const questionOf = (params: AddressParams): Question => {
  const texts: string[] = []
  for (const name of NAMES) {
    const text = params[name]
    if (text === undefined) break
    texts.push(text)
  }
  const columns = params.cols?.trim()
    ? split(params.cols, ',').flatMap((c) => (c.startsWith('@') && c.length > 1 ? [unescaped(c.slice(1))] : []))
    : null
  return {
    queries: texts.length ? texts.map(parseQuery) : [FIRST_QUERY],
    formulas: params.fx
      ? split(params.fx, ';')
          .map(unescaped)
          .filter((f) => f !== '')
      : [],
    by: params.by ? split(params.by, ',').flatMap(parseBreakdown).slice(0, MOST_BREAKDOWNS) : [],
    show: oneOf(SHOWS, params.show) ?? 'series',
    draw: oneOf(DRAWS, params.draw),
    roll: params.roll ? parseRollup(params.roll) : null,
    versus: oneOf(VERSUS, params.vs),
    of: pathIn(params.of),
    columns: columns?.length ? columns : null,
    sort: pathIn(params.sort) ?? 'date',
    order: params.order === 'asc' ? 'asc' : 'desc',
    numbers: params.as === 'numbers',
  }
}
