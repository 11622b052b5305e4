import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { facetValues } from './values.ts'

/** `store.ask` holds what sequences answer to what events answer. */
const store = storeOfFile()

const START = Date.parse('2031-03-03T00:00:00Z')
const NOW = START + 86_400_000

const event = (at: number, session: string, of: Partial<PlainEvent>): PlainEvent => ({
  type: 'view',
  name: 'a',
  at: START + at,
  session,
  settled: true,
  ...of,
})

/** u1 and later u2 were on the device d1, whose nameless events are u1's; d9 is nobody's. */
const EVENTS = [
  event(0, 's1', { device: 'd1' }),
  event(1, 's1', { device: 'd1', type: 'error' }),
  event(2, 's2', { device: 'd1', user: 'u1' }),
  event(3, 's3', { device: 'd1', user: 'u2' }),
  event(4, 's4', { device: 'd1' }),
  event(5, 's5', { device: 'd2', user: 'u2', settled: false }),
  event(6, 's6', { device: 'd2', settled: false, type: 'action' }),
  event(7, 's7', { device: 'd2', user: 'u2' }),
  event(8, 's8', { device: 'd9' }),
  event(9, 's9', { device: 'd3', user: 'x1' }),
]

test('of users of whom a part of the name is told, the events of their devices count as well', async () => {
  await store.fill(EVENTS)
  const valuesOf = async (term: string, query = '') => {
    const asked = { facet: '@usr.id', term, query, from: START, to: START + 1000, limit: 10 }
    const found = await store.ask(NOW, (asking) => facetValues(asked, asking))
    return found.map(({ value, count }) => `${value} ${count}`)
  }
  // Each open session has an event of its own besides.
  expect(await valuesOf('')).toEqual(['u2 6', 'u1 4', 'x1 1'])
  expect(await valuesOf('1')).toEqual(['u1 4', 'x1 1'])
  expect(await valuesOf('U2')).toEqual(['u2 6'])
  expect(await valuesOf('u1', '@type:error')).toEqual(['u1 1'])
  expect(await valuesOf('u', '@type:(view OR action)')).toEqual(['u2 4', 'u1 3'])
  expect(await valuesOf('d1')).toEqual([])
})

const TYPES = ['view', 'action', 'server', 'error'] as const

/** Some events of a session are of the same hour, others are not. */
const STEP = 25 * 60_000

interface Drawn {
  at: number
  type: (typeof TYPES)[number]
  session: number
  user: string | undefined
  device: string | undefined
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  at: fc.nat(20).map((of) => of * STEP),
  type: fc.constantFrom(...TYPES),
  session: fc.nat(5),
  user: fc.option(fc.constantFrom('u1', 'U12', 'x%'), { nil: undefined }),
  device: fc.option(fc.constantFrom('d1', 'd2', 'u3'), { nil: undefined }),
})

/** Sessions of even numbers are settled; those of the stores of tests have no event of their own there. */
const eventOf = ({ at, type, session, user, device }: Drawn): PlainEvent =>
  event(at, `s${session}`, {
    type,
    settled: session % 2 === 0,
    ...(user ? { user } : {}),
    ...(device ? { device } : {}),
  })

/** Open sessions as events: at their begin, of whom their last view was of, else their last event. */
const ofSessions = (events: readonly PlainEvent[]): PlainEvent[] => {
  const open = events.filter(({ settled, type }) => !settled && type !== 'server')
  const bySession = [...new Set(open.map(({ session }) => session))].map((one) =>
    open.filter(({ session }) => session === one),
  )
  return bySession.map((own) => {
    const views = own.filter(({ type }) => type === 'view')
    const last = (views.length ? views : own).reduce((a, b) => (b.at >= a.at ? b : a))
    return { ...last, at: Math.min(...own.map(({ at }) => at)), name: 'session' }
  })
}

const slowValues = (events: readonly PlainEvent[], { from, to, term, types }: Asked): string[] => {
  const firstOf = (device: string) =>
    events.filter((one) => one.device === device && one.user).reduce<PlainEvent | undefined>(earlier, undefined)?.user
  const counts = new Map<string, number>()
  for (const one of [...events, ...ofSessions(events)]) {
    const type = one.name === 'session' ? 'session' : one.type
    const user = one.user ?? (one.device === undefined ? undefined : firstOf(one.device))
    const isAsked = one.at >= from && one.at < to && (!types || types.includes(type))
    if (isAsked && user?.toLowerCase().includes(term.toLowerCase())) counts.set(user, (counts.get(user) ?? 0) + 1)
  }
  return [...counts].map(([user, n]) => `${user} ${n}`).sort()
}

const earlier = (a: PlainEvent | undefined, b: PlainEvent) => (a && a.at <= b.at ? a : b)

const valuesOf = async ({ from, to, term, types }: Asked, known = {}): Promise<string[]> => {
  const query = types ? `@type:(${types.join(' OR ')})` : ''
  const request = { facet: '@usr.id', term, query, from, to, limit: 10 }
  const found = await store.ask(NOW, (asking) => facetValues(request, asking), known)
  return found.map(({ value, count }) => `${value} ${count}`).sort()
}

interface Asked {
  from: number
  to: number
  term: string
  types: readonly string[] | undefined
}

const asked: fc.Arbitrary<Asked> = fc.record({
  from: fc.nat(10).map((of) => START + of * STEP),
  to: fc.integer({ min: 11, max: 22 }).map((of) => START + of * STEP),
  term: fc.constantFrom('', '1', 'u', '%', "'", 'd'),
  types: fc.constantFrom(undefined, ['view'], ['error', 'server'], ['session', 'action']),
})

test('whoever is asked for, and whether or not the range cuts sessions, as counted one by one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(drawn, { maxLength: 60, size: 'max' }),
      fc.array(asked, { minLength: 4, maxLength: 4 }),
      async (all, questions) => {
        const events = all.map(eventOf)
        await store.fill(events)
        for (const one of questions) expect([one, await valuesOf(one)]).toEqual([one, slowValues(events, one)])
      },
    ),
    { numRuns: 12 },
  )
})

test('errors that were dropped for their age are not counted, though it is known how many there were', async () => {
  await store.fill([
    event(0, 's1', { user: 'u1' }),
    event(1, 's1', { user: 'u1', type: 'error' }),
    event(10, 's2', { user: 'u1', type: 'error' }),
  ])
  await store.drop('error', START + 5)
  const known = { keptMs: { error: NOW - START - 5 } }
  const since = (from: number) => ({ from, to: START + 20, term: 'u', types: undefined })
  expect(await valuesOf(since(START), known)).toEqual(['u1 2'])
  expect(await valuesOf(since(START + 5), known)).toEqual(['u1 1'])
})
