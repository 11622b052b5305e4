import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlainEvent } from '../../test/support/evaluator/event-store.ts'
import { storeOfFile } from '../../test/support/evaluator/store-of-file.ts'
import { funnelAttributes, funnelSearch } from '../../test/support/funnel-attributes.ts'
import { answerScalar, answerTimeseries } from './analytics/answer.ts'
import { type AnalyticsAttributes, AnalyticsRequest } from './analytics/definition.ts'
import type { Asking } from './asking.ts'
import { facetValues } from './facets/values.ts'
import { answerFunnel } from './funnel/answer.ts'
import { answerPaths } from './journey-paths/answer.ts'
import { JourneyPathsRequest } from './journey-paths/definition.ts'
import { answerSankey } from './pathways/answer.ts'
import { SankeyRequest } from './pathways/definition.ts'
import { answerGrid } from './retention/answer.ts'
import { RetentionGridRequest } from './retention/definition.ts'

/** What sequences carry is answered from them; `store.ask` holds the answer to that of the events, whatever the way. */
const store = storeOfFile()

const START = Date.parse('2031-03-03T00:00:00Z')
const NOW = START + 90 * 86_400_000

const sankey = (query: string, primary = '@session.id') => {
  const attributes = {
    definition: { source: '@view.name', target: '@view.name' },
    search: { query, join_keys: { primary } },
    time: { from: START, to: START + 1000 },
  }
  const parsed = SankeyRequest.parse({ data: { type: 'sankey_request', attributes } }).data.attributes
  return (asking: Asking) => answerSankey(parsed, asking)
}

const paths = (query: string, more: object = {}, primary = '@session.id') => {
  const node = (of: string) => ({ data_source: 'product_analytics', search: { query: of } })
  const search = {
    expression: 'A -> B',
    node_objects: { A: node('@type:view @view.name:a'), B: node('@type:view @view.name:c') },
    join_keys: { primary },
    filters: { string_filter: query },
  }
  const attributes = { from: START, to: START + 1000, query: { search, ...more } }
  const parsed = JourneyPathsRequest.parse({ data: { type: 'journey_request', attributes } }).data.attributes
  return (asking: Asking) => answerPaths(parsed, asking)
}

const DAY = 86_400_000

interface FunnelOf {
  steps?: readonly string[]
  filter?: string
  primary?: string
  withinMs?: number
  more?: object
  time?: readonly [from: number, to: number]
}

const BY_LENGTH = { compute: { bins: 'durations' }, counting: { attempt: 'first' } }
const A_TO_C = ['@type:view @view.name:a', '@type:(view OR action) -@view.name:c', '@type:view']

const funnel = ({
  steps = A_TO_C,
  filter = '',
  primary = '@session.id',
  withinMs,
  more = {},
  time: [from, to] = [START, START + 1000],
}: FunnelOf) => {
  const search = funnelSearch(steps, { primary, filter, withinMs })
  const attributes = funnelAttributes({ from, to, query: { search, ...more } })
  return (asking: Asking) => answerFunnel(attributes, asking)
}

const retention = (query: string, more: object = {}, daysBefore = 1) => {
  const base_query = { data_source: 'product_analytics', search: { query } }
  const cohort_criteria = { base_query, time_interval: { type: 'calendar', value: { type: 'day' } } }
  const search = { retention_entity: '@usr.id', return_condition: 'conversion_on', cohort_criteria, ...more }
  const attributes = {
    from: START - daysBefore * DAY,
    to: START + 2 * DAY,
    query: { search, compute: { aggregation: 'count', metric: '__dd.retention' } },
  }
  const { attributes: parsed } = RetentionGridRequest.parse({
    data: { type: 'retention_grid_request', attributes },
  }).data
  return (asking: Asking) => answerGrid(parsed, asking)
}

const unique = (query: string, metric = '@usr.id', interval?: number, daysBefore = 1) => {
  const one = {
    query: { data_source: 'product_analytics', search: { query } },
    compute: { aggregation: 'cardinality', metric, ...(interval ? { interval } : {}) },
  }
  const attributes = { from: START - daysBefore * DAY, to: START + 2 * DAY, query: one }
  const { data } = AnalyticsRequest.parse({ data: { type: 'formula_analytics_extended_request', attributes } })
  const parsed = data.attributes as AnalyticsAttributes
  return (asking: Asking) => (interval ? answerTimeseries(parsed, asking) : answerScalar(parsed, asking))
}

const users = (query: string, term = '', [from, to]: readonly [number, number] = [START - DAY, START + 2 * DAY]) => {
  const asked = { facet: '@usr.id', term, query, from, to, limit: 50 }
  return (asking: Asking) => facetValues(asked, asking)
}

test.each<[string, Parameters<typeof users>, string]>([
  ['of all types', [''], 'counts'],
  ['of a type and a filter', ['@type:(view OR error) -@device.type:Mobile', 'u'], 'sequences'],
  ['of a name', ['@type:view @view.name:a'], 'events'],
  ['of no one type', ['-(@type:view @type:action)'], 'counts'],
])('values of users %s', async (_, asked, way) => {
  expect(await store.way(NOW, users(...asked))).toBe(way)
})

test.each<[string, Parameters<typeof unique>, string]>([
  ['users per day', ['@type:view', '@usr.id', DAY], 'sequences'],
  ['users per day of two years', ['@type:view', '@usr.id', DAY, 730], 'sequences'],
  ['sessions in all', ['@type:action @geo.country:France', '@session.id'], 'sequences'],
  ['users per hour', ['@type:view', '@usr.id', DAY / 24], 'events'],
  ['users of all types', ['', '@usr.id', DAY], 'events'],
])('how many %s', async (_, asked, way) => {
  expect(await store.way(NOW, unique(...asked))).toBe(way)
})

test.each<[string, Parameters<typeof retention>, string]>([
  ['of a type', ['@type:view'], 'sequences'],
  [
    'of a name and a filter',
    ['@type:view @view.name:a', { filters: { string_filter: '@device.type:Mobile' } }],
    'sequences',
  ],
  ['of accounts', ['@type:action', { retention_entity: '@account.id' }], 'sequences'],
  ['of 256 days', ['@type:view', {}, 254], 'sequences'],
  ['by what rows do not carry', ['@type:view @context.plan:gold'], 'events'],
  ['of errors', ['@type:error'], 'events'],
])('retention %s', async (_, asked, way) => {
  expect(await store.way(NOW, retention(...asked))).toBe(way)
})

test.each<[string, Parameters<typeof sankey>, string]>([
  ['plain ones', ['@type:view'], 'sequences'],
  ['of users', ['@type:view', '@usr.id'], 'sequences'],
  ['with filters that rows carry', ['@type:view @geo.country:(France OR Nepal) -@device.type:Mobile'], 'sequences'],
  ['from a page', ['@type:view @view.name:a*'], 'sequences'],
  ['with a filter that rows do not carry', ['@type:view @context.plan:gold'], 'events'],
  ['with one condition on both', ['@type:view (@geo.country:France OR @view.name:a)'], 'events'],
  ['with a free word', ['@type:view a'], 'events'],
])('pathways %s', async (_, asked, way) => {
  expect(await store.way(NOW, sankey(...asked))).toBe(way)
})

test.each<[string, Parameters<typeof paths>, string]>([
  ['plain ones', [''], 'sequences'],
  ['of users who left', ['', { conversion_type: 'drop-off', events: ['server'] }, '@usr.id'], 'sequences'],
  ['with filters that rows and names carry', ['@geo.country:France -@view.name:b'], 'sequences'],
  ['with a filter that rows do not carry', ['@context.plan:gold'], 'events'],
])('journey paths %s', async (_, asked, way) => {
  expect(await store.way(NOW, paths(...asked))).toBe(way)
})

test.each<[string, FunnelOf, string]>([
  ['plain ones', {}, 'sequences'],
  ['within a time, of a filter that rows carry', { withinMs: 20, filter: '@geo.country:France' }, 'sequences'],
  ['of the first attempt, with times by their length', { more: BY_LENGTH }, 'sequences'],
  ['of users', { primary: '@usr.id' }, 'events'],
  ['of the last attempt', { more: { counting: { attempt: 'latest' } } }, 'events'],
  [
    'in any order',
    { steps: A_TO_C.slice(0, 1).concat('@type:action'), more: { counting: { order: 'any' } } },
    'events',
  ],
  ['with a step that rows do not carry', { steps: [A_TO_C[0]!, '@type:error'] }, 'events'],
])('funnels %s', async (_, asked, way) => {
  expect(await store.way(NOW, funnel(asked))).toBe(way)
})

/** Sessions on few devices, in which people sign in, change and leave; each settled or open as a whole. */
const world = fc
  .array(
    fc.record({
      session: fc.integer({ min: 0, max: 7 }),
      at: fc.integer({ min: 0, max: 5 }),
      what: fc.constantFrom<Pick<PlainEvent, 'type' | 'name'>>(
        { type: 'view', name: 'a' },
        { type: 'view', name: 'c' },
        { type: 'action', name: 'b' },
      ),
      user: fc.constantFrom('', '', 'u1', 'u2'),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((events) =>
    events.map(
      ({ session, at, what, user }): PlainEvent => ({
        ...what,
        // In the middle of a session a new day may begin; some reach over whole days, and beyond what is asked about.
        at: START + (at - 2) * (session > 5 ? DAY : 10),
        session: `s${session}`,
        user,
        device: ['d1', 'd2', 'd3', ''][session % 4]!,
        settled: session % 3 !== 0,
      }),
    ),
  )

/** With the two days that follow, as many as numbers have bits, and some more. */
const BEFORE = [62, 63, 126, 127, 254, 255, 256]

test('anonymous activity has the user of its device either way', async () => {
  const filters = ['', ' -@usr.id:u1', ' @usr.id:u1', ' -@usr.id:*', ' @usr.id:*']
  const kept = ['@type:view', '@type:(view OR action) (@view.name:a OR @action.target.name:b)', '*']
  const retained = kept.flatMap((query) => [
    retention(query),
    retention(query, { return_condition: 'conversion_on_or_after', filters: { string_filter: '-@usr.id:u1 @type:*' } }),
  ])
  const questions: ((asking: Asking) => Promise<unknown>)[] = [
    ...retained,
    unique('@type:view', '@usr.id', DAY),
    unique('@type:(view OR action) -@usr.id:u1', '@usr.id', DAY),
    unique('@type:view @view.name:a', '@session.id'),
    ...BEFORE.flatMap((days) => [
      unique('@type:view', '@usr.id', DAY, days),
      unique('@type:(view OR action) @view.name:a', '@session.id', DAY, days),
      retention('@type:view', {}, days),
    ]),
    sankey('@type:view', '@usr.id'),
    ...filters.map((filter) => sankey(`@type:view${filter}`)),
    // Sessions lie across both ends of these times.
    ...[[-20, 30] as const, [-10, 20] as const, [0, 10] as const, [5, 6] as const].flatMap(([from, to]) => [
      users('', '', [START + from, START + to]),
      users('@type:(view OR session OR error)', '1', [START + from, START + to]),
    ]),
    ...[[-20, 30] as const, [0, 10] as const].map(([from, to]) => funnel({ time: [START + from, START + to] })),
    ...[undefined, 10, 20].map((withinMs) =>
      funnel({ steps: [...A_TO_C, ...A_TO_C], withinMs, filter: '-@usr.id:u1' }),
    ),
    funnel({ time: [START - DAY, START + DAY], more: BY_LENGTH }),
    paths('-@usr.id:u1'),
    paths('', { conversion_type: 'drop-off' }),
  ]
  const same = fc.asyncProperty(world, async (events) => {
    await store.fill(events)
    for (const question of questions) await store.ask(NOW, question)
  })
  await fc.assert(same, { numRuns: Number(process.env.RUNS ?? 3) })
}, 240_000)
