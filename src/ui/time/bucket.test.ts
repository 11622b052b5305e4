import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketEnd, bucketLabel, parseRollup, partOf, printRollup, ROLLUP_TYPES, rollupFor } from './bucket.ts'
import { tickLabel, timeTicks } from './ticks.ts'

const at = (text: string) => Date.parse(text)
const PARIS = 'Europe/Paris'
const DAY = 86_400_000

test('the bucket follows the range', () => {
  const of = (ms: number) => printRollup(rollupFor({ from: 0, to: ms }))
  expect(of(15 * 60_000)).toBe('minute')
  expect(of(4 * 3_600_000)).toBe('5minute')
  expect(of(DAY)).toBe('hour')
  expect(of(7 * DAY)).toBe('4hour')
  expect(of(31 * DAY)).toBe('day')
  expect(of(366 * DAY)).toBe('week')
  expect(of(900 * DAY)).toBe('month')
})

test('a roll-up survives the URL', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ROLLUP_TYPES), fc.integer({ min: 1, max: 9999 }), (type, quantity) => {
      expect(parseRollup(printRollup({ type, quantity }))).toEqual({ type, quantity })
    }),
  )
  expect(parseRollup('0day')).toBeNull()
  expect(parseRollup('fortnight')).toBeNull()
})

test('a day of 25 hours ends after 25 hours', () => {
  const start = at('2026-10-24T22:00Z')
  expect(bucketEnd(start, { type: 'day', quantity: 1 }, PARIS) - start).toBe(25 * 3_600_000)
  expect(bucketEnd(at('2026-01-01T00:00Z'), { type: 'quarter', quantity: 1 }, 'UTC')).toBe(at('2026-04-01T00:00Z'))
})

test('a bucket says why it is not whole', () => {
  const day = { type: 'day', quantity: 1 } as const
  const span = { from: at('2026-11-01T06:00Z'), to: at('2026-11-05T00:00Z') }
  const part = (start: string, now: string) => partOf(at(start), day, 'UTC', span, at(now))
  expect(part('2026-11-01T00:00Z', '2026-11-20T00:00Z')).toBe('cut')
  expect(part('2026-11-02T00:00Z', '2026-11-20T00:00Z')).toBeNull()
  expect(part('2026-11-04T00:00Z', '2026-11-04T12:00Z')).toBe('running')
})

test('names of buckets', () => {
  const label = (text: string, type: 'hour' | 'day' | 'week' | 'month' | 'quarter') =>
    bucketLabel(at(text), { type, quantity: 1 }, 'UTC', 'en-GB')
  expect(label('2026-11-22T14:00Z', 'hour')).toBe('Sun, 22 Nov 2026, 14:00 – 15:00')
  expect(label('2026-11-22T00:00Z', 'day')).toBe('Sun, 22 Nov 2026')
  expect(label('2026-11-16T00:00Z', 'week')).toBe('Week of Mon, 16 Nov 2026')
  expect(label('2026-11-01T00:00Z', 'month')).toBe('November 2026')
  expect(label('2026-10-01T00:00Z', 'quarter')).toBe('Q4 2026')
})

test('marks are few, ascending, and among the buckets', () => {
  const zone = fc.constantFrom('UTC', PARIS, 'Asia/Kolkata', 'America/New_York')
  const step = fc.constantFrom(60_000, 300_000, 3_600_000, 4 * 3_600_000, DAY, 7 * DAY)
  fc.assert(
    fc.property(zone, step, fc.integer({ min: 1, max: 400 }), fc.integer({ min: 2, max: 14 }), (z, ms, count, most) => {
      const times = Array.from({ length: count }, (_, i) => at('2026-01-05T00:00Z') + i * ms)
      const marks = timeTicks(times, z, most)
      expect(marks.length).toBeGreaterThan(0)
      expect(marks.length).toBeLessThanOrEqual(most)
      expect(marks).toEqual([...new Set(marks)].sort((a, b) => a - b))
      expect(marks.every((i) => i >= 0 && i < count)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('marks fall on round local times', () => {
  const times = Array.from({ length: 72 }, (_, i) => at('2026-11-01T23:00Z') + i * 3_600_000)
  const marks = timeTicks(times, PARIS, 8)
  expect(marks.map((i) => tickLabel(times[i]!, 3_600_000, PARIS, 'en-GB'))).toEqual([
    '2 Nov',
    '12:00',
    '3 Nov',
    '12:00',
    '4 Nov',
    '12:00',
  ])
  expect(tickLabel(at('2026-01-01T00:00Z'), 31 * DAY, 'UTC', 'en')).toBe('2026')
  expect(tickLabel(at('2026-02-01T00:00Z'), 28 * DAY, 'UTC', 'en')).toBe('Feb')
})
