import { answerScalar, answerTimeseries } from '../../src/analyses/analytics/answer.ts'
import { type AnalyticsAttributes, AnalyticsRequest } from '../../src/analyses/analytics/definition.ts'
import { peerPeople, peerRows } from '../peer.ts'
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

const overTime = (asked: Asked, rest: Omit<Question, 'ask' | 'target'> & Partial<Question>): Question => ({
  target: { scans: 3 },
  ask: (asking, span) => answerTimeseries(request(asked, span), asking),
  ...rest,
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
        peer: `${peerRows('toStartOfDay(timestamp) AS day, count()', '$pageview')} GROUP BY day`,
      },
    ),
    scalar(byName, {
      name: 'views by name',
      reads: { ...VIEWS, columns: ['date', 'view_name'] },
      peer: `${peerRows('pathname, count() AS n', '$pageview')} GROUP BY pathname ORDER BY n DESC LIMIT 20`,
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
        peer: `${peerRows('country, device, count() AS n', '$pageview')} GROUP BY country, device ORDER BY n DESC`,
      },
    ),
    overTime(
      { query: '@type:view', compute: { aggregation: 'cardinality', metric: '@usr.id', ...daily } },
      {
        name: 'unique users per day',
        reads: { ...VIEWS, columns: ['date', 'usr_id', 'usr_anonymous_id'] },
        peer: `SELECT toStartOfDay(timestamp) AS day, count(DISTINCT person) FROM (${peerPeople('timestamp', '$pageview')}) GROUP BY day`,
        target: { scans: 2.5, peer: 4 },
      },
    ),
    overTime(
      { query: '@type:action', compute: { aggregation: 'cardinality', metric: '@session.id', ...daily } },
      {
        name: 'sessions with an action per day',
        reads: { types: ['action'], columns: ['date', 'session_id'] },
        peer: `${peerRows('toStartOfDay(timestamp) AS day, count(DISTINCT session_id)', '$autocapture')} GROUP BY day`,
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
        peer: `${peerRows("pathname, quantile(0.95)(accurateCastOrNull(loading_time, 'Float64')) AS p", '$pageview')} GROUP BY pathname ORDER BY p DESC LIMIT 10`,
      },
    ),
    scalar(
      { query: '@type:action', group_by: [{ facet: '@context.experiment', limit: 10 }] },
      {
        name: 'actions by a custom attribute',
        reads: { types: ['action'], columns: ['date', 'custom.`context.experiment`'] },
        peer: `${peerRows("custom['experiment'] AS value, count() AS n", '$autocapture')} GROUP BY value ORDER BY n DESC LIMIT 10`,
      },
    ),
    scalar(
      { query: '@type:action', group_by: [{ facet: '@context.experiment', limit: 10, other: true }] },
      {
        name: 'actions by a custom attribute, and the rest',
        reads: { types: ['action'], columns: ['date', 'custom.`context.experiment`'] },
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
        peer: `${peerRows('toStartOfDay(timestamp) AS day, event, count()')} GROUP BY day, event`,
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
