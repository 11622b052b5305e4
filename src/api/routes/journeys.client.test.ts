import type { v2 } from '@datadog/datadog-api-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apisOf, unreadIn } from '../../../test/support/datadog-client.ts'
import { type ListeningHouse, openListeningHouse } from '../../../test/support/listening-house.ts'
import { DAY, MIDNIGHT, VISITS } from '../testing/visits.ts'

let house: ListeningHouse
let api: ReturnType<typeof apisOf>['analytics']

beforeAll(async () => {
  house = await openListeningHouse(VISITS)
  api = apisOf(house).analytics
})
afterAll(() => house?.close())

const SPAN = { from: MIDNIGHT, to: MIDNIGHT + 2 * DAY }
const starts: v2.ProductAnalyticsBaseQuery = {
  dataSource: 'product_analytics',
  search: { query: '@type:view @view.name:/in' },
}
const search: v2.ProductAnalyticsRetentionSearch = {
  retentionEntity: '@usr.id',
  returnCondition: 'conversion_on',
  cohortCriteria: { baseQuery: starts, timeInterval: { type: 'calendar', value: { type: 'day', timezone: 'UTC' } } },
}
const compute: v2.ProductAnalyticsRetentionCompute = { aggregation: 'count', metric: '__dd.retention' }
const cell = (cohort: number, period: number): v2.ProductAnalyticsRetentionCellScope => ({
  type: 'cell',
  cohortTarget: { type: 'index', value: cohort },
  returnPeriodTarget: { type: 'index', value: period },
})

test('the official client reads a retention grid', async () => {
  const answer = await api.queryProductAnalyticsRetentionGrid({
    body: { data: { type: 'retention_grid_request', attributes: { ...SPAN, query: { search, compute } } } },
  })
  expect(unreadIn(answer)).toEqual([])
  const { cohorts, retentionPeriods } = answer.data.attributes
  expect(cohorts!.map((cohort) => [cohort.type, cohort.cohortSize, cohort.cells!.map((one) => one.cellCount)])).toEqual(
    [
      ['raw', 3, [3, 1]],
      ['raw', 1, [1]],
      ['aggregated', 4, [undefined, undefined]],
    ],
  )
  expect(cohorts!.at(-1)!.cells!.map((one) => one.cellRate)).toEqual([1, 1 / 3])
  expect(retentionPeriods).toHaveLength(2)
})

test('the official client reads numbers, series and lists of retention', async () => {
  const body = (type: 'formula_retention_request', computationScope?: v2.ProductAnalyticsRetentionScope) => ({
    body: { data: { type, attributes: { ...SPAN, query: { search, compute, computationScope } } } },
  })
  const scalar = await api.queryProductAnalyticsRetentionScalar(body('formula_retention_request', cell(0, 1)))
  expect(unreadIn(scalar)).toEqual([])
  expect(scalar.data!.attributes!.columns!.map((column) => [column.type, column.values])).toEqual([['number', [1]]])
  const curve = await api.queryProductAnalyticsRetentionScalar(body('formula_retention_request'))
  expect(curve.data!.attributes!.columns!.map((column) => column.values)).toEqual([
    [['0'], ['1']],
    [2.5, 1],
  ])
  const series = await api.queryProductAnalyticsRetentionTimeseries(body('formula_retention_request'))
  expect(unreadIn(series)).toEqual([])
  expect(series.data!.attributes!.times).toEqual([MIDNIGHT, MIDNIGHT + DAY])
  expect(series.data!.attributes!.values).toEqual([[1, null]])
  const list = await api.queryProductAnalyticsRetentionList({
    body: {
      data: {
        type: 'retention_list_request',
        attributes: {
          ...SPAN,
          query: { search, computationScope: cell(0, 0), columns: [{ field: { path: '@view.name' } }], limit: 0 },
        },
      },
    },
  })
  expect(unreadIn(list)).toEqual([])
  expect(list.data.attributes.records).toEqual(
    ['ann', 'bob', 'cy'].map((id) => ({ '@usr.id': id, '@view.name': '/in' })),
  )
})

test('the official client reads pathways', async () => {
  const answer = await api.queryProductAnalyticsSankey({
    body: {
      data: {
        type: 'sankey_request',
        attributes: {
          definition: { source: '@view.name', target: '@view.name', numberOfSteps: 5, entriesPerStep: 5 },
          search: { query: '@type:view' },
          time: SPAN,
        },
      },
    },
  })
  expect(unreadIn(answer)).toEqual([])
  const { nodes, links } = answer.data.attributes
  expect(nodes!.map(({ id, type, value }) => [id, type, value])).toEqual([
    ['0:/in', 'regular', 4],
    ['1:/cart', 'regular', 2],
    ['1::dropoff', 'dropoff', 2],
    ['2:/done', 'regular', 1],
    ['2::dropoff', 'dropoff', 1],
    ['3::dropoff', 'dropoff', 1],
  ])
  expect(links!.map(({ source, target, value }) => [source, target, value])).toContainEqual(['0:/in', '1:/cart', 2])
})

const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
const paths = (query: object = {}) => ({
  ...SPAN,
  query: {
    search: { expression: 'A -> B', node_objects: { A: node('@view.name:/in'), B: node('@view.name:/done') } },
    ...query,
  },
})

test('journey paths, with the statements when asked for', async () => {
  const { status, body } = await house.question('journey/paths?explain=true', 'journey_request', paths())
  expect(status).toBe(200)
  const { attributes } = body.data
  expect([attributes.entity, attributes.total_count, attributes.user_count]).toEqual(['session', 1, 1])
  expect(attributes.paths[0].events).toEqual([
    { type: 'view', name: '/cart' },
    { type: 'action', name: 'click on Pay' },
  ])
  expect(body.meta.sql).toHaveLength(1)
})

const plain = {
  retention_entity: '@usr.id',
  return_condition: 'conversion_on',
  cohort_criteria: { base_query: node('@type:view'), time_interval: { type: 'calendar', value: { type: 'day' } } },
}
const grid = (change: object = {}, rest: object = {}) => ({
  ...SPAN,
  query: { search: { ...plain, ...change }, compute: { metric: '__dd.retention' } },
  ...rest,
})
const cohorts = (value: object) => ({
  cohort_criteria: { base_query: node('@type:view'), time_interval: { type: 'calendar', value } },
})
const sankey = (definition: object = {}, rest: object = {}) => ({
  definition: { source: '@view.name', target: '@view.name', ...definition },
  search: { query: '' },
  time: SPAN,
  ...rest,
})
const AUDIENCE = { users: [{ name: 'u', query: 'user_id:ann' }], formula: 'u' }
const NOBODY = { segments: [{ name: 's', segment_id: '00000000-0000-4000-8000-000000000000' }], formula: 's' }
const GRID = ['retention/grid', 'retention_grid_request'] as const
const SANKEY = ['sankey', 'sankey_request'] as const
const PATHS = ['journey/paths', 'journey_request'] as const

test.each([
  ['an unknown entity', GRID, grid({ retention_entity: '@session.id' }), /@usr\.id/],
  ['a zone that does not exist', GRID, grid(cohorts({ type: 'day', timezone: 'Europe/Atlantis' })), /Atlantis/],
  ['an alignment that does not exist', GRID, grid(cohorts({ type: 'week', alignment: 'someday' })), /monday/],
  ['an empty range', GRID, grid({}, { to: SPAN.from }), /less than to/],
  ['too many periods', GRID, grid(cohorts({ type: 'minute' })), /1,000 cohorts/],
  ['a search that cannot be read', GRID, grid({ filters: { string_filter: '(' } }), /search/],
  ['an unknown metric', GRID, { ...SPAN, query: { search: plain, compute: { metric: 'x' } } }, /__dd\.retention/],
  [
    'a cohort that is not there',
    GRID,
    { ...SPAN, query: { search: plain, computation_scope: { type: 'cohort', target: { type: 'index', value: 2 } } } },
    /last one is 1/,
  ],
  ['more columns than there can be', SANKEY, sankey({ number_of_steps: 99 }), /10/],
  ['other ends than beginnings', SANKEY, sankey({ target: '@action.name' }), /same attribute/],
  ['pathways over no time', SANKEY, sankey({}, { time: { from: SPAN.to, to: SPAN.from } }), /less than to/],
  ['paths of one step', PATHS, paths({ search: { expression: 'A', node_objects: { A: node('') } } }), /2 to 30/],
  ['a pair backwards', PATHS, paths({ target: { type: 'path', start: 'B', end: 'A' } }), /later step/],
])('%s is refused with what would be right', async (_, [path, type], attributes, says) => {
  const { status, body } = await house.question(path, type, attributes)
  expect([status, body.errors?.[0].detail]).toEqual([400, expect.stringMatching(says)])
  expect(body.errors[0].source.pointer).toMatch(/^\/data\/attributes\//)
})

test('only what people of the audience did counts', async () => {
  const filters = { audience_filters: AUDIENCE }
  const cells = await house.question(...GRID, grid({ filters }))
  expect(cells.body.data.attributes.cohorts.map((one: { cohort_size: number }) => one.cohort_size)).toEqual([1, 1, 2])
  const pages = await house.question(...SANKEY, sankey({}, { search: { query: '', ...filters } }))
  expect(pages.body.data.attributes.nodes[0]).toMatchObject({ id: '0:/in', value: 2 })
  const { search } = paths().query
  const ways = await house.question(...PATHS, paths({ search: { ...search, filters }, conversion_type: 'drop-off' }))
  expect(ways.body.data.attributes).toMatchObject({ total_count: 1, user_count: 1 })
})

test.each([
  [GRID, grid({ filters: { audience_filters: NOBODY } })],
  [SANKEY, sankey({}, { search: { query: '', audience_filters: NOBODY } })],
])('a segment that is not there is refused', async ([path, type], attributes) => {
  const { status, body } = await house.question(path, type, attributes)
  expect([status, body.errors[0].source.pointer]).toEqual([400, expect.stringMatching(/audience_filters/)])
})

test('0 steps are as many as by default, and a range without data is an empty answer', async () => {
  const many = await house.question(...SANKEY, sankey({ number_of_steps: 0 }))
  expect(many.body.data.attributes.nodes.at(-1).column).toBe(3)
  const early = { from: SPAN.from - 9 * DAY, to: SPAN.from - 7 * DAY }
  const none = await house.question(...SANKEY, sankey({}, { time: early }))
  expect(none.body.data.attributes).toMatchObject({ nodes: [], links: [] })
  const nobody = await house.question(...GRID, grid({}, early))
  expect(nobody.body.data.attributes.cohorts.map((one: { cohort_size: number }) => one.cohort_size)).toEqual([0, 0, 0])
  const noPaths = await house.question(...PATHS, { ...paths(), ...early })
  expect(noPaths.body.data.attributes).toMatchObject({ total_count: 0, paths: [], other: { paths: 0, value: 0 } })
})
