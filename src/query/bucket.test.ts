import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { bucketsOf, defaultInterval } from './bucket.ts'
import type { Calendar } from './calendar.ts'
import { startOfPeriod } from './calendar.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const MONTHS = ['january', 'february', 'march', 'april', 'october']

/** Zones with an hour, half an hour, at midnight or never; some have odd offsets. */
const ZONES = [
  ...['UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Chatham'],
  ...['America/Santiago', 'Asia/Beirut', 'America/St_Johns', 'Africa/Cairo'],
]
/** Days on which clocks change somewhere, and the ends of a year and of a February. */
const DAYS = [
  '2026-03-28',
  '2026-03-29',
  '2026-04-04',
  '2026-04-24',
  '2026-09-05',
  '2026-10-03',
  '2026-10-24',
  '2026-10-30',
]
const moment = fc
  .tuple(fc.constantFrom(...DAYS, '2024-02-28', '2025-12-31', '2026-06-15'), fc.integer({ min: 0, max: 3 * DAY }))
  .map(([day, ms]) => Date.parse(`${day}T00:00:00Z`) + ms)

const calendar: fc.Arbitrary<Calendar> = fc.oneof(
  fc.record({ type: fc.constant('minute' as const), quantity: fc.constantFrom(1, 5, 15, 30) }),
  fc.record({ type: fc.constant('hour' as const), quantity: fc.constantFrom(1, 2, 3, 6, 12) }),
  fc.record({
    type: fc.constant('day' as const),
    quantity: fc.constantFrom(1, 1, 2, 10),
    alignment: fc.constantFrom(undefined, '1am', '2am', '3am', '12am', '12pm', '11pm'),
  }),
  fc.record({
    type: fc.constant('week' as const),
    quantity: fc.constantFrom(1, 2),
    alignment: fc.constantFrom(undefined, ...WEEKDAYS),
  }),
  fc.record({
    type: fc.constantFrom('month' as const),
    quantity: fc.constantFrom(1, 2, 5),
    alignment: fc.constant('1st'),
  }),
  fc.record({
    type: fc.constantFrom('quarter' as const, 'year' as const),
    quantity: fc.constantFrom(1, 2),
    alignment: fc.constantFrom(undefined, ...MONTHS),
  }),
)
const zoned = fc.tuple(calendar, fc.constantFrom(...ZONES)).map(([of, timezone]): Calendar => ({ ...of, timezone }))

/** The period that people would say a moment lies in, by the clock and the calendar on the wall. */
const label = (ms: number, { type, quantity = 1, alignment, timezone }: Calendar): string => {
  const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timezone!).toPlainDateTime()
  if (type === 'minute') return `${at.toPlainDate()} ${at.hour} ${Math.floor(at.minute / quantity)}`
  if (type === 'hour') return `${at.toPlainDate()} ${Math.floor(at.hour / quantity)}`
  const days = (of: Temporal.PlainDateTime) => Temporal.PlainDate.from('1970-01-01').until(of.toPlainDate()).days
  if (type === 'day') {
    const [, hour = '12', half = 'am'] = /^(\d+)(am|pm)$/.exec(alignment ?? '') ?? []
    return String(Math.floor(days(at.subtract({ hours: (Number(hour) % 12) + (half === 'pm' ? 12 : 0) })) / quantity))
  }
  // 1970-01-05 was a Monday.
  if (type === 'week')
    return String(Math.floor((days(at) - 4 - WEEKDAYS.indexOf(alignment ?? 'monday')) / (7 * quantity)))
  const first = type === 'month' ? 0 : [0, 1, 2, 3, 9][MONTHS.indexOf(alignment ?? 'january')]!
  const length = { month: 1, quarter: 3, year: 12 }[type] * quantity
  return String(Math.floor(((at.year - 1970) * 12 + at.month - 1 - first) / length))
}

const offset = (ms: number, { timezone }: Calendar): number =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timezone!).offsetNanoseconds

const SPAN: Record<string, number> = { minute: 6 * HOUR, hour: 4 * DAY, day: 40 * DAY }
const boundsOf = (of: Calendar, from: number, to: number) => {
  const { starts, ends } = bucketsOf({ kind: 'calendar', calendar: of }, from, to, '')
  return { starts, ends }
}

test('calendar periods cover the range without gap or overlap', () => {
  fc.assert(
    fc.property(zoned, moment, fc.double({ min: 0, max: 1, noNaN: true }), (of, from, share) => {
      const to = from + 1 + Math.floor(share * (SPAN[of.type] ?? 900 * DAY))
      const { starts, ends } = boundsOf(of, from, to)
      expect(starts[0]).toBeLessThanOrEqual(from)
      expect(ends[0]).toBeGreaterThan(from)
      expect(ends.at(-1)).toBeGreaterThanOrEqual(to)
      expect(starts.at(-1)).toBeLessThan(to)
      for (const [i, end] of ends.entries()) {
        expect(end).toBeGreaterThan(starts[i]!)
        if (i + 1 < starts.length) expect(end).toBe(starts[i + 1])
      }
    }),
    { numRuns: 300 },
  )
})

test('a period holds what people would say it holds, on the days when clocks change too', () => {
  fc.assert(
    fc.property(
      zoned,
      moment,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
      (of, from, shares) => {
        const to = from + (SPAN[of.type] ?? 900 * DAY)
        const { starts, ends } = boundsOf(of, from, to)
        const isClock = of.type === 'hour' || of.type === 'minute'
        for (const [i, start] of starts.slice(0, 60).entries()) {
          const end = ends[i]!
          for (const share of [0, 1, ...shares]) {
            const at = Math.min(end - 1, Math.floor(start + share * (end - start)))
            // Where clocks are set back inside of a period, by less than its length, it holds what comes twice.
            if (isClock && offset(at, of) < offset(start, of)) continue
            expect([i, label(at, of)]).toEqual([i, label(start, of)])
          }
          // Where clocks are set back, an hour may come twice.
          if (!isClock) expect(label(start - 1, of)).not.toBe(label(start, of))
        }
      },
    ),
    { numRuns: 200 },
  )
})

test('the start of a period is found from any moment in it', () => {
  fc.assert(
    fc.property(zoned, moment, (of, ms) => {
      const start = startOfPeriod(ms, of).epochMilliseconds
      expect(start).toBeLessThanOrEqual(ms)
      expect(startOfPeriod(start, of).epochMilliseconds).toBe(start)
      expect(label(start, of)).toBe(label(ms, of))
      expect(boundsOf(of, start, ms + 1).starts).toEqual([start])
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['a day of 25 hours', { type: 'day', timezone: 'Europe/Paris' }, '2026-10-25T00:00+02:00', 25],
  ['a day of 23 hours', { type: 'day', timezone: 'Europe/Paris' }, '2026-03-29T00:00+01:00', 23],
  ['a day of 24 ½ hours', { type: 'day', timezone: 'Australia/Lord_Howe' }, '2026-04-05T00:00+11:00', 24.5],
  ['a day that begins at one', { type: 'day', timezone: 'America/Santiago' }, '2026-09-06T01:00-03:00', 23],
  ['a week of 169 hours', { type: 'week', timezone: 'Europe/Paris' }, '2026-10-19T00:00+02:00', 169],
  [
    'days from three o’clock on',
    { type: 'day', alignment: '3am', timezone: 'Europe/Paris' },
    '2026-10-25T03:00+01:00',
    24,
  ],
  ['the first of two hours called two', { type: 'hour', timezone: 'Europe/Paris' }, '2026-10-25T02:00+02:00', 1],
  ['the second of two hours called two', { type: 'hour', timezone: 'Europe/Paris' }, '2026-10-25T02:00+01:00', 1],
  ['a leap year', { type: 'year', timezone: 'UTC' }, '2024-01-01T00:00Z', 366 * 24],
] as const)('%s', (_, of, at, hours) => {
  const start = Temporal.Instant.from(at).epochMilliseconds
  const { starts, ends } = boundsOf(of, start + 1, start + 2)
  expect([starts, (ends[0]! - start) / HOUR]).toEqual([[start], hours])
})

test('fixed intervals count from 1970', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 40 * DAY }), fc.integer({ min: 1, max: 2000 }), (from, ms, count) => {
      const { starts, ends, milliseconds } = bucketsOf({ kind: 'fixed', ms }, from, from + ms * count, '')
      expect(milliseconds).toBe(ms)
      expect(starts[0]! <= from && from < ends[0]!).toBe(true)
      expect(ends.at(-1)).toBeGreaterThanOrEqual(from + ms * count)
      for (const start of starts) expect(start % ms).toBe(0)
    }),
  )
})

test('too many points are refused, and an interval of our choice never is', () => {
  const [from, to] = [Date.parse('2020-01-01'), Date.parse('2026-01-01')]
  expect(() => bucketsOf({ kind: 'fixed', ms: 1000 }, from, to, '/x')).toThrow(/10,000 are the most/)
  expect(() => bucketsOf({ kind: 'calendar', calendar: { type: 'hour' } }, from, to, '/x')).toThrow(
    /10,000 are the most/,
  )
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 60 * 366 }), (start, days) => {
      expect(
        bucketsOf(defaultInterval(start, start + days * DAY), start, start + days * DAY, '').starts.length,
      ).toBeLessThanOrEqual(152)
    }),
  )
})
