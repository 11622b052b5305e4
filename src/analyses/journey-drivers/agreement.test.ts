import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { type Happened, tellFunnel } from '../../../test/support/evaluator/funnel.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { JourneyListRequest } from '../funnel/definition.ts'
import { answerJourneyList } from '../funnel/list.ts'
import { answerDrivers } from './answer.ts'
import { DriversRequest } from './definition.ts'
import { tested } from './statistics.ts'

const store = storeOfFile()

const START = Date.parse('2031-06-02T00:00:00Z')
const RANGE = { from: START, to: START + 10_000 }
const SLOW = 500

const events = fc
  .array(
    fc.array(
      fc.record({
        what: fc.constantFrom<Pick<PlainEvent, 'type' | 'name' | 'loading' | 'frustrations'>>(
          { type: 'view', name: 'a' },
          { type: 'view', name: 'a', loading: 900 },
          { type: 'view', name: 'b' },
          { type: 'view', name: 'c' },
          { type: 'view', name: 'x', loading: 100 },
          { type: 'view', name: 'x', loading: SLOW },
          { type: 'action', name: 'y' },
          { type: 'action', name: 'y', frustrations: ['rage_click', 'dead_click'] },
          { type: 'server', name: 'z' },
          { type: 'error', name: 'Oh "no" (\\*)' },
        ),
        at: fc.nat(12),
        country: fc.constantFrom('', 'Nepal', 'Chile'),
      }),
      { minLength: 1, maxLength: 9 },
    ),
    { minLength: 40, maxLength: 60 },
  )
  .map((people) =>
    people.flatMap((own, p) =>
      own.map(
        ({ what, at, country }): PlainEvent => ({
          ...what,
          at: START + at * 100,
          ...{ session: `s${p}`, user: `u${p % 30}`, country, settled: p % 2 === 0 },
        }),
      ),
    ),
  )

const question = fc.record({
  key: fc.constantFrom('@session.id' as const, '@usr.id' as const),
  windowMs: fc.constantFrom(undefined, 300, 600),
  span: fc.constantFrom([1, 2] as const, [2, 3] as const, [1, 3] as const),
})

const isStep = (event: PlainEvent, step: number) => event.type === 'view' && event.name === 'abc'[step - 1]

interface Walk {
  who: string
  made: boolean
  /** On the first step's event, of several in one millisecond the first to arrive. */
  start: PlainEvent
  between: PlainEvent[]
}

/** Slow and obvious: who came to the first of two steps, whether on to the other, and what happened in between. */
const walksOf = (all: readonly PlainEvent[], { key, windowMs, span: [a, b] }: Question): Walk[] => {
  const whoOf = (event: PlainEvent) => (key === '@usr.id' ? event.user! : event.session)
  const limit = windowMs ?? (key === '@usr.id' ? 86_400_000 : null)
  const happened = all.map(
    (event): Happened => ({
      ...{ who: whoOf(event), at: event.at },
      steps: [1, 2, 3].filter((step) => isStep(event, step)),
    }),
  )
  const { at } = tellFunnel(happened, { steps: 3, windowMs: limit })
  return [...at].flatMap(([who, times]): Walk[] => {
    if (times.length < a) return []
    const own = all.filter((event) => whoOf(event) === who)
    const made = times.length >= b
    const since = times[a - 1]!
    const isInTime = (event: PlainEvent) =>
      made ? event.at < times[b - 1]! : limit === null || event.at <= times[0]! + limit
    const isPassed = (event: PlainEvent) => a + 1 < b && isStep(event, a + 1)
    const start = own.find((event) => event.at === since && isStep(event, a))!
    return [{ who, made, start, between: own.filter((e) => e.at > since && isInTime(e) && !isPassed(e)) }]
  })
}
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never

/** Everything that somebody has or did, under the names that the answer has for it. */
const traitsOf = ({ start, between }: Walk): Set<string> =>
  new Set([
    `@geo.country:${start.country || 'N/A'}`,
    ...between.flatMap((event) => {
      const name = event.type === 'action' ? `click on ${event.name}` : event.name
      const slow = event.type === 'view' && (event.loading ?? 0) >= SLOW ? ['slow_view:', `slow_view:${name}`] : []
      const angry = event.frustrations?.length ? ['', ...event.frustrations].map((one) => `frustration:${one}`) : []
      const any = event.type === 'error' ? ['error:'] : []
      return [`${event.type}:${name}`, ...any, ...slow, ...angry]
    }),
  ])

const NODES = Object.fromEntries(
  [...'abc'].map((name, i) => [
    `S${i + 1}`,
    { data_source: 'product_analytics', search: { query: `@type:view @view.name:${name}` } },
  ]),
)
const queryOf = ({ key, windowMs, span: [a, b] }: Question) => ({
  search: {
    expression: 'S1 -> S2 -> S3',
    node_objects: NODES,
    join_keys: { primary: key },
    filters: windowMs ? { graph_filters: [{ name: '__dd.time_to_convert', operator: '<=', value: windowMs }] } : {},
  },
  target: { type: 'path', start: `S${a}`, end: `S${b}` },
})

const drivers = (query: object) => {
  const { attributes } = DriversRequest.parse({
    data: { type: 'journey_drivers_request', attributes: { ...RANGE, query } },
  }).data
  return store.ask(START + 90 * 86_400_000, (asking) => answerDrivers(attributes, asking))
}
const list = async (query: object) => {
  const { attributes } = JourneyListRequest.parse({
    data: { type: 'journey_list_request', attributes: { ...RANGE, query: { ...query, limit: 1000 } } },
  }).data
  return (await store.ask(START + 90 * 86_400_000, (asking) => answerJourneyList(attributes, asking))).total_count
}

const runs = { numRuns: Number(process.env.DRIVER_RUNS ?? 2), endOnFailure: true }

test('every trait has those who have it on both sides, its test and its people; and what came first is told of who left', async () => {
  await fc.assert(
    fc.asyncProperty(events, question, fc.nat(), async (all, asked, pick) => {
      await store.fill(all)
      const walks = walksOf(all, asked)
      const query = queryOf(asked)
      const answer = await drivers({ ...query, attributes: ['@geo.country'], slow_ms: SLOW, least: 2, limit: 1000 })
      const [converted, dropped] = [walks.filter(({ made }) => made), walks.filter(({ made }) => !made)]
      expect([answer.converted, answer.dropped]).toEqual([converted.length, dropped.length])
      const have = (of: readonly Walk[], trait: string) => of.filter((one) => traitsOf(one).has(trait)).length
      const told = new Map<string, object>()
      for (const trait of new Set(walks.flatMap((one) => [...traitsOf(one)]))) {
        const one = { converted: have(converted, trait), dropped: have(dropped, trait) }
        const other = { converted: converted.length - one.converted, dropped: dropped.length - one.dropped }
        if (Math.min(one.converted + one.dropped, other.converted + other.dropped) < 2) continue
        const { test, p } = tested({ with: one, without: other })
        told.set(trait, { ...one, test, p_value: p })
      }
      const rows = [...answer.attributes, ...answer.behaviours]
      const nameOf = (row: (typeof rows)[number]) =>
        'facet' in row ? `${row.facet}:${row.value}` : `${row.kind}:${row.name ?? ''}`
      const found = rows.map((row) => {
        const { converted, dropped, test, p_value } = row
        return [nameOf(row), { converted, dropped, test, p_value }] as const
      })
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(told))
      expect(answer.tests).toBe(told.size)
      await checkPeople(answer, query, pick)
      const target = { type: 'node', value: query.target.start }
      const nepal = await drivers({
        ...{ ...query, slow_ms: SLOW, least: 1, limit: 1000, attributes: [] },
        group_by: [{ facet: '@geo.country', value_filters: ['Nepal'], target }],
      })
      const [on, off] = [converted, dropped].map((of) =>
        of.filter(({ start: { country } }) => country === 'Nepal'),
      ) as [Walk[], Walk[]]
      expect([nepal.converted, nepal.dropped]).toEqual([on.length, off.length])
      for (const row of nepal.behaviours)
        expect([row.converted, row.dropped]).toEqual([have(on, nameOf(row)), have(off, nameOf(row))])
      expect(nepal.next.rows.map(({ kind, name, count }) => [`${kind}:${name}`, count]).sort()).toEqual(firsts(off))
      expect(answer.next.rows.map(({ kind, name, count }) => [`${kind}:${name}`, count]).sort()).toEqual(
        firsts(dropped),
      )
    }),
    runs,
  )
}, 300_000)

/** What those who left did first, after ties in the order in which it arrived. */
const firsts = (dropped: readonly Walk[]) => {
  const counts = new Map<string, number>()
  for (const { between } of dropped) {
    const [first] = between.filter(({ type }) => type !== 'error').sort((x, y) => x.at - y.at)
    if (!first) continue
    const name = `${first.type}:${first.type === 'action' ? 'click on ' : ''}${first.name}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].sort()
}

/** One row of each sort opens as many people as it says. */
const checkPeople = async (
  answer: Awaited<ReturnType<typeof drivers>>,
  query: ReturnType<typeof queryOf>,
  pick: number,
) => {
  const { start, end } = query.target
  const between = (search: string, more: object) => ({
    between: { query: { data_source: 'product_analytics', search: { query: search } }, start, end, ...more },
  })
  const behaviour = answer.behaviours[pick % Math.max(1, answer.behaviours.length)]
  if (behaviour && 'query' in behaviour) {
    const of = between(behaviour.query, {})
    expect(await list({ ...query, conversion_type: 'drop-off', ...of })).toBe(behaviour.dropped)
    const target = { type: 'node', value: end }
    const without = between(behaviour.query, { done: false })
    expect(await list({ ...query, target, ...without })).toBe(answer.converted - behaviour.converted)
  }
  const attribute = answer.attributes[pick % Math.max(1, answer.attributes.length)]
  if (attribute && 'facet' in attribute) {
    const target = { type: 'node', value: start }
    const group_by = [{ facet: attribute.facet, value_filters: [attribute.value], target }]
    expect(await list({ ...query, conversion_type: 'drop-off', group_by })).toBe(attribute.dropped)
  }
  const next = answer.next.rows[0]
  if (next)
    expect(await list({ ...query, conversion_type: 'drop-off', ...between(next.query, { first: true }) })).toBe(
      next.count,
    )
}

test('what no way leads through is refused, and nobody at all is no error', async () => {
  await store.fill([])
  const query = queryOf({ key: '@session.id', windowMs: undefined, span: [1, 3] })
  expect(await drivers(query)).toMatchObject({ converted: 0, dropped: 0, tests: 0, attributes: [], behaviours: [] })
  await expect(drivers({ ...query, counting: { order: 'any' } })).rejects.toThrow(/no way from one step to another/)
  await expect(drivers({ ...query, target: { type: 'path', start: 'S3', end: 'S1' } })).rejects.toThrow(/later step/)
})
