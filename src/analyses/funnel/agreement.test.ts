import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { type FunnelRule, tellFunnel } from '../../../test/support/evaluator/funnel.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { funnelAttributes, funnelSearch } from '../../../test/support/funnel-attributes.ts'
import { answerFunnel } from './answer.ts'
import { JourneyFormulaRequest, JourneyListRequest } from './definition.ts'
import { answerJourneyScalar, answerJourneyTimeseries } from './formula.ts'
import { answerJourneyList } from './list.ts'

const store = storeOfFile()

const START = Date.parse('2031-03-03T00:00:00Z')
const RANGE = { from: START, to: START + 1000 }
const NOW = START + 90 * 86_400_000

const STEPS: Record<string, (event: PlainEvent) => boolean> = {
  '@type:view @view.name:a': (e) => e.type === 'view' && e.name === 'a',
  '@type:view @view.name:b': (e) => e.type === 'view' && e.name === 'b',
  '@type:view @view.name:c': (e) => e.type === 'view' && e.name === 'c',
  '@type:view': (e) => e.type === 'view',
  '@type:view (@view.name:a OR @view.name:b)': (e) => e.type === 'view' && 'ab'.includes(e.name),
  '@type:action @action.target.name:b': (e) => e.type === 'action' && e.name === 'b',
}
const QUERIES = Object.keys(STEPS)

const EXCLUDED = ['@type:view @view.name:x', '@type:view @view.name:c']
const isExcluded = [
  (e: PlainEvent) => e.name === 'x' && e.type === 'view',
  (e: PlainEvent) => e.name === 'c' && e.type === 'view',
]

const KEYS = {
  '@session.id': (e: PlainEvent) => e.session,
  '@usr.id': (e: PlainEvent) => e.user,
  '@account.id': (e: PlainEvent) => e.account,
}
type Key = keyof typeof KEYS

const happening = fc.record({
  name: fc.constantFrom('a', 'b', 'a', 'b', 'c', 'x'),
  type: fc.constantFrom('view', 'view', 'view', 'action'),
  at: fc.nat(7),
  session: fc.nat(1),
  user: fc.nat(5),
})

/** Many people with a few events each, on few moments, so that ties and repeats are the rule; and a busy one. */
const world = fc
  .tuple(
    fc.array(happening, { minLength: 600, maxLength: 620 }),
    fc.array(fc.array(happening, { minLength: 1, maxLength: 8 }), { minLength: 80, maxLength: 110 }),
  )
  .map(([busy, people]) => [busy, ...people])
  .map((people) =>
    people.flatMap((events, p) =>
      events.map(
        ({ name, type, at, session, user }, i): PlainEvent => ({
          name,
          type: type as 'view' | 'action',
          at: START + at * 100 + (p === 0 ? i % 97 : 0),
          session: `s${p}-${session}`,
          ...(user ? { user: `u${p}` } : {}),
          account: `k${Math.floor(p / 2)}`,
          settled: (p + session) % 2 === 0,
        }),
      ),
    ),
  )

const question = fc.record({
  queries: fc.array(fc.constantFrom(...QUERIES), { minLength: 2, maxLength: 4 }),
  key: fc.constantFrom(...(Object.keys(KEYS) as Key[])),
  windowMs: fc.constantFrom(undefined, 1, 99, 100, 101, 199, 200, 201, 300),
  attempt: fc.constantFrom('earliest' as const, 'latest' as const, 'first' as const),
  exclusion: fc.constantFrom(
    undefined,
    undefined,
    { which: 0, rule: 'keep' },
    { which: 1, rule: 'keep' },
    { which: 0, rule: 'leave' },
  ),
  span: fc.tuple(fc.nat(2), fc.nat(2)),
})
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never

const prepared = (events: readonly PlainEvent[], { queries, key, windowMs, attempt, exclusion, span }: Question) => {
  const from = 1 + Math.min(span[0], queries.length - 2)
  const to = Math.min(queries.length, from + 1 + span[1])
  const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
  const search = funnelSearch(queries, { primary: key, withinMs: windowMs })
  const counting = {
    attempt,
    ...(exclusion
      ? {
          exclusion_rule: exclusion.rule,
          exclusions: [{ query: node(EXCLUDED[exclusion.which]!), from: `S${from}`, to: `S${to}` }],
        }
      : {}),
  }
  const rule: FunnelRule = {
    steps: queries.length,
    windowMs: windowMs ?? (key === '@session.id' ? null : 86_400_000),
    attempt,
    ...(exclusion ? { exclusions: [{ from, to }], exclusionRule: exclusion.rule as 'keep' | 'leave' } : {}),
  }
  const happened = events.flatMap((event) => {
    const who = KEYS[key](event)
    if (who === undefined) return []
    const steps = queries.flatMap((query, i) => (STEPS[query]!(event) ? [i + 1] : []))
    return [{ who, at: event.at, steps, excluded: exclusion && isExcluded[exclusion.which]!(event) ? [0] : [] }]
  })
  return { search, counting, told: tellFunnel(happened, rule), happened, rule, flows: exclusion?.rule !== 'leave' }
}

const funnel = (attributes: object) => store.ask(NOW, (asking) => answerFunnel(funnelAttributes(attributes), asking))

/** Each world holds dozens of people, so that few runs see many sequences; shrinking would ask for minutes. */
const runs = { numRuns: Number(process.env.FUNNEL_RUNS ?? 5), endOnFailure: true }

test('every funnel says what its definition says: ties, repeats, steps that overlap, windows to the millisecond, exclusions', async () => {
  await fc.assert(
    fc.asyncProperty(
      world,
      fc.array(question, { minLength: 3, maxLength: 3 }),
      fc.nat(3),
      async (events, questions, step) => {
        await store.fill(events)
        for (const one of questions) await checkFigures(events, one)
        await checkLists(events, questions[0]!, step)
      },
    ),
    runs,
  )
}, 300_000)

const checkFigures = async (events: readonly PlainEvent[], one: Question) => {
  const { search, counting, told, flows } = prepared(events, one)
  const unique = await funnel({ ...RANGE, query: { search, counting } })
  expect(unique.funnel_steps.map((step) => step.value)).toEqual(told.unique)
  const whole = [...told.at.values()].filter((at) => at.length === one.queries.length).map((at) => at.at(-1)! - at[0]!)
  expect(unique.end_to_end_elapsed_time).toEqual(summed(whole))
  for (let i = 1; i < one.queries.length; i++) {
    const between = [...told.at.values()].filter((at) => at.length > i).map((at) => at[i]! - at[i - 1]!)
    expect(unique.funnel_steps[i - 1]!.elapsed_time_to_next_step).toEqual(summed(between))
  }
  if (!flows) return
  const total = await funnel({ ...RANGE, query: { search, counting, compute: { aggregation: 'count' } } })
  expect(total.funnel_steps.map((step) => step.value)).toEqual(told.total)
}

const summed = (times: readonly number[]) =>
  times.length
    ? { min: Math.min(...times), max: Math.max(...times), avg: times.reduce((a, b) => a + b, 0) / times.length }
    : { min: 0, max: 0, avg: 0 }

/** Lists are as long as their bars, with the times of the counted attempt; periods of flows add up to the funnel. */
const checkLists = async (events: readonly PlainEvent[], one: Question, step: number) => {
  const { search, counting, told, flows } = prepared(events, one)
  const number = Math.min(step + 1, one.queries.length)
  const target = { type: 'node', value: `S${number}` }
  const list = (conversion_type: string, more: object = {}) => {
    const attributes = JourneyListRequest.parse({
      data: {
        type: 'journey_list_request',
        attributes: {
          ...RANGE,
          query: {
            search,
            counting,
            target,
            conversion_type,
            ...more,
            limit: 1000,
            computed_columns: [{ name: 'first_conversion_timestamps' }],
          },
        },
      },
    }).data.attributes
    return store.ask(NOW, (asking) => answerJourneyList(attributes, asking))
  }
  const made = await list('conversion')
  expect(made.total_count).toBe(told.unique[number - 1])
  const times = made.records.map((row) => one.queries.flatMap((_, i) => row[`S${i + 1}_timestamp`] ?? []) as number[])
  const expected = [...told.at.values()].filter((at) => at.length >= number)
  expect(times.map(String).sort()).toEqual(expected.map(String).sort())
  const [a, b] = number === one.queries.length ? [number - 1, number] : [number, number + 1]
  expect((await list('drop-off')).total_count).toBe(told.unique[a! - 1]! - told.unique[b! - 1]!)
  if (!flows) return
  const formula = (aggregation: string, interval: number) =>
    JourneyFormulaRequest.parse({
      data: {
        type: 'formula_journey_request',
        attributes: { ...RANGE, query: { search, counting, compute: { aggregation, target, interval } } },
      },
    }).data.attributes
  const scalar = await store.ask(NOW, (asking) => answerJourneyScalar(formula('count', 200), asking))
  expect(scalar.columns[0]!.values).toEqual([told.total[number - 1]])
  const series = await store.ask(NOW, (asking) => answerJourneyTimeseries(formula('count', 200), asking))
  expect(series.values[0]!.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(told.total[number - 1])
  const entities = await store.ask(NOW, (asking) => answerJourneyTimeseries(formula('cardinality', 300), asking))
  const period = step % entities.values[0]!.length
  const begun = { from: START + 300 * period, to: START + 300 * (period + 1) }
  const inPeriod = await list('conversion', { begun })
  expect(inPeriod.total_count).toBe(entities.values[0]![period])
  const begins = inPeriod.records.map((row) => Number(row.S1_timestamp))
  expect(begins.filter((at) => at < begun.from || at >= begun.to)).toEqual([])
}
