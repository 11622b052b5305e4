import { attributeMatch, is, or, type Search } from '../../../model/search/ast.ts'
import type { SearchReading } from '../../../model/search/parse.ts'
import { printSearch, printValue } from '../../../model/search/print.ts'
import { both } from '../../../model/search/terms-of.ts'
import { literal } from '../../../model/search/value-pattern.ts'
import { joinSearches } from '../../../ui/filter/search-text.ts'
import { audienceOf } from '../../../ui/scope/audience.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import { type Rollup, rollupFor } from '../../../ui/time/bucket.ts'
import type { Span } from '../../../ui/time/range.ts'
import type { Chosen } from './people-address.ts'
import {
  type Breakdown,
  type Entity,
  type EventKind,
  type EventName,
  type Measure,
  type Question,
  type Step,
  windowOf,
} from './question.ts'

/** A request as published, ready to be sent or copied; or the text in it that can't be read. */
export type Request =
  | { ok: true; path: string; body: object }
  | (Extract<SearchReading, { ok: false }> & { text: string })
export type Ready = Extract<Request, { ok: true }>

const JOURNEY_PATH = '/api/v2/product-analytics/journey'

/** The attribute that an event of a kind is called by. */
export const NAME_PATHS: Record<EventKind, string> = {
  view: 'view.name',
  action: 'action.name',
  server: 'event.name',
}
export const KEYS: Record<Entity, string> = { session: '@session.id', user: '@usr.id', account: '@account.id' }

/** `A` … `Z`, `AA` …: the names of steps in a request. */
export const aliasOf = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : `A${String.fromCharCode(65 + index - 26)}`

const eventSearch = ({ kind, name }: EventName): Search => {
  const type = attributeMatch('type', is(literal(kind)))
  return name === null ? type : both(type, attributeMatch(NAME_PATHS[kind], is(literal(name))))
}

/** The events of a step: any of its alternatives, and its filter. */
const searchOfStep = ({ events, filter }: Step): Request | { ok: true; query: string } => {
  const reading = joinSearches([filter])
  if (!reading.ok) return { ...reading, text: filter }
  return { ok: true, query: printSearch(both(or(events.map(eventSearch)), reading.search)) }
}

const nodesOf = (steps: readonly Step[]) => {
  const nodes: Record<string, object> = {}
  for (const [i, step] of steps.entries()) {
    const search = searchOfStep(step)
    if (!search.ok) return { fault: search }
    nodes[aliasOf(i)] = { data_source: 'product_analytics', search: { query: (search as { query: string }).query } }
  }
  return { nodes }
}

type Followed = Pick<Question, 'steps' | 'per' | 'within'>

/** Which journeys: the steps in order, whose they are, the bar's filter, the window. */
const searchOf = (
  question: Followed,
  { app, filter, segment }: Surroundings,
): { search: object } | { fault: Request } => {
  const texts = [app && `@application.id:${printValue(app)}`, filter]
  const reading = joinSearches(texts)
  if (!reading.ok) return { fault: { ...reading, text: filter } }
  const found = nodesOf(question.steps)
  if ('fault' in found) return { fault: found.fault as Request }
  const window = windowOf(question)
  return {
    search: {
      expression: question.steps.map((_, i) => aliasOf(i)).join(' -> '),
      node_objects: found.nodes,
      join_keys: { primary: KEYS[question.per] },
      filters: {
        string_filter: printSearch(reading.search),
        ...audienceOf(segment),
        ...(window && { graph_filters: [{ name: '__dd.time_to_convert', operator: '<=', value: window.ms }] }),
      },
    },
  }
}

const groupOf = ({ path, limit, step }: Breakdown, order = {}) => ({
  facet: `@${path}`,
  limit,
  should_exclude_missing: false,
  target: { type: 'node', value: aliasOf(step - 1) },
  other: true,
  ...order,
})

const ready = (action: string, type: string, attributes: object): Ready => ({
  ok: true,
  path: `${JOURNEY_PATH}/${action}`,
  body: { data: { type, attributes } },
})

/** The funnel's steps. */
export const funnelRequest = (question: Question, around: Surroundings): Request => {
  const found = searchOf(question, around)
  if ('fault' in found) return found.fault
  const query = {
    search: found.search,
    compute: { aggregation: aggregationOf(question), metric: '__dd.conversion' },
    ...(question.by && { group_by: [groupOf(question.by)] }),
  }
  return ready('funnel', 'journey_request', { ...around.span, query })
}

/** Entities once each, or every time that they went through. */
const aggregationOf = ({ count }: Pick<Question, 'count'>) => (count === 'total' ? 'count' : 'cardinality')

export const rollupOf = ({ roll }: Pick<Question, 'roll'>, span: Span): Rollup => roll ?? coarser(rollupFor(span))

/** Conversions are few: a chart of hours would be all gaps, so a week is shown by days. */
const coarser = (rollup: Rollup): Rollup =>
  rollup.type === 'hour' && rollup.quantity > 1 ? { type: 'day', quantity: 1 } : rollup

const METRICS: Record<Measure, string> = {
  rate: '__dd.conversion_rate',
  count: '__dd.conversion',
  duration: '__dd.time_to_convert',
}

/** The middle time from the first step to the last. */
export const medianRequest = (question: Question, around: Surroundings): Request => {
  const found = searchOf(question, around)
  if ('fault' in found) return found.fault
  const compute = { aggregation: 'median', metric: METRICS.duration }
  return ready('scalar', 'formula_journey_request', { ...around.span, query: { search: found.search, compute } })
}

/** Conversion over time. */
export const timeRequest = (question: Question, around: Surroundings): Request => {
  const found = searchOf(question, around)
  if ('fault' in found) return found.fault
  const { type, quantity } = rollupOf(question, around.span)
  const query = {
    search: found.search,
    compute: {
      aggregation: question.measure === 'duration' ? 'median' : aggregationOf(question),
      metric: METRICS[question.measure],
      rollup: { type, quantity },
    },
    ...(question.by && { group_by: [groupOf(question.by)] }),
  }
  return ready('timeseries', 'formula_journey_request', { ...around.span, time_zone: around.zone, query })
}

const COLUMNS: Record<Entity, readonly string[]> = {
  session: ['@usr.name', '@usr.email', '@usr.id', '@geo.country', '@device.type', '@browser.name'],
  user: ['@usr.name', '@usr.email', '@geo.country'],
  account: ['@account.name', '@geo.country'],
}
export const columnsOf = (per: Entity): readonly string[] => COLUMNS[per]

/** Who reached a step, or made the one before it and not this one. */
export const listRequest = (question: Question, around: Surroundings, chosen: Chosen, limit: number): Request => {
  const found = searchOf(question, around)
  if ('fault' in found) return found.fault
  const { by } = question
  const isLost = chosen.side === 'lost'
  const target = isLost
    ? { type: 'path', start: aliasOf(chosen.step - 2), end: aliasOf(chosen.step - 1) }
    : { type: 'node', value: aliasOf(chosen.step - 1) }
  const query = {
    search: found.search,
    target,
    conversion_type: isLost ? 'drop-off' : 'conversion',
    entity_columns: columnsOf(question.per),
    computed_columns: [{ name: 'first_conversion_timestamps' }],
    ...(by && chosen.group !== undefined && { group_by: [groupOf(by, { value_filters: [chosen.group] })] }),
    limit,
  }
  return ready('list', 'journey_list_request', { ...around.span, query })
}

/**
 * What comes next after the steps so far, by kind: a funnel with any event of the kind as its last step, broken down by
 * that event's name.
 */
export const nextRequest = (question: Followed, around: Surroundings, kind: EventKind, limit: number): Request => {
  const steps = [...question.steps, { events: [{ kind, name: null }], filter: '' }]
  const found = searchOf({ ...question, steps }, around)
  if ('fault' in found) return found.fault
  const by = { path: NAME_PATHS[kind], limit, step: steps.length }
  const query = { search: found.search, compute: {}, group_by: [groupOf(by, { other: false })] }
  return ready('funnel', 'journey_request', { ...around.span, query })
}
