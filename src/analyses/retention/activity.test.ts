import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { answerGrid, answerList, answerScalar, answerTimeseries } from './answer.ts'
import { RetentionFormulaRequest, RetentionListRequest } from './definition.ts'
import { STATES } from './states.ts'

const store = storeOfFile()

const DAY = 86_400_000
const FIRST = Date.UTC(2020, 0, 11)

const attributesOf = (metric: string, days: number, quantity = 1, more: object = {}) =>
  RetentionFormulaRequest.parse({
    data: {
      type: 'formula_retention_request',
      attributes: {
        from: FIRST,
        to: FIRST + days * DAY,
        query: {
          search: {
            retention_entity: '@usr.id',
            return_condition: 'conversion_on',
            cohort_criteria: {
              base_query: { data_source: 'product_analytics', search: { query: '@type:view' } },
              time_interval: { type: 'calendar', value: { type: 'day', quantity } },
            },
          },
          compute: { metric },
          ...more,
        },
      },
    },
  }).data.attributes

const view = (user: string, day: number): PlainEvent => ({
  type: 'view',
  name: '/',
  at: FIRST + day * DAY + DAY / 2,
  session: `${user} ${day}`,
  user,
  settled: day % 2 === 0,
})
const stickiness = async (attributes: ReturnType<typeof attributesOf>) =>
  (await store.ask(FIRST + 999 * DAY, (asking) => answerScalar(attributes, asking))).columns.at(-1)!.values

// PostHog/posthog posthog/hogql_queries/insights/test/test_stickiness_query_runner.py@7c159bb4
test('people by the days on which they were active', async () => {
  const nine = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((day) => view('p1', day))
  await store.fill([...nine, ...[0, 2, 4, 6, 8].map((day) => view('p2', day))])
  expect(await stickiness(attributesOf('__wayworn.stickiness', 10))).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 1, 0])
})

const listed = async (computation_scope: object, days: number, more: object = {}) => {
  const { query, ...rest } = attributesOf('__wayworn.stickiness', days)
  const { attributes } = RetentionListRequest.parse({
    data: {
      type: 'retention_list_request',
      attributes: { ...rest, query: { search: { ...query.search, ...more }, computation_scope } },
    },
  }).data
  const { records, total_count } = await store.ask(FIRST + 999 * DAY, (asking) => answerList(attributes, asking))
  expect(records).toHaveLength(total_count)
  return total_count
}

const DAYS = 8

test('states add up: who is there today is new, or was there yesterday and has not gone, or is back', async () => {
  const visits = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: DAYS - 1 })), {
    maxLength: 25,
  })
  await fc.assert(
    fc.asyncProperty(visits, async (all) => {
      await store.fill(all.map(([who, day]) => view(`u${who}`, day)))
      const activeOn = (who: number, day: number) => all.some(([w, d]) => w === who && d === day)
      const seenBefore = (who: number, day: number) => all.some(([w, d]) => w === who && d < day)
      const count = (is: (who: number, day: number) => boolean) =>
        Array.from({ length: DAYS }, (_, day) => [0, 1, 2, 3, 4].filter((who) => is(who, day)).length)
      const expected = [
        count((who, day) => activeOn(who, day) && !seenBefore(who, day)),
        count((who, day) => activeOn(who, day) && activeOn(who, day - 1)),
        count((who, day) => activeOn(who, day) && !activeOn(who, day - 1) && seenBefore(who, day)),
        count((who, day) => !activeOn(who, day) && activeOn(who, day - 1)),
      ]
      const attributes = attributesOf('__wayworn.lifecycle', DAYS)
      const { values } = await store.ask(FIRST + 999 * DAY, (asking) => answerTimeseries(attributes, asking))
      expect(values).toEqual(expected)
      const sizes = count(activeOn)
      expect(values[0]!.map((n, day) => n! + values[1]![day]! + values[2]![day]!)).toEqual(sizes)
      const days = await stickiness(attributesOf('__wayworn.stickiness', DAYS))
      expect((days as number[]).reduce((sum, n, i) => sum + n * (i + 1), 0)).toBe(sizes.reduce((a, b) => a + b, 0))
      const [day, i] = [all.length % DAYS, all.length % STATES.length]
      const state = { type: 'state', state: STATES[i], period_target: { type: 'index', value: day } }
      expect(await listed(state, DAYS)).toBe(values[i]![day])
      expect(await listed({ type: 'active_periods', value: day + 1 }, DAYS)).toBe(days[day])
    }),
    { numRuns: 8, interruptAfterTimeLimit: 40_000 },
  )
})

test('a metric is answered where it belongs', async () => {
  const asked = (metric: string, more: object = {}) =>
    store.ask(FIRST, (asking) => answerGrid(attributesOf(metric, 3, 1, more), asking))
  await expect(asked('__wayworn.stickiness')).rejects.toThrow(/retention\/scalar/)
  await expect(asked('__wayworn.lifecycle')).rejects.toThrow(/retention\/timeseries/)
  const return_criteria = { base_query: { data_source: 'product_analytics', search: { query: '@type:view' } } }
  await expect(listed({ type: 'active_periods', value: 1 }, 3, { return_criteria })).rejects.toThrow(
    /start event alone/,
  )
})
