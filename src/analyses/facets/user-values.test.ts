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
