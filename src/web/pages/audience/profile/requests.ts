import { attributeMatch, is } from '../../../../model/search/ast.ts'
import { printSearch } from '../../../../model/search/print.ts'
import { literal } from '../../../../model/search/value-pattern.ts'
import type { Audience } from '../../../../ui/ask/profile-facets.ts'
import { audienceOf } from '../../../../ui/scope/audience.ts'
import { type Rollup, rollupFor } from '../../../../ui/time/bucket.ts'
import type { Span } from '../../../../ui/time/range.ts'
import { AUDIENCES } from '../audiences.ts'

/** Whose events: one user's or account's, a segment's, or those of all of whom it is known whose they are. */
export type Whose = { id: string } | { segment: string } | 'everyone'

export interface Request {
  path: string
  body: object
}

const ANALYTICS = '/api/v2/product-analytics/analytics'
const TYPE = 'formula_analytics_extended_request'

/** The search for events of one of them. */
export const searchOfOne = (audience: Audience, id: string): string =>
  printSearch(attributeMatch(AUDIENCES[audience].path, is(literal(id))))

const searchOf = (whose: Whose, audience: Audience): string =>
  typeof whose === 'object' && 'id' in whose ? searchOfOne(audience, whose.id) : `@${AUDIENCES[audience].path}:*`

const queryOf = (search: string, whose: Whose, audience: Audience) => ({
  query: { data_source: 'product_analytics', search: { query: `${search} ${searchOf(whose, audience)}` } },
  ...(typeof whose === 'object' && 'segment' in whose && audienceOf(whose.segment)),
})

/** What is told of habits, in the order of the request's columns. */
const COMPUTES = [
  { name: 'sessions', compute: { aggregation: 'count' } },
  { name: 'entities', compute: { aggregation: 'cardinality', metric: '' } },
  { name: 'views', compute: { aggregation: 'sum', metric: '@session.view.count' } },
  { name: 'actions', compute: { aggregation: 'sum', metric: '@session.action.count' } },
  { name: 'frustrations', compute: { aggregation: 'sum', metric: '@session.frustration.count' } },
  { name: 'errors', compute: { aggregation: 'sum', metric: '@session.error.count' } },
  { name: 'spent', compute: { aggregation: 'avg', metric: '@session.time_spent' } },
] as const

/** How much is done in sessions. */
export const habitsRequest = (whose: Whose, audience: Audience, span: Span): Request => {
  const queries = COMPUTES.map(({ name, compute }) => ({
    name,
    ...queryOf('@type:session', whose, audience),
    compute: name === 'entities' ? { ...compute, metric: `@${AUDIENCES[audience].path}` } : compute,
  }))
  return { path: `${ANALYTICS}/scalar`, body: { data: { type: TYPE, attributes: { ...span, queries } } } }
}

/** Names of the habits' columns. */
export type Habit = (typeof COMPUTES)[number]['name']
export const HABITS: readonly Habit[] = COMPUTES.map(({ name }) => name)

export interface Kind {
  search: string
  path: string
}
export const PAGES: Kind = { search: '@type:view', path: 'view.name' }
export const ACTIONS: Kind = { search: '@type:action', path: 'action.name' }

/** How often each page was seen, or each action done; only `among` these names, if they are given. */
export const namesRequest = (
  kind: Kind,
  whose: Whose,
  audience: Audience,
  span: Span,
  { limit, among }: { limit: number; among?: readonly string[] },
): Request => {
  const names = among?.map((name) => printSearch(attributeMatch(kind.path, is(literal(name)))))
  const search = names ? `${kind.search} (${names.join(' OR ')})` : kind.search
  const query = {
    ...queryOf(search, whose, audience),
    compute: { aggregation: 'count' },
    group_by: [
      { facet: `@${kind.path}`, limit, should_exclude_missing: true, sort: { aggregation: 'count', order: 'desc' } },
    ],
  }
  return { path: `${ANALYTICS}/scalar`, body: { data: { type: TYPE, attributes: { ...span, query } } } }
}

/** How many there are in all. */
export const totalRequest = (kind: Kind, whose: Whose, audience: Audience, span: Span): Request => {
  const query = { ...queryOf(kind.search, whose, audience), compute: { aggregation: 'count' } }
  return { path: `${ANALYTICS}/scalar`, body: { data: { type: TYPE, attributes: { ...span, query } } } }
}

/** Views and actions over time. */
export const activityRequest = (whose: Whose, audience: Audience, span: Span, zone: string) => {
  const rollup: Rollup = rollupFor(span)
  const { type, quantity } = rollup
  const query = {
    ...queryOf('(@type:view OR @type:action)', whose, audience),
    compute: { aggregation: 'count', rollup: { type, quantity } },
    group_by: [{ facet: '@type', limit: 2 }],
  }
  const attributes = { ...span, time_zone: zone, query }
  return { path: `${ANALYTICS}/timeseries`, body: { data: { type: TYPE, attributes } }, rollup }
}

export const SESSION_COLUMNS = [
  '@session.id',
  '@date',
  '@session.time_spent',
  '@session.view.count',
  '@session.action.count',
  '@session.error.count',
  '@session.frustration.count',
  '@session.has_replay',
  '@session.initial_view.name',
  '@device.type',
  '@browser.name',
  '@geo.country',
] as const

/** The sessions, newest first. */
export const sessionsRequest = (whose: Whose, audience: Audience, span: Span, limit: number): Request => {
  const query = {
    ...queryOf('@type:session', whose, audience),
    columns: SESSION_COLUMNS,
    sort: { facet: '@date', order: 'desc' },
    limit,
  }
  const data = { type: 'formula_analytics_extended_list_request', attributes: { ...span, query } }
  return { path: `${ANALYTICS}/list`, body: { data } }
}
