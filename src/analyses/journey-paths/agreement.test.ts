import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { type SlowPaths, slowPaths } from '../../../test/support/evaluator/journey-paths.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { answerPaths } from './answer.ts'
import { JourneyPathsListRequest, JourneyPathsRequest } from './definition.ts'
import { answerPathsList } from './list.ts'

const store = storeOfFile()

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

const asked = (one: Case) => {
  const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
  return {
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
  }
}

const ask = (one: Case, more = {}) => {
  const attributes = { from: T, to: T + DAY, query: { ...asked(one), ...more } }
  const request = JourneyPathsRequest.parse({ data: { type: 'journey_request', attributes } })
  return store.ask(T, (asking) => answerPaths(request.data.attributes, asking))
}

const askList = (one: Case, more: object) => {
  const attributes = { from: T, to: T + DAY, query: { ...asked(one), entity_columns: ['@view.name'], ...more } }
  const request = JourneyPathsListRequest.parse({ data: { type: 'journey_paths_list_request', attributes } })
  return store.ask(T, (asking) => answerPathsList(request.data.attributes, asking))
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

test('every list is as long as its path says, cut paths too, and names each entity once', async () => {
  await fc.assert(
    fc.asyncProperty(cases, fc.constantFrom(1, 50), async (one, most_events) => {
      await store.fill(one.events)
      const { paths, total_count } = await ask(one, { most_events })
      const key = one.byUser ? '@usr.id' : '@session.id'
      for (const { events, is_cut, value } of paths) {
        const list = await askList(one, { most_events, path: { events, is_cut } })
        const ids = new Set(list.records.map((record) => record[key]))
        expect([list.records.length, ids.size, list.total_count]).toEqual([value, value, value])
      }
      expect((await askList(one, { most_events })).total_count).toBe(total_count)
    }),
    { numRuns: 6, interruptAfterTimeLimit: 30_000 },
  )
})
