import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ListeningHouse, openListeningHouse } from '../../test/support/listening-house.ts'
import { DAY, MIDNIGHT, VISITS } from '../api/testing/visits.ts'
import { type Scope, scopeOf } from '../ui/scope/scope.ts'
import type { Params } from '../ui/scope/search-params.ts'
import { surroundingsOf } from '../ui/scope/surroundings.ts'
import { type Span, spanOf } from '../ui/time/range.ts'
import * as analytics from './analytics/address.ts'
import { paramsOfRequest as paramsOfAnalytics } from './analytics/from-request.ts'
import { savedRequest as analyticsRequest } from './analytics/saved-request.ts'
import * as funnel from './funnel/page/address.ts'
import { paramsOfRequest as paramsOfFunnel } from './funnel/page/from-request.ts'
import { savedRequest as funnelRequest } from './funnel/page/saved-request.ts'
import * as paths from './journey-paths/page/address.ts'
import { paramsOfRequest as paramsOfPaths } from './journey-paths/page/from-request.ts'
import { pathsRequest } from './journey-paths/page/request.ts'
import type { ParamsOfRequest } from './open-request.ts'
import * as pathways from './pathways/page/address.ts'
import { paramsOfRequest as paramsOfPathways } from './pathways/page/from-request.ts'
import { sankeyRequest } from './pathways/page/request.ts'
import * as retention from './retention/page/address.ts'
import { paramsOfRequest as paramsOfRetention } from './retention/page/from-request.ts'
import { retentionRequest } from './retention/page/request.ts'

let house: ListeningHouse
beforeAll(async () => {
  house = await openListeningHouse(VISITS)
})
afterAll(() => house?.close())

interface Page {
  paramsOfRequest: ParamsOfRequest
  requestAt: (params: Params, scope: Scope, span: Span) => { ok: true; path: string; body: object } | { ok: false }
}

const PAGES: Record<string, Page> = {
  analytics: {
    paramsOfRequest: paramsOfAnalytics,
    requestAt: (params, scope, span) => analyticsRequest(analytics.questionOf(params), scope, span),
  },
  funnel: {
    paramsOfRequest: paramsOfFunnel,
    requestAt: (params, scope, span) => funnelRequest(funnel.questionOf(params), surroundingsOf({ scope, span })),
  },
  'journey-paths': {
    paramsOfRequest: paramsOfPaths,
    requestAt: (params, scope, span) => pathsRequest(paths.questionOf(params), surroundingsOf({ scope, span })),
  },
  pathways: {
    paramsOfRequest: paramsOfPathways,
    requestAt: (params, scope, span) => sankeyRequest(pathways.questionOf(params), surroundingsOf({ scope, span })),
  },
  retention: {
    paramsOfRequest: paramsOfRetention,
    requestAt: (params, scope, span) => retentionRequest(retention.questionOf(params), surroundingsOf({ scope, span })),
  },
}

const time = { from: MIDNIGHT, to: MIDNIGHT + 2 * DAY }
const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
const search = {
  expression: 'A->B',
  node_objects: { A: node('@view.name:(/in OR /cart) @type:view'), B: node('@view.name:/done @type:view') },
}
const perUser = { ...search, join_keys: { primary: 'usr.id' } }
const cohorts = {
  base_query: node('@type:view @view.name:/in'),
  time_interval: { type: 'calendar', value: { type: 'day' } },
}
const retained = { retention_entity: '@usr.id', return_condition: 'conversion_on', cohort_criteria: cohorts }
const byName = { group_by: [{ facet: '@view.name', limit: 2 }] }

/** What each says without being told: windows, zones, ranks, limits, and the order of conditions. */
test.each<[string, string, string, object]>([
  ['analytics', 'analytics/scalar', 'formula_analytics_extended_request', { query: { query: node('*'), compute: {} } }],
  [
    'analytics',
    'analytics/scalar',
    'formula_analytics_extended_request',
    {
      queries: [
        {
          name: 'a',
          query: node('@type:(view OR action)'),
          compute: { aggregation: 'cardinality', metric: 'usr.id' },
          ...byName,
        },
      ],
      formulas: [{ formula: 'a * 2' }],
    },
  ],
  [
    'analytics',
    'analytics/timeseries',
    'formula_analytics_extended_request',
    { query: { query: node('@type:view'), compute: { interval: DAY }, ...byName } },
  ],
  [
    'analytics',
    'analytics/list',
    'formula_analytics_extended_list_request',
    { query: { query: node('@type:action') } },
  ],
  ['funnel', 'journey/funnel', 'journey_request', { query: { search, ...byName } }],
  ['funnel', 'journey/funnel', 'journey_request', { query: { search: perUser, compute: { metric: '@usr.id' } } }],
  ['funnel', 'journey/funnel', 'journey_request', { query: { search: perUser, compute: { bins: 'durations' } } }],
  [
    'funnel',
    'journey/timeseries',
    'formula_journey_request',
    { interval: DAY, query: { search: perUser, compute: { metric: '__dd.conversion_rate' } } },
  ],
  [
    'funnel',
    'journey/differences',
    'journey_differences_request',
    { query: { search: perUser, against: { preset: 'mixpanel' } } },
  ],
  ['journey-paths', 'journey/paths', 'journey_request', { query: { search: perUser } }],
  [
    'pathways',
    'sankey',
    'sankey_request',
    {
      time,
      definition: { source: 'view.name', target: 'view.name', mode: 'target' },
      search: { query: '@view.name:(/done OR /cart) @type:view' },
    },
  ],
  ['retention', 'retention/grid', 'retention_grid_request', { query: { search: retained } }],
  [
    'retention',
    'retention/timeseries',
    'formula_retention_request',
    {
      query: {
        search: { ...retained, return_criteria: { base_query: node('@type:view') } },
        group_by: [{ facet: '@usr.id', target: 'cohort', limit: 3 }],
      },
    },
  ],
])('a chart of %s has the answer of %s once it is opened: %s', async (kind, path, type, given) => {
  const attributes = type === 'sankey_request' ? given : { ...time, ...given }
  const { paramsOfRequest, requestAt } = PAGES[kind]!
  const params = paramsOfRequest({ data: { type, attributes } })!
  const scope = scopeOf(params, 'UTC')
  const asked = requestAt(params, scope, spanOf(scope.time, MIDNIGHT, scope.zone))
  if (!asked.ok) throw new Error('The page has no request')
  const [own, opened] = await Promise.all([
    house.question(path, type, attributes),
    house.ask('POST', asked.path, asked.body),
  ])
  expect(own.status).toBe(200)
  // Intervals are asked for as periods of the calendar, and called so.
  const { intervals: _, ...numbers } = own.body.data.attributes
  expect(opened.body.data.attributes).toMatchObject(numbers)
})
