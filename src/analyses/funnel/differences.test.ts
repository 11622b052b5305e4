import { beforeAll, expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { answerFunnel } from './answer.ts'
import { DifferencesRequest, FunnelRequest } from './definition.ts'
import { answerDifferences } from './differences.ts'

const START = Date.parse('2031-07-07T00:00:00Z')
const [HOUR, DAY] = [3_600_000, 86_400_000]
const RANGE = { from: START, to: START + 30 * DAY }
const NOW = START + 90 * DAY

const store = storeOfFile()
beforeAll(() => store.fill(EVENTS))

const ways: Record<string, [hours: number, name: string][]> = {
  // Everybody counts these two alike.
  plain: [
    [0, 'a'],
    [1, 'b'],
    [2, 'c'],
  ],
  stays: [[0, 'a']],
  // Three days: within Mixpanel's and PostHog's windows, not within a day.
  slow: [
    [0, 'a'],
    [20, 'b'],
    [72, 'c'],
  ],
  // The first attempt runs out of time in any of them, the second one converts.
  returns: [
    [0, 'a'],
    [400, 'a'],
    [401, 'b'],
    [402, 'c'],
  ],
  // Help between the steps: who keeps the steps before it has one, who leaves has none.
  helped: [
    [0, 'a'],
    [1, 'x'],
    [2, 'b'],
    [3, 'c'],
  ],
  // Another view in between.
  strays: [
    [0, 'a'],
    [1, 'y'],
    [2, 'b'],
    [3, 'c'],
  ],
}
const EVENTS = Object.entries(ways).flatMap(([user, steps]) =>
  steps.map(
    ([hours, name], i): PlainEvent => ({
      ...{ type: 'view', name, at: START + hours * HOUR, session: `${user}${i}`, user, country: `of ${user}` },
      settled: user.length % 2 === 0,
    }),
  ),
)

const node = (name: string) => ({
  data_source: 'product_analytics',
  search: { query: `@type:view @view.name:${name}` },
})
const search = {
  expression: 'a -> b -> c',
  node_objects: { a: node('a'), b: node('b'), c: node('c') },
  join_keys: { primary: '@usr.id' },
}
const exclusions = [{ query: node('x'), from: 'a', to: 'b' }]

const differences = (counting: object, against: object, more: object = {}) => {
  const query = { search, counting, against, entity_columns: ['@geo.country'], ...more }
  const { attributes } = DifferencesRequest.parse({
    data: { type: 'journey_differences_request', attributes: { ...RANGE, query } },
  }).data
  return store.ask(NOW, (asking) => answerDifferences(attributes, asking))
}
const funnel = async (counting: object) => {
  const { attributes } = FunnelRequest.parse({
    data: { type: 'journey_request', attributes: { ...RANGE, query: { search, counting } } },
  }).data
  return (await store.ask(NOW, (asking) => answerFunnel(attributes, asking))).funnel_steps.map((step) => step.value)
}

test('two ways to count are told by the people on whom they differ, and by the rule that decides', async () => {
  const [own, against] = [
    { preset: 'datadog', exclusions },
    { preset: 'posthog', exclusions },
  ]
  const answer = await differences(own, against)
  const told = answer.records.map((one) => [one['@usr.id'], one.reached, one.reached_against, one.rules])
  expect(told).toEqual([
    ['helped', 1, 0, ['exclusion_rule']],
    ['slow', 2, 3, ['window']],
  ])
  expect(answer.rules).toEqual([
    { rule: 'window', own: DAY, against: 14 * DAY },
    { rule: 'exclusion_rule', own: 'keep', against: 'leave' },
    { rule: 'attempt', own: 'earliest', against: 'latest' },
  ])
  expect([answer.entities, answer.differing, answer.total_count]).toEqual([6, 2, 2])
  expect(answer.records[1]).toMatchObject({
    '@geo.country': 'of slow',
    at: [START, START + 20 * HOUR],
    at_against: [START, START + 20 * HOUR, START + 72 * HOUR],
  })
  for (const [counting, key] of [
    [own, 'reached'],
    [against, 'reached_against'],
  ] as const) {
    const made = [1, 2, 3].map((step) =>
      answer.pairs.filter((pair) => pair[key] >= step).reduce((sum, { count }) => sum + count, 0),
    )
    expect(made).toEqual(await funnel(counting))
  }
})

test('the first attempt alone, and strict order, decide where they do; a pair opens its people', async () => {
  const mixpanel = await differences({ preset: 'mixpanel' }, { preset: 'posthog' })
  expect(mixpanel.records.map((one) => [one['@usr.id'], one.rules])).toEqual([['returns', ['attempt']]])
  const strict = await differences(
    {},
    { order: 'strict' },
    {
      pair: { reached: 3, reached_against: 1, rules: ['order'] },
    },
  )
  expect(strict.records.map((one) => [one['@usr.id'], one.rules])).toEqual([
    ['helped', ['order']],
    ['strays', ['order']],
  ])
  const others = { pair: { reached: 3, reached_against: 1, rules: [] } }
  expect((await differences({}, { order: 'strict' }, others)).total_count).toBe(0)
  const same = await differences({ preset: 'amplitude' }, {})
  expect([same.rules, same.differing, same.records]).toEqual([[], 0, []])
  await expect(differences({}, { order: 'any', exclusions })).rejects.toMatchObject({
    source: { pointer: '/data/attributes/query/against/exclusions' },
  })
})
