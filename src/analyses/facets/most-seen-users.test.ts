import { expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { facetValues } from './values.ts'

const store = storeOfFile()

const DAY = 86_400_000
const START = Date.parse('2031-03-03T00:00:00Z')
const NOW = START + 10 * DAY

/** Events of one settled session of a user, so many. */
const seen = (user: string, day: number, events: number, more: Partial<PlainEvent> = {}): PlainEvent[] =>
  Array.from({ length: events }, (_, i) => ({
    type: 'view',
    name: 'a',
    at: START + day * DAY + i,
    session: `${user}-${day}`,
    user,
    settled: true,
    ...more,
  }))

/** More than are counted first, each with three events of the first day. */
const CROWD = Array.from({ length: 120 }, (_, i) => seen(`c${i}`, 0, 3)).flat()

/** Of the views within these days, and of how many users' sessions statements tell. */
const topOf = async (from: number, to: number, limit = 3) => {
  const asked = {
    facet: '@usr.id',
    term: '',
    query: '@type:view',
    from: START + from * DAY,
    to: START + to * DAY,
    limit,
  }
  let isOfMany = false
  const found = await store.ask(NOW, async (asking) => {
    const values = await facetValues(asked, asking)
    // Asked of the events as well, to compare.
    if (asking.way?.() === 'counts') isOfMany = asking.statements().some((text) => text.includes("usr_id != ''"))
    return values
  })
  return { found: found.map(({ value, count }) => `${value} ${count}`), isOfMany }
}

test('the users with the most events are those of all time where these leave no doubt', async () => {
  await store.fill([...CROWD, ...seen('x', 1, 7), ...seen('y', 1, 6), ...seen('z', 1, 5)])
  await store.keepProfiles()
  expect(await topOf(0, 5)).toEqual({ found: ['x 7', 'y 6', 'z 5'], isOfMany: false })
})

test('where others may have as many, all are counted', async () => {
  await store.fill([...CROWD, ...seen('x', 1, 9), ...seen('y', 1, 2), ...seen('d', 0, 2), ...seen('c7', 1, 1)])
  await store.keepProfiles()
  expect(await topOf(1, 5)).toEqual({ found: ['x 9', 'y 2', 'c7 1'], isOfMany: true })
  expect(await topOf(1, 5, 1)).toEqual({ found: ['x 9'], isOfMany: false })
})

test('all are counted while there is anything that profiles do not say', async () => {
  const late = { settled: false, session: 'late' }
  await store.fill([
    ...CROWD,
    ...seen('x', 1, 9),
    ...seen('n', 0, 1),
    ...seen('n', 1, 8, late),
    ...seen('', 1, 7, { device: 'd', session: 'dd' }),
    ...seen('m', 2, 1, { device: 'd', settled: false, session: 'mm' }),
    ...seen('k', 0, 1, { device: 'e' }),
    ...seen('', 1, 9, { device: 'e', settled: false, session: 'ee' }),
  ])
  await store.keepProfiles()
  expect(await topOf(0, 5)).toEqual({ found: ['k 10', 'n 9', 'x 9'], isOfMany: true })
  for (const limit of [1, 2, 4])
    expect((await topOf(0, 5, limit)).found).toEqual(['k 10', 'n 9', 'x 9', 'm 8'].slice(0, limit))
})
