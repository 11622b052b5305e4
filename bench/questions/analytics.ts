import { answerScalar, answerTimeseries } from '../../src/analyses/analytics/answer.ts'
import { type AnalyticsAttributes, AnalyticsRequest } from '../../src/analyses/analytics/definition.ts'
import { PEER_RANGE } from '../peer.ts'
import type { Group, Question, Span } from './question.ts'

interface Asked {
  query: string
  compute?: object
  group_by?: object[]
}

/** A request as the API takes it. */
const request = ({ query, compute = { aggregation: 'count' }, group_by = [] }: Asked, span: Span) => {
  const one = { query: { data_source: 'product_analytics', search: { query } }, compute, group_by }
  const data = { type: 'formula_analytics_extended_request', attributes: { ...span, query: one } }
  return AnalyticsRequest.parse({ data }).data.attributes as AnalyticsAttributes
}

const scalar = (asked: Asked, rest: Omit<Question, 'ask' | 'target'>): Question => ({
  ...rest,
  ask: (asking, span) => answerScalar(request(asked, span), asking),
  target: { scans: 3 },
})

const overTime = (asked: Asked, rest: Omit<Question, 'ask' | 'target'>): Question => ({
  ...rest,
  ask: (asking, span) => answerTimeseries(request(asked, span), asking),
  target: { scans: 3 },
})

const daily = { interval: 86_400_000 }
const VIEWS = { types: ['view'] as const }
const SENT = ['view', 'action', 'error', 'server'] as const

const byName: Asked = { query: '@type:view', group_by: [{ facet: '@view.name', limit: 20 }] }

export const analytics: Group = {
  name: 'Analytics',
  questions: [
    overTime(
      { query: '@type:view', compute: { aggregation: 'count', ...daily } },
      {
        name: 'views per day',
        reads: { ...VIEWS, columns: ['date'] },
        peer: `SELECT toDate(ts) AS day, count() FROM peer_events WHERE type = 'view' AND ${PEER_RANGE} GROUP BY day`,
      },
    ),
    scalar(byName, {
      name: 'views by name',
      reads: { ...VIEWS, columns: ['date', 'view_name'] },
      peer: `SELECT name, count() AS n FROM peer_events WHERE type = 'view' AND ${PEER_RANGE} GROUP BY name ORDER BY n DESC LIMIT 20`,
    }),
    { ...scalar(byName, { name: 'views by name, kept', kept: true }), target: { ms: 50 } },
    scalar(
      {
        query: '@type:view',
        group_by: [
          { facet: '@geo.country', limit: 10 },
          { facet: '@device.type', limit: 5 },
        ],
      },
      {
        name: 'views by country and device',
        reads: { ...VIEWS, columns: ['date', 'geo_country', 'device_type'] },
        peer: `SELECT country, device, count() AS n FROM peer_events WHERE type = 'view' AND ${PEER_RANGE} GROUP BY country, device ORDER BY n DESC`,
      },
    ),
    overTime(
      { query: '@type:view', compute: { aggregation: 'cardinality', metric: '@usr.id', ...daily } },
      {
        name: 'unique users per day',
        reads: { ...VIEWS, columns: ['date', 'usr_id', 'usr_anonymous_id'] },
        peer: `SELECT toDate(ts) AS day, uniqExact(user_key) FROM peer_events WHERE type = 'view' AND ${PEER_RANGE} GROUP BY day`,
      },
    ),
    overTime(
      { query: '@type:action', compute: { aggregation: 'cardinality', metric: '@session.id', ...daily } },
      {
        name: 'sessions with an action per day',
        reads: { types: ['action'], columns: ['date', 'session_id'] },
        peer: `SELECT toDate(ts) AS day, uniqExact(session_id) FROM peer_events WHERE type = 'action' AND ${PEER_RANGE} GROUP BY day`,
      },
    ),
    scalar(
      {
        query: '@type:view',
        compute: { aggregation: 'pc95', metric: '@view.loading_time' },
        group_by: [{ facet: '@view.name', limit: 10 }],
      },
      {
        name: '95th percentile of loading time by name',
        reads: { ...VIEWS, columns: ['date', 'view_name', 'view_loading_time'] },
        peer: `SELECT name, quantileExact(0.95)(loading_time) AS p FROM peer_events WHERE type = 'view' AND ${PEER_RANGE} GROUP BY name ORDER BY p DESC LIMIT 10`,
      },
    ),
    scalar(
      { query: '@type:action', group_by: [{ facet: '@context.experiment', limit: 10 }] },
      {
        name: 'actions by a custom attribute',
        reads: { types: ['action'], columns: ['date', 'custom.`context.experiment`'] },
        peer: `SELECT properties.\`context.experiment\`::String AS value, count() AS n FROM peer_events WHERE type = 'action' AND ${PEER_RANGE} GROUP BY value ORDER BY n DESC LIMIT 10`,
      },
    ),
    scalar(
      { query: '@geo.country:Germany @browser.name:Firefox -@view.name:/blog* @device.type:Desktop' },
      {
        name: 'events that match a filter',
        reads: { types: SENT, columns: ['date', 'geo_country', 'browser_name', 'view_name', 'device_type'] },
      },
    ),
    scalar(
      { query: '@type:action checkout' },
      {
        name: 'actions that match a free word',
        reads: {
          types: ['action'],
          columns: ['date', 'view_name', 'view_url', 'action_name', 'error_message', 'usr_name', 'usr_email', 'usr_id'],
        },
      },
    ),
    overTime(
      {
        query: '',
        compute: { aggregation: 'count', ...daily },
        group_by: [{ facet: '@type', limit: 10 }],
      },
      {
        name: 'events per day by type',
        reads: { types: [...SENT, 'session'], columns: ['date', 'type'] },
        peer: `SELECT toDate(ts) AS day, type, count() FROM peer_events WHERE ${PEER_RANGE} GROUP BY day, type`,
      },
    ),
    scalar(
      {
        query: '@type:session',
        compute: { aggregation: 'median', metric: '@session.time_spent' },
        group_by: [{ facet: '@session.initial_view.name', limit: 10 }],
      },
      {
        name: 'median session by landing page',
        reads: { types: ['session'], columns: ['date', 'session_time_spent', 'session_initial_view_name'] },
      },
    ),
  ],
}
