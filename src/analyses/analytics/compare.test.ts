import { expect, test } from 'vitest'
import { bucketsOf } from '../../query/bucket.ts'
import { oppositeBuckets, otherPeriodOf } from './compare.ts'
import type { Compare } from './definition.ts'

const at = (text: string) => Date.parse(text)
const iso = (ms: number) => new Date(ms).toISOString().replace(':00.000Z', 'Z')

const cases: [to: Compare['to'], zone: string, from: string, until: string, otherFrom: string, otherTo: string][] = [
  ['previous', 'UTC', '2026-03-01T00:00Z', '2026-04-01T00:00Z', '2026-02-01T00:00Z', '2026-03-01T00:00Z'],
  ['previous', 'UTC', '2026-03-08T00:00Z', '2026-03-15T00:00Z', '2026-03-01T00:00Z', '2026-03-08T00:00Z'],
  ['previous', 'UTC', '2026-03-08T10:30Z', '2026-03-08T11:15Z', '2026-03-08T09:45Z', '2026-03-08T10:30Z'],
  // Clocks go forward in Paris on 29 March 2026: the day before has 24 hours, that day 23.
  ['previous', 'Europe/Paris', '2026-03-29T22:00Z', '2026-03-30T22:00Z', '2026-03-28T23:00Z', '2026-03-29T22:00Z'],
  ['previous_day', 'Europe/Paris', '2026-03-30T08:00Z', '2026-03-30T09:00Z', '2026-03-29T08:00Z', '2026-03-29T09:00Z'],
  ['previous_week', 'Europe/Paris', '2026-03-30T08:00Z', '2026-03-30T09:00Z', '2026-03-23T09:00Z', '2026-03-23T10:00Z'],
  ['previous_week', 'UTC', '2026-03-30T08:00Z', '2026-03-30T09:00Z', '2026-03-23T08:00Z', '2026-03-23T09:00Z'],
  [
    'previous_month',
    'Asia/Kolkata',
    '2026-03-30T18:30Z',
    '2026-03-31T18:30Z',
    '2026-02-27T18:30Z',
    '2026-02-28T18:30Z',
  ],
  ['previous_year', 'UTC', '2024-02-29T00:00Z', '2024-03-01T00:00Z', '2023-02-28T00:00Z', '2023-03-01T00:00Z'],
  ['previous_month', 'UTC', '2026-03-30T00:00Z', '2026-03-31T00:00Z', '2026-02-28T00:00Z', '2026-03-01T00:00Z'],
]

test.each(cases)('%s in %s of %s to %s', (to, zone, from, until, otherFrom, otherTo) => {
  const period = otherPeriodOf({ to }, at(from), at(until), zone)
  expect([period.from, period.to].map(iso)).toEqual([otherFrom, otherTo])
})

test('a period before 1970 is refused', () => {
  expect(() => otherPeriodOf({ to: 'previous_year' }, 0, 1000, 'UTC')).toThrow('before 1970')
})

const opposite = (to: Compare['to'], zone: string, from: string, until: string, type: 'day' | 'hour' | 'month') => {
  const interval = { kind: 'calendar' as const, calendar: { type, timezone: zone } }
  const own = bucketsOf(interval, at(from), at(until), '')
  const other = oppositeBuckets(own, interval, otherPeriodOf({ to }, at(from), at(until), zone))
  return { own, other, pairs: own.starts.map((start) => other.of.get(start)) }
}

test('the days of March stand opposite to those of February; those that it lacks to nothing', () => {
  const { pairs, other } = opposite('previous_month', 'UTC', '2026-03-01T00:00Z', '2026-04-01T00:00Z', 'day')
  expect(pairs.filter((start) => start !== undefined)).toHaveLength(28)
  expect(pairs.slice(28)).toEqual([undefined, undefined, undefined])
  expect(iso(other.buckets.ends.at(-1)!)).toBe('2026-03-01T00:00Z')
})

test('the last day of February stands opposite to one day of January, not to all that follow', () => {
  const { other } = opposite('previous_month', 'UTC', '2026-02-01T00:00Z', '2026-03-01T00:00Z', 'day')
  expect(iso(other.buckets.ends.at(-1)!)).toBe('2026-01-29T00:00Z')
})

test('the hour that is lacking on the day of the change has no hour opposite to it', () => {
  const { own, pairs } = opposite('previous_day', 'Europe/Paris', '2026-03-28T23:00Z', '2026-03-29T22:00Z', 'hour')
  expect(own.starts).toHaveLength(23)
  expect(iso(pairs[1]!)).toBe('2026-03-28T00:00Z')
  expect(iso(pairs[2]!)).toBe('2026-03-28T02:00Z')
})

test('of the hour that comes twice, one has the hour of the day before', () => {
  const { own, pairs } = opposite('previous_day', 'Europe/Paris', '2026-10-24T22:00Z', '2026-10-25T23:00Z', 'hour')
  expect(own.starts).toHaveLength(25)
  expect(pairs.filter((start) => start === undefined)).toHaveLength(1)
})
