import { expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { answerScalar } from '../analytics/answer.ts'
import { AnalyticsRequest } from '../analytics/definition.ts'
import { answerFunnel } from './answer.ts'
import { FunnelRequest, JourneyFormulaRequest, JourneyListRequest } from './definition.ts'
import { answerJourneyScalar, answerJourneyTimeseries } from './formula.ts'
import { answerJourneyList } from './list.ts'

const START = Date.parse('2031-04-07T00:00:00Z')
const [HOUR, DAY] = [3_600_000, 86_400_000]
const RANGE = { from: START, to: START + 7 * DAY }
const NOW = START + 30 * DAY

const store = storeOfFile()

const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
const page = (name: string) => `@type:view @view.name:${name}`
const searchOf = (queries: readonly string[], primary = '@session.id', filters = {}) => ({
  expression: queries.map((_, i) => 'ABCDE'[i]).join(' -> '),
  node_objects: Object.fromEntries(queries.map((query, i) => ['ABCDE'[i], node(query)])),
  join_keys: { primary },
  filters,
})
const AB = [page('/a'), page('/b')]

const funnel = (query: object, rest: object = {}) => {
  const { attributes } = FunnelRequest.parse({
    data: { type: 'journey_request', attributes: { ...RANGE, ...rest, query } },
  }).data
  return store.ask(NOW, (asking) => answerFunnel(attributes, asking))
}
const formula = (query: object, rest: object = {}) =>
  JourneyFormulaRequest.parse({ data: { type: 'formula_journey_request', attributes: { ...RANGE, ...rest, query } } })
    .data.attributes
const scalar = async (query: object) => {
  const { columns } = await store.ask(NOW, (asking) => answerJourneyScalar(formula(query), asking))
  return columns.map((column) => column.values)
}
const series = (query: object, rest?: object) =>
  store.ask(NOW, (asking) => answerJourneyTimeseries(formula(query, rest), asking))
const list = (query: object) => {
  const { attributes } = JourneyListRequest.parse({
    data: { type: 'journey_list_request', attributes: { ...RANGE, query } },
  }).data
  return store.ask(NOW, (asking) => answerJourneyList(attributes, asking))
}
const values = async (query: object, rest?: object) =>
  (await funnel(query, rest)).funnel_steps.map((step) => step.value)

const view = (session: string, hours: number, name: string, more: Partial<PlainEvent> = {}): PlainEvent => ({
  type: 'view',
  name,
  at: START + hours * HOUR,
  session,
  settled: session.length % 2 === 0,
  ...more,
})

test('F7: A in one session and B in another two hours later convert by user, not by session', async () => {
  await store.fill([view('s1', 0, '/a', { user: 'u1' }), view('s22', 2, '/b', { user: 'u1' })])
  expect(await values({ search: searchOf(AB, '@session.id') })).toEqual([1, 0])
  expect(await values({ search: searchOf(AB, '@usr.id') })).toEqual([1, 1])
})

test('F8: A by one user and B by another of the same account convert by account only', async () => {
  const account = 'acme'
  await store.fill([view('s1', 0, '/a', { user: 'u1', account }), view('s22', 2, '/b', { user: 'u2', account })])
  expect(await values({ search: searchOf(AB, '@account.id') })).toEqual([1, 1])
  expect(await values({ search: searchOf(AB, '@usr.id') })).toEqual([1, 0])
  expect(await values({ search: searchOf(AB, '@session.id') })).toEqual([1, 0])
})

test('F9: sessions still running count, and @session.is_active:false leaves them out', async () => {
  const minutes = (n: number) => 30 * 24 + n / 60
  await store.fill([
    view('s1', minutes(-6), '/a', { settled: false }),
    view('s1', minutes(-5), '/b', { settled: false }),
    view('s3', minutes(-60), '/a', { settled: false }),
    view('s3', minutes(-59), '/b', { settled: false }),
  ])
  const range = { from: START, to: NOW + 1 }
  expect(await values({ search: searchOf(AB) }, range)).toEqual([2, 2])
  const finished = { string_filter: '@session.is_active:false' }
  expect(await values({ search: searchOf(AB, '@session.id', finished) }, range)).toEqual([1, 1])
})

/** Six users on three days; u1 and u2 convert, u2 twice, u3 too late, u4 never. */
const SOME: PlainEvent[] = [
  view('s1', 1, '/a', { user: 'u1', country: 'Nepal' }),
  view('s1', 2, '/b', { user: 'u1', country: 'Nepal' }),
  view('s2', 3, '/a', { user: 'u2', country: 'Chile' }),
  view('s2', 5, '/b', { user: 'u2', country: 'Chile' }),
  view('s22', 30, '/a', { user: 'u2', country: 'Nepal' }),
  view('s22', 31, '/b', { user: 'u2', country: 'Nepal' }),
  view('s3', 1, '/a', { user: 'u3', country: 'Chile' }),
  view('s3', 26, '/b', { user: 'u3', country: 'Chile' }),
  view('s4', 50, '/a', { user: 'u4' }),
  view('s5', 50, '/b', { user: 'u5' }),
  view('s6', 50, '/c'),
]
const BY_USER = searchOf(AB, '@usr.id')

test('conversion, rates, drop-off and times as single numbers, by group and by period agree with the funnel', async () => {
  await store.fill(SOME)
  expect(await values({ search: BY_USER })).toEqual([4, 2])
  expect(await values({ search: BY_USER, compute: { aggregation: 'count' } })).toEqual([5, 3])
  expect(await values({ search: BY_USER, compute: { metric: '__dd.conversion_rate' } })).toEqual([1, 0.5])
  const ask = (compute: object, more: object = {}) => scalar({ search: BY_USER, compute, ...more })
  expect(await ask({ aggregation: 'cardinality' })).toEqual([[2]])
  expect(await ask({ aggregation: 'cardinality', target: { type: 'node', value: 'A' } })).toEqual([[4]])
  expect(await ask({ aggregation: 'count' })).toEqual([[3]])
  expect(await ask({ aggregation: 'cardinality', metric: '__dd.conversion_rate' })).toEqual([[0.5]])
  expect(
    await ask({ aggregation: 'count', metric: '__dd.dropoff_rate', target: { type: 'path', start: 'A', end: 'B' } }),
  ).toEqual([[0.4]])
  for (const [aggregation, ms] of [
    ['avg', 1.5],
    ['median', 1.5],
    ['min', 1],
    ['max', 2],
    ['pc75', 1.75],
    ['sum', 3],
  ] as const)
    expect(await ask({ aggregation, metric: '__dd.time_to_convert' })).toEqual([[ms * HOUR]])
  expect(await ask({ aggregation: 'cardinality', metric: '@geo.country' })).toEqual([[2]])
  expect(await ask({ aggregation: 'cardinality' }, { group_by: [{ facet: '@geo.country' }] })).toEqual([
    [['Chile'], ['N/A'], ['Nepal']],
    [1, 0, 1],
  ])
  const daily = (compute: object) => series({ search: BY_USER, compute: { ...compute, interval: DAY } })
  expect((await daily({ aggregation: 'count' })).values).toEqual([[2, 1, 0, 0, 0, 0, 0]])
  expect((await daily({ aggregation: 'count', target: { type: 'node', value: 'A' } })).values).toEqual([
    [3, 1, 1, 0, 0, 0, 0],
  ])
  expect((await daily({ aggregation: 'cardinality', metric: '__dd.conversion_rate' })).values).toEqual([
    [2 / 3, 1, 0, null, null, null, null],
  ])
  const inChatham = await series({
    search: BY_USER,
    compute: { aggregation: 'count', rollup: { type: 'day', timezone: 'Pacific/Chatham' } },
  })
  expect(inChatham.values[0]!.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(3)
})

test('groups add up to the step, the rest goes where it is asked to, and a chosen value opens exactly its people', async () => {
  await store.fill(SOME)
  const grouped = await funnel({ search: BY_USER, group_by: [{ facet: '@geo.country', limit: 1, other: true }] })
  expect(grouped.funnel_steps.map((step) => step.groups.map((group) => [group.group_tags, group.value]))).toEqual([
    [
      [['Chile'], 2],
      [['Other'], 2],
    ],
    [
      [['Chile'], 1],
      [['Other'], 1],
    ],
  ])
  const flows = await funnel({
    search: BY_USER,
    compute: { aggregation: 'count' },
    group_by: [{ facet: '@geo.country' }],
  })
  expect(flows.funnel_steps[1]!.groups.map((group) => [group.group_tags, group.value])).toEqual([
    [['Chile'], 1],
    [['Nepal'], 2],
    [['N/A'], 0],
  ])
  const group_by = [{ facet: '@geo.country', value_filters: ['Chile'] }]
  const dropped = await list({
    search: BY_USER,
    conversion_type: 'drop-off',
    group_by,
    entity_columns: ['@geo.country', '@usr.id'],
  })
  expect(dropped).toEqual({
    entity: 'user',
    total_count: 1,
    records: [{ '@usr.id': 'u3', timestamp: START + HOUR, '@geo.country': 'Chile' }],
  })
  const all = await list({
    search: BY_USER,
    limit: 1,
    sort: { facet: '@usr.id', order: 'desc' },
    computed_columns: [{ name: 'first_conversion_timestamps' }],
  })
  expect(all.total_count).toBe(2)
  expect(all.records).toEqual([
    { '@usr.id': 'u2', timestamp: START + 3 * HOUR, A_timestamp: START + 3 * HOUR, B_timestamp: START + 5 * HOUR },
  ])
  expect(
    (await list({ search: BY_USER, target: { type: 'node', value: 'A' }, entity_filters: '@geo.country:Nepal' }))
      .total_count,
  ).toBe(2)
})

test('step 1 of a funnel is the cardinality of its event', async () => {
  await store.fill(SOME)
  for (const metric of ['@session.id', '@usr.id']) {
    const query = { query: node(page('/a')), compute: { aggregation: 'cardinality', metric } }
    const { attributes } = AnalyticsRequest.parse({
      data: { type: 'formula_analytics_extended_request', attributes: { ...RANGE, query } },
    }).data
    const { columns } = await store.ask(NOW, (asking) => answerScalar({ ...attributes, ...RANGE }, asking))
    expect([(await values({ search: searchOf(AB, metric) }))[0]]).toEqual(columns[0]!.values)
  }
})

test('sessions without an identified user can be left out; events before the sign-in stay', async () => {
  await store.fill([
    view('s1', 0, '/a'),
    view('s1', 1, '/b', { user: 'u1' }),
    view('s22', 0, '/a'),
    view('s22', 1, '/b'),
  ])
  expect(await values({ search: searchOf(AB) })).toEqual([2, 2])
  expect(await values({ search: searchOf(AB) }, { exclude_anonymous_traffic: true })).toEqual([1, 1])
})

test('strict order, a constant attribute, conditions on the way and occurrences count as they say', async () => {
  await store.fill([
    ...[view('s1', 0, '/a'), view('s1', 1, '/x'), view('s1', 2, '/b')],
    ...[
      view('s22', 0, '/a', { country: 'Chile' }),
      view('s22', 1, '/b', { country: 'Nepal' }),
      view('s22', 3, '/b', { country: 'Chile' }),
    ],
  ])
  expect(await values({ search: searchOf(AB) })).toEqual([2, 2])
  expect(await values({ search: searchOf(AB), counting: { order: 'strict' } })).toEqual([2, 1])
  const held = { search: searchOf(AB), counting: { hold_constant: '@geo.country' } }
  expect(await values(held)).toEqual([1, 1])
  expect((await funnel(held)).end_to_end_elapsed_time.avg).toBe(3 * HOUR)
  const slow = { graph_filters: [{ name: '__dd.time_to_convert', operator: '>', value: HOUR }] }
  expect(await values({ search: searchOf(AB, '@session.id', slow) })).toEqual([2, 1])
  const twice = {
    data_source: 'product_analytics_occurrence',
    search: { query: page('/b'), occurrences: { operator: '>=', value: '2' } },
  }
  const search = searchOf(AB)
  expect(await values({ search: { ...search, node_objects: { ...search.node_objects, B: twice } } })).toEqual([2, 1])
})

test('one user with 100,000 events in thirty steps is answered', async () => {
  const events = Array.from({ length: 100_000 }, (_, i) => view('s', i / 60_000, i % 3 ? '/a' : '/b', { user: 'busy' }))
  await store.fill(events)
  const thirty = Array.from({ length: 30 }, (_, i) => page(i % 2 ? '/a' : '/b'))
  const search = {
    expression: thirty.map((_, i) => `s${i}`).join(' -> '),
    node_objects: Object.fromEntries(thirty.map((query, i) => [`s${i}`, node(query)])),
    join_keys: { primary: '@usr.id' },
    filters: { graph_filters: [{ name: '__dd.time_to_convert', operator: '<=', value: HOUR }] },
  }
  expect(await values({ search })).toEqual(thirty.map(() => 1))
})

test('what may be left out is in nobody’s way: lists, figures, periods and times are as long as the steps say', async () => {
  const [A, B, C, D] = ['/a', '/b', '/c', '/d'] as const
  const walks = { s1: [A, B, C, D], s22: [A, D], s3: [A, C, D], s44: [A, B, D], s5: [A, B], s66: [A, C, B] }
  await store.fill(
    Object.entries(walks).flatMap(([session, names], s) =>
      names.map((name, i) => view(session, 24 * (s % 2) + i, name)),
    ),
  )
  const search = searchOf([A, B, C, D].map(page))
  const counting = { optional_steps: ['B', 'C'] }
  const query = { search, counting }
  expect(await values(query)).toEqual([6, 4, 3, 4])
  const listed = async (more: object) => (await list({ ...query, ...more })).total_count
  const reached = ['A', 'B', 'C', 'D'].map((value) => listed({ target: { type: 'node', value } }))
  expect(await Promise.all(reached)).toEqual([6, 4, 3, 4])
  const lost = (start: string, end: string) =>
    listed({ target: { type: 'path', start, end }, conversion_type: 'drop-off' })
  expect(await Promise.all([lost('A', 'B'), lost('A', 'C'), lost('A', 'D'), lost('B', 'D')])).toEqual([2, 3, 2, 2])
  expect(await scalar({ ...query, compute: { aggregation: 'cardinality', metric: '__dd.conversion_rate' } })).toEqual([
    [4 / 6],
  ])
  const daily = await series({ ...query, compute: { aggregation: 'cardinality', interval: DAY } })
  expect(daily.values).toEqual([[2, 2, 0, 0, 0, 0, 0]])
  const target = { type: 'path', start: 'B', end: 'D' }
  const { time_to_convert: bins } = await funnel({ ...query, compute: { bins: 'durations', target } })
  expect(bins!.reduce((sum, { value }) => sum + value, 0)).toBe(2)
  expect(await listed({ target: { type: 'node', value: 'D' }, elapsed: { start: 'B', end: 'D', from: 0 } })).toBe(2)
  await expect(values({ search, counting: { optional_steps: ['D'] } })).rejects.toThrow(/can't be left out/)
})
