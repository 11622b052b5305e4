import { expect, test } from 'vitest'
import { periodBounds } from '../../query/calendar.ts'
import { checkedCalendar } from '../../query/checked-calendar.ts'
import { fixedBounds, periodName } from './calendar.ts'

const HOUR = 3_600_000
const lengths = (bounds: readonly number[]) => bounds.slice(1).map((bound, i) => (bound - bounds[i]!) / HOUR)
const calendar = (type: 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year', more: object = {}) =>
  checkedCalendar({ type, ...more }, undefined, '')
const at = (text: string) => Date.parse(text)

test.each([
  ['Europe/Paris', '2026-03-28T23:00:00Z', [23, 24]],
  ['Europe/Paris', '2026-10-24T22:00:00Z', [25, 24]],
  ['Australia/Lord_Howe', '2026-04-04T13:00:00Z', [24.5, 24]],
  ['Australia/Lord_Howe', '2026-10-03T13:30:00Z', [23.5, 24]],
  ['Pacific/Chatham', '2026-04-04T10:15:00Z', [25, 24]],
  ['Asia/Kathmandu', '2026-04-04T18:15:00Z', [24, 24]],
  // midnight is skipped: the day begins at one o'clock, and the next at midnight again
  ['America/Santiago', '2026-09-06T04:00:00Z', [23, 24]],
])('days of %s from %s are %s hours long', (timezone, from, hours) => {
  const bounds = periodBounds(calendar('day', { timezone }), at(from), at(from) + 47 * HOUR, 10)
  expect(bounds[0]).toBe(at(from))
  expect(lengths(bounds).slice(0, 2)).toEqual(hours)
})

test('fixed days and weeks begin where the days and weeks of the calendar do', () => {
  const day = calendar('day', { timezone: 'America/Santiago' })
  const to = at('2026-09-20T00:00:00Z')
  const days = periodBounds(day, at('2026-09-05T12:00:00Z'), to, 100)
  expect(fixedBounds(days[0]!, 'day', 1, to, day, 100)).toEqual(days)
  expect(fixedBounds(days[1]!, 'day', 1, to, day, 100)).toEqual(days.slice(1))
  expect(fixedBounds(days[0]!, 'day', 3, to, day, 100).slice(0, 4)).toEqual([days[0], days[3], days[6], days[9]])
})

test('fixed months of a 31st end with shorter months', () => {
  const day = calendar('day')
  const bounds = fixedBounds(at('2026-01-31T00:00:00Z'), 'month', 1, at('2026-04-01T00:00:00Z'), day, 100)
  expect(bounds.map((bound) => new Date(bound).toISOString().slice(0, 10))).toEqual([
    '2026-01-31',
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
  ])
})

test.each(['America/New_York', 'Europe/Paris', 'Australia/Lord_Howe'])(
  'six hours count from midnight in %s',
  (timezone) => {
    const bounds = periodBounds(
      calendar('hour', { quantity: 6, timezone }),
      at('2026-10-20T00:00:00Z'),
      at('2026-11-05T00:00:00Z'),
      100,
    )
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, timeStyle: 'short' })
    for (const bound of bounds) expect(['00:00', '06:00', '12:00', '18:00']).toContain(clock.format(bound))
  },
)

test('a day may start at an hour, a week on a day', () => {
  const [first] = periodBounds(
    calendar('day', { alignment: '14' }),
    at('2026-11-10T13:00:00Z'),
    at('2026-11-10T15:00:00Z'),
    10,
  )
  expect(new Date(first!).toISOString()).toBe('2026-11-09T14:00:00.000Z')
  const [sunday] = periodBounds(
    calendar('week', { alignment: 'Sunday' }),
    at('2026-11-10T13:00:00Z'),
    at('2026-11-10T15:00:00Z'),
    10,
  )
  expect(new Date(sunday!).getUTCDay()).toBe(0)
})

test.each([
  ['day', '25'],
  ['day', '13pm'],
  ['week', 'tuesdays'],
  ['month', '2nd'],
  ['year', 'monday'],
  ['hour', '1am'],
] as const)('a %s can not start at "%s"', (type, alignment) => {
  expect(() => calendar(type, { alignment })).toThrow(/is not where/)
})

test.each([
  ['hour', '2026-11-10 13:00'],
  ['day', '2026-11-10'],
  ['month', '2026-11'],
  ['quarter', '2026-Q4'],
  ['year', '2026'],
] as const)('a %s is called %s', (type, name) => {
  const own = calendar(type)
  expect(periodName(periodBounds(own, at('2026-11-10T13:20:00Z'), at('2026-11-10T13:21:00Z'), 1)[0]!, own)).toBe(name)
})
