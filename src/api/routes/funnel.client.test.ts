import type { v2 } from '@datadog/datadog-api-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apisOf, unreadIn } from '../../../test/support/datadog-client.ts'
import { type ListeningHouse, openListeningHouse } from '../../../test/support/listening-house.ts'
import { DAY, MIDNIGHT, MINUTE, T, VISITS } from '../testing/visits.ts'

let house: ListeningHouse
let api: ReturnType<typeof apisOf>['analytics']

beforeAll(async () => {
  house = await openListeningHouse(VISITS)
  api = apisOf(house).analytics
})
afterAll(() => house?.close())

const SPAN = { from: MIDNIGHT, to: MIDNIGHT + 2 * DAY }
const node = (query: string): v2.ProductAnalyticsBaseQuery => ({ dataSource: 'product_analytics', search: { query } })
const search: v2.ProductAnalyticsJourneySearch = {
  expression: 'A -> B -> C -> D',
  nodeObjects: {
    A: node('@type:view @view.name:/in'),
    B: node('@type:view @view.name:/cart'),
    C: node('@type:action @action.target.name:"Pay"'),
    D: node('@type:view @view.name:/done'),
  },
  joinKeys: { primary: '@session.id', secondary: [] },
  filters: {
    stringFilter: '@session.type:user',
    audienceFilters: { users: [], segments: [], accounts: [], formula: '' },
    graphFilters: [
      { name: '__dd.time_to_convert', operator: '<=', value: DAY, target: { type: 'path', start: 'A', end: 'D' } },
    ],
  },
}

test('the official client reads a funnel with its groups', async () => {
  const answer = await api.queryProductAnalyticsJourneyFunnel({
    body: {
      data: {
        type: 'journey_request',
        attributes: {
          ...SPAN,
          excludeAnonymousTraffic: false,
          query: {
            search,
            compute: {},
            groupBy: [{ facet: '@usr.id', target: { type: 'node', value: 'A' }, limit: 2 }],
          },
        },
      },
    },
  })
  expect(unreadIn(answer)).toEqual([])
  const { initialCount, endToEndConversionRate, endToEndElapsedTime, funnelSteps } = answer.data.attributes
  expect([initialCount, endToEndConversionRate]).toEqual([4, 0.25])
  expect(endToEndElapsedTime).toMatchObject({ min: 3 * MINUTE, max: 3 * MINUTE, avg: 3 * MINUTE })
  expect(funnelSteps.map((step) => [step.label, step.value, step.unit])).toEqual([
    ['A', 4, 'ms'],
    ['B', 2, 'ms'],
    ['C', 1, 'ms'],
    ['D', 1, 'ms'],
  ])
  expect(funnelSteps[0]!.groups.map((group) => [group.groupTags, group.value, group.conversionCount])).toEqual([
    [['ann'], 2, 1],
    [['bob'], 1, 1],
  ])
})

test('the official client reads numbers, series and lists of a journey', async () => {
  const body = (compute: v2.ProductAnalyticsJourneyScalarCompute & v2.ProductAnalyticsGraphQueryCompute) => ({
    body: { data: { type: 'formula_journey_request' as const, attributes: { ...SPAN, query: { search, compute } } } },
  })
  const rate = await api.queryProductAnalyticsJourneyScalar(
    body({
      aggregation: 'cardinality',
      metric: '__dd.conversion_rate',
      target: { type: 'path', start: 'A', end: 'B' },
    }),
  )
  expect(unreadIn(rate)).toEqual([])
  expect(rate.data.attributes.columns!.map((column) => [column.type, column.values])).toEqual([['number', [0.5]]])
  const time = await api.queryProductAnalyticsJourneyScalar(
    body({ aggregation: 'avg', metric: '__dd.time_to_convert' }),
  )
  expect(time.data.attributes.columns!.map((column) => column.values)).toEqual([[3 * MINUTE]])
  const series = await api.queryProductAnalyticsJourneyTimeseries(
    body({ aggregation: 'count', interval: DAY, target: { type: 'node', value: 'A' } }),
  )
  expect(unreadIn(series)).toEqual([])
  expect(series.data.attributes.values).toEqual([[3, 1]])
  const list = await api.queryProductAnalyticsJourneyList({
    body: {
      data: {
        type: 'journey_list_request',
        attributes: {
          ...SPAN,
          query: {
            search,
            target: { type: 'node', value: 'B' },
            conversionType: 'drop-off',
            entityColumns: ['@usr.id'],
            computedColumns: [{ name: 'first_conversion_timestamps' }],
          },
        },
      },
    },
  })
  expect(unreadIn(list)).toEqual([])
  const { entity, totalCount, records } = list.data.attributes
  expect([entity, totalCount]).toEqual(['session', 1])
  expect(records[0]).toMatchObject({
    '@usr.id': 'bob',
    timestamp: T,
    A_timestamp: T,
    B_timestamp: T + MINUTE,
    C_timestamp: null,
  })
})

test('groups of a journey are in the order of their sort', async () => {
  const asked = async (order: 'asc' | 'desc') => {
    const groupBy = [{ facet: '@usr.id', sort: { aggregation: 'cardinality', order } }]
    const query = {
      search,
      compute: { aggregation: 'cardinality', target: { type: 'node' as const, value: 'A' } },
      groupBy,
    }
    const answer = await api.queryProductAnalyticsJourneyScalar({
      body: { data: { type: 'formula_journey_request', attributes: { ...SPAN, query } } },
    })
    return answer.data.attributes.columns!.map((column) => column.values!.flat())
  }
  expect(await asked('desc')).toEqual([
    ['ann', 'bob', 'cy'],
    [2, 1, 1],
  ])
  expect(await asked('asc')).toEqual([
    ['bob', 'cy', 'ann'],
    [1, 1, 2],
  ])
})

test('periods of a journey begin where they are told to', async () => {
  const asked = (alignment: string) =>
    house.question('journey/timeseries', 'formula_journey_request', {
      ...SPAN,
      query: {
        search: {
          expression: 'A -> B',
          node_objects: { A: { data_source: 'product_analytics' }, B: { data_source: 'product_analytics' } },
        },
        compute: { aggregation: 'count', rollup: { type: 'day', alignment } },
      },
    })
  expect((await asked('14')).body.data.attributes.times[0]).toBe(MIDNIGHT - 10 * 60 * MINUTE)
  const refused = await asked('soon')
  expect([refused.status, refused.body.errors[0].source.pointer]).toEqual([
    400,
    '/data/attributes/query/compute/rollup/alignment',
  ])
})

test('a query of occurrences that names none is a search', async () => {
  const often = (query: string): v2.ProductAnalyticsBaseQuery => ({
    dataSource: 'product_analytics_occurrence',
    search: { query },
  })
  const nodeObjects = { A: often('@type:view @view.name:/in'), B: often('@type:view @view.name:/cart') }
  const funnel = await api.queryProductAnalyticsJourneyFunnel({
    body: {
      data: {
        type: 'journey_request',
        attributes: { ...SPAN, query: { search: { expression: 'A -> B', nodeObjects } } },
      },
    },
  })
  expect(funnel.data.attributes.funnelSteps.map((step) => step.value)).toEqual([4, 2])
  const views = await api.queryProductAnalyticsScalar({
    body: {
      data: {
        type: 'formula_analytics_extended_request',
        attributes: { ...SPAN, query: { query: often('@type:view'), compute: { aggregation: 'count' } } },
      },
    },
  })
  expect(views.data!.attributes!.columns!.map((column) => column.values)).toEqual([[7]])
})

test('a request with a fault is refused with the field and its place, and asked to explain itself it tells its statements', async () => {
  const asked = (expression: string) => ({
    ...SPAN,
    query: {
      search: {
        expression,
        node_objects: { A: { data_source: 'product_analytics' }, B: { data_source: 'product_analytics' } },
      },
    },
  })
  const refused = await house.question('journey/funnel', 'journey_request', asked('A -> B -> C'))
  expect(refused.status).toBe(400)
  expect(refused.body.errors[0]).toMatchObject({
    source: { pointer: '/data/attributes/query/search/expression' },
    detail: 'expression: "C" has no entry in node_objects; give it one, or leave it out.',
  })
  const explained = await house.question('journey/funnel?explain=true', 'journey_request', asked('A -> B'))
  expect(explained.body.meta.sql).toEqual([expect.stringContaining('SELECT')])
})
