import { printSearch, printValue } from '../../../model/search/print.ts'
import { joinSearches } from '../../../ui/filter/search-text.ts'
import { audienceOf } from '../../../ui/scope/audience.ts'
import type { Params } from '../../../ui/scope/search-params.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'

/** A recorded session as the list shows it. */
export interface ListedSession {
  id: string
  application: string
  /** Epoch ms. */
  at: number
  who: string
  country: string
  device: string
  browser: string
  /** ms */
  spent: number
  views: number
  actions: number
  errors: number
  frustrations: number
  isActive: boolean
  first: string
  last: string
}

const COLUMNS = [
  'session.id',
  'application.id',
  'date',
  'usr.name',
  'usr.email',
  'usr.id',
  'geo.country',
  'device.type',
  'browser.name',
  'session.time_spent',
  'session.view.count',
  'session.action.count',
  'session.error.count',
  'session.frustration.count',
  'session.is_active',
  'session.initial_view.name',
  'session.last_view.name',
] as const

type SessionRecord = Record<string, unknown>

export interface SessionsAnswer {
  data: { attributes: { records: SessionRecord[]; total_count: number } }
}

/** How the address sorts: `-session.error.count` is most errors first. */
export const orderOf = ({ sort = '-date' }: Params): { facet: string; order: 'asc' | 'desc' } => {
  const facet = sort.replace(/^-/, '')
  const known = (COLUMNS as readonly string[]).includes(facet)
  return known ? { facet, order: sort.startsWith('-') ? 'desc' : 'asc' } : { facet: 'date', order: 'desc' }
}

/** A session lasts four hours at most: it may have begun before what happened in it. */
const LONGEST_MS = 4 * 3_600_000

/** The request for the recorded sessions: the bar's scope, and what the address adds to it; or those `among` some. */
export const sessionsRequest = (
  { span, app, filter: ofBar, segment }: Surroundings,
  params: Params,
  limit: number,
  among?: readonly string[],
) => {
  // What they were found by has been asked of their events.
  const filter = among ? '' : ofBar
  const own = [
    among && `(${['none', ...among].map((id) => `@session.id:${printValue(id)}`).join(' OR ')})`,
    '@type:session @session.has_replay:true',
    app && `@application.id:${printValue(app)}`,
    params.frustrated !== undefined && '@session.frustration.count:>0',
    params.failed !== undefined && '@session.error.count:>0',
  ].filter((part): part is string => Boolean(part))
  const reading = joinSearches([own.join(' '), filter])
  // What can't be read is sent as it is: the answer says what is wrong with it.
  const joined = reading.ok ? printSearch(reading.search) : `${own.join(' ')} (${filter})`
  const { facet, order } = orderOf(params)
  const query = {
    query: { data_source: 'product_analytics', search: { query: joined } },
    columns: COLUMNS.map((path) => `@${path}`),
    sort: { facet: `@${facet}`, order },
    limit,
    ...audienceOf(segment),
  }
  return {
    data: {
      type: 'formula_analytics_extended_list_request',
      attributes: { from: among ? span.from - LONGEST_MS : span.from, to: span.to, query },
    },
  }
}

/** Of analytics: events are kept no longer. */
const REACH_MS = 460 * 86_400_000

/** The request for sessions by their ids, whenever they were until `now`. */
export const namedSessionsRequest = (ids: readonly string[], now: number) => {
  const named = ids.map((id) => `@session.id:${printValue(id)}`).join(' OR ')
  const query = {
    query: { data_source: 'product_analytics', search: { query: `@type:session (${named})` } },
    columns: COLUMNS.map((path) => `@${path}`),
    limit: Math.max(1, ids.length),
  }
  const attributes = { from: now - REACH_MS, to: now, query }
  return { data: { type: 'formula_analytics_extended_list_request', attributes } }
}

export const sessionOf = (record: SessionRecord): ListedSession => {
  const text = (path: string) => String(record[`@${path}`] ?? '')
  const number = (path: string) => Number(record[`@${path}`] ?? 0)
  return {
    id: text('session.id'),
    application: text('application.id'),
    at: number('date'),
    who: text('usr.name') || text('usr.email') || text('usr.id'),
    country: text('geo.country'),
    device: text('device.type'),
    browser: text('browser.name'),
    spent: number('session.time_spent') / 1e6,
    views: number('session.view.count'),
    actions: number('session.action.count'),
    errors: number('session.error.count'),
    frustrations: number('session.frustration.count'),
    isActive: record['@session.is_active'] === true,
    first: text('session.initial_view.name'),
    last: text('session.last_view.name'),
  }
}
