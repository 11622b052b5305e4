import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EventStore, openEventStore, type PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { type SlowPaths, slowPaths } from '../../../test/support/evaluator/journey-paths.ts'
import { answerPaths } from './answer.ts'
import { JourneyPathsRequest } from './definition.ts'

let store: EventStore
beforeAll(async () => {
  store = await openEventStore()
})
afterAll(() => store.close())

const T = Date.UTC(2026, 10, 10)
const HOUR = 3_600_000

interface Case {
  events: PlainEvent[]
  dropped: boolean
  byUser: boolean
  windowMs: number | null
  /** `any`: one event may be start and end. */
  end: '/c' | 'any'
  kinds: ('view' | 'action')[]
  hide: boolean
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    events: fc.array(
      fc.record({
        type: fc.constantFrom('view' as const, 'view' as const, 'action' as const),
        name: fc.constantFrom('/a', '/b', '/c', '/d'),
        at: fc.integer({ min: 0, max: 10 }).map((n) => T + n * HOUR),
        who: fc.integer({ min: 0, max: 5 }),
      }),
      { maxLength: 40 },
    ),
    dropped: fc.boolean(),
    byUser: fc.boolean(),
    windowMs: fc.constantFrom(null, HOUR, 3 * HOUR),
    end: fc.constantFrom('/c' as const, 'any' as const),
    kinds: fc.constantFrom<Case['kinds'][number][][]>(['view', 'action'], ['view'], ['action']),
    hide: fc.boolean(),
  })
  .map(({ events, ...rest }) => ({
    ...rest,
    events: events.map(({ who, ...event }) => ({
      ...event,
      session: `s${who}`,
      ...(who < 4 ? { user: `u${who % 2}` } : {}),
      settled: who % 2 === 0,
    })),
  }))

const DAY = 24 * HOUR

const slow = (one: Case): SlowPaths => ({
  from: T,
  to: T + DAY,
  dropped: one.dropped,
  windowMs: one.windowMs ?? (one.byUser ? DAY : null),
  entityOf: (event) => (one.byUser ? event.user : event.session),
  isStart: (event) => event.type === 'view' && event.name === '/a',
  isEnd: (event) => event.type === 'view' && (one.end === 'any' || event.name === '/c'),
  nameOf: (event) => {
    if (!one.kinds.some((kind) => kind === event.type)) return undefined
    if (one.hide && event.type === 'view' && event.name === '/b') return undefined
    return event.type === 'view' ? `view ${event.name}` : `action click on ${event.name}`
  },
})

const ask = (one: Case) => {
  const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
  const { attributes } = JourneyPathsRequest.parse({
    data: {
      type: 'journey_request',
      attributes: {
        from: T,
        to: T + DAY,
        query: {
          search: {
            expression: 'A -> B',
            node_objects: {
              A: node('@type:view @view.name:/a'),
              B: node(one.end === 'any' ? '@type:view' : '@type:view @view.name:/c'),
            },
            join_keys: { primary: one.byUser ? '@usr.id' : '@session.id' },
            filters: one.windowMs
              ? { graph_filters: [{ name: '__dd.time_to_convert', operator: '<=', value: one.windowMs }] }
              : {},
          },
          conversion_type: one.dropped ? 'drop-off' : 'conversion',
          events: one.kinds,
          hide: one.hide ? [{ type: 'view', name: '/b' }] : [],
          limit: 1000,
        },
      },
    },
  }).data
  return store.ask(T, (asking) => answerPaths(attributes, asking))
}

test('all paths are those that slow reading finds', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      await store.fill(one.events)
      const expected = [...slowPaths(one.events, slow(one))].map(([path, took]) => ({
        path,
        value: took.length,
        min: took[0],
        max: took.at(-1),
        avg: took.reduce((sum, ms) => sum + ms, 0) / took.length,
      }))
      const answer = await ask(one)
      const got = answer.paths.map(({ events, value, elapsed_time }) => ({
        path: events.map(({ type, name }) => `${type} ${name}`).join(' > '),
        value,
        ...elapsed_time,
      }))
      const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)
      expect(got.sort(byPath)).toEqual(expected.sort(byPath))
      expect(answer.total_count).toBe(expected.reduce((sum, { value }) => sum + value, 0))
      expect(answer.other).toEqual({ paths: 0, value: 0 })
    }),
    { numRuns: 20, interruptAfterTimeLimit: 40_000 },
  )
})
