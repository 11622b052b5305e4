import { expect, test } from 'vitest'
import { CHART_KINDS } from '../api/routes/chart-requests.ts'
import { viewOfRequest } from './view-of-request.ts'

const time = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 8) }
const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
const search = { expression: 'A -> B', node_objects: { A: node('@type:view'), B: node('@type:action') } }
const day = { type: 'calendar', value: { type: 'day' } }

/** Of each kind a request as short as the API takes it. */
const REQUESTS: Record<keyof typeof CHART_KINDS, object> = {
  analytics: {
    data: {
      type: 'formula_analytics_extended_request',
      attributes: { ...time, query: { query: node(''), compute: {} } },
    },
  },
  funnel: { data: { type: 'journey_request', attributes: { ...time, query: { search } } } },
  'journey-paths': { data: { type: 'journey_request', attributes: { ...time, query: { search } } } },
  pathways: {
    data: {
      type: 'sankey_request',
      attributes: { definition: { source: '@view.name', target: '@view.name' }, search: { query: '@type:view' }, time },
    },
  },
  retention: {
    data: {
      type: 'retention_grid_request',
      attributes: {
        ...time,
        query: {
          search: {
            retention_entity: '@usr.id',
            return_condition: 'conversion_on',
            cohort_criteria: { base_query: node('@type:view'), time_interval: day },
          },
        },
      },
    },
  },
}

test.each(Object.keys(CHART_KINDS) as (keyof typeof CHART_KINDS)[])('a chart of %s opens on its page', async (kind) => {
  expect(await viewOfRequest(kind, REQUESTS[kind])).toMatchObject({
    path: `/${kind}`,
    params: { from: '2026-11-01T00:00Z', to: '2026-11-08T00:00Z', tz: 'UTC', q: '' },
  })
})

test('a chart that no page can ask has no view', async () => {
  expect(await viewOfRequest('analytics', {})).toBeNull()
  expect(await viewOfRequest('of another release', REQUESTS.analytics)).toBeNull()
})
