import { expect, test } from 'vitest'
import { skewKeeper } from './skew.ts'

const now = Date.UTC(2026, 10, 22)
const hour = 3_600_000

test('what the network can explain is no skew', () => {
  const skewOf = skewKeeper()
  expect([
    skewOf('a', now, now),
    skewOf('b', now, now - 60_000),
    skewOf('c', now, null),
    skewOf('d', now, Number.NaN),
  ]).toEqual([0, 0, 0, 0])
  expect(skewOf('e', now, now - 60_001)).toBe(60_001)
  expect(skewOf('f', now, now + hour)).toBe(-hour)
})

test('what was recorded and is sent days later keeps its dates; a clock that is years off or ahead is mended', () => {
  const skewOf = skewKeeper()
  const day = 24 * hour
  expect(skewOf('a', now, now - day)).toBe(day)
  expect(skewOf('b', now, now - 4 * day)).toBe(0)
  expect(skewOf('c', now, now - 456 * day)).toBe(0)
  expect(skewOf('d', now, now - 3650 * day)).toBe(3650 * day)
  expect(skewOf('e', now, now + 4 * day)).toBe(-4 * day)
})

test('a session keeps its first skew until its clock is set', () => {
  const skewOf = skewKeeper()
  expect(skewOf('a', now, now - hour)).toBe(hour)
  expect(skewOf('a', now, now - hour - 200_000)).toBe(hour)
  expect(skewOf('a', now, now - 10)).toBe(0)
  expect(skewOf('a', now, now - 90_000)).toBe(0)
  expect(skewOf('b', now, now - 90_000)).toBe(90_000)
})

test('it remembers the sessions heard of lately, and only so many', () => {
  const skewOf = skewKeeper()
  for (let i = 0; i < 60_000; i++) skewOf(`s${i}`, now, now - hour)
  expect(skewOf('s59999', now, now - hour - 1000)).toBe(hour)
  expect(skewOf('s0', now, now - hour - 1000)).toBe(hour + 1000)
})
