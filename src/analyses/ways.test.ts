import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EventStore, openEventStore } from '../../test/support/evaluator/event-store.ts'
import type { Asking } from './asking.ts'
import { answerFunnel } from './funnel/answer.ts'
import { FunnelRequest } from './funnel/definition.ts'

/** What sequences carry is answered from them; `store.ask` holds the answer to that of the events, whatever the way. */
let store: EventStore
beforeAll(async () => {
  store = await openEventStore()
})
afterAll(() => store.close())

const START = Date.parse('2031-03-03T00:00:00Z')
const NOW = START + 90 * 86_400_000

interface Asked {
  key?: string
  filter?: string
  steps?: string[]
  counting?: object
  group_by?: readonly object[]
}

const STEPS = ['@type:view @view.name:a', '@type:action @action.target.name:b']

const funnel = ({ key = '@session.id', filter = '', steps = STEPS, counting = {}, group_by = [] }: Asked) => {
  const nodes = steps.map((query, i) => [`S${i}`, { data_source: 'product_analytics', search: { query } }])
  const search = {
    expression: steps.map((_, i) => `S${i}`).join(' -> '),
    node_objects: Object.fromEntries(nodes),
    join_keys: { primary: key },
    filters: { string_filter: filter },
  }
  const attributes = { from: START, to: START + 1000, query: { search, counting, group_by } }
  const parsed = FunnelRequest.parse({ data: { type: 'journey_request', attributes } }).data.attributes
  return (asking: Asking) => answerFunnel(parsed, asking)
}

test.each<[string, Asked, string]>([
  ['a plain one', {}, 'sequences'],
  ['of users', { key: '@usr.id' }, 'sequences'],
  ['with filters that rows carry', { filter: '@geo.country:(France OR Nepal) -@device.type:Mobile' }, 'sequences'],
  ['with a wildcard over names', { steps: ['@type:view @view.name:a*', STEPS[1]!] }, 'sequences'],
  ['with a condition on one step', { steps: [STEPS[0]!, `${STEPS[1]} @geo.country:France`] }, 'sequences'],
  ['by country', { group_by: [{ facet: '@geo.country' }] }, 'sequences'],
  ['with a filter that rows do not carry', { filter: '@context.plan:gold' }, 'events'],
  ['with one condition on both', { filter: '@geo.country:France OR @view.name:a' }, 'events'],
  ['with a step of any type', { steps: ['@view.name:a', '*'] }, 'events'],
  ['with a free word', { steps: ['@type:view a', STEPS[1]!] }, 'events'],
  ['in strict order', { counting: { order: 'strict' } }, 'events'],
])('a funnel %s', async (_, asked, way) => {
  expect(await store.way(NOW, funnel(asked))).toBe(way)
})
