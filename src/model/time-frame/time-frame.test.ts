import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockChanges, localText, ZONES } from '../../../test/support/local-time.ts'
import { WaywornError } from '../../lib/errors.ts'
import { parseMoment } from './moment.ts'
import { parseTimeFrame, readTimeFrame, tryParseTimeFrame } from './parse.ts'
import { CALENDAR_PRESETS, PAST_PRESETS } from './presets.ts'
import { describeTimeFrame, printTimeFrame } from './print.ts'
import type { TimeFrame } from './time-frame.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A zone, and a moment around one of its clock changes of 2026, or any of that year where there are none. */
const aroundChange = fc
  .constantFrom(...ZONES.map((zone) => ({ zone, changes: clockChanges(zone) })))
  .chain((zone) =>
    fc
      .tuple(
        zone.changes.length > 0 ? fc.constantFrom(...zone.changes) : fc.constant(Date.UTC(2026, 5, 1)),
        fc.integer({ min: -2 * DAY, max: 2 * DAY }),
        fc.constantFrom(1, MINUTE, HOUR / 2),
      )
      .map(([change, away, grain]) => ({ zone: zone.zone, now: change + Math.floor(away / grain) * grain })),
  )

test('the zones of these tests do change their clocks', () => {
  expect(ZONES.map((zone) => clockChanges(zone).length)).toEqual([0, 2, 2, 2, 2, 0, 2])
})

test('days follow each other without a gap and begin where the date changes', () => {
  fc.assert(
    fc.property(aroundChange, ({ zone, now }) => {
      const today = parseTimeFrame('today', { now, zone })
      const yesterday = parseTimeFrame('yesterday', { now, zone })
      const dateAt = (ms: number) => localText(ms, zone).slice(0, 10)
      expect(yesterday.to).toBe(today.from)
      expect(dateAt(today.from)).toBe(dateAt(now))
      expect(dateAt(today.from - 1)).not.toBe(dateAt(now))
      expect(dateAt(yesterday.from)).toBe(dateAt(yesterday.to - 1))
      expect(dateAt(yesterday.from - 1)).not.toBe(dateAt(yesterday.from))
      expect(today.to).toBe(Math.max(now, today.from + 1))
    }),
    { numRuns: 1000 },
  )
})

test('a day ago is the same time of day, 24 hours ago is 24 hours ago', () => {
  fc.assert(
    fc.property(aroundChange, fc.integer({ min: 1, max: 40 }), ({ zone, now }, days) => {
      expect(parseTimeFrame(`${days * 24}h`, { now, zone })).toEqual({ from: now - days * DAY, to: now })
      const { from } = parseTimeFrame(`${days}d`, { now, zone })
      const wanted = new Date(Date.parse(`${localText(now, zone).replace(' ', 'T')}Z`) - days * DAY)
      const wall = wanted.toISOString().slice(0, 19).replace('T', ' ')
      const skipped = [0, 1, 2, 3].every((n) =>
        [-1, 1].every((s) => localText(from + s * n * (HOUR / 2), zone) !== wall),
      )
      if (!skipped) expect(localText(from, zone)).toBe(wall)
      expect(Math.abs(now - from - days * DAY)).toBeLessThanOrEqual(HOUR)
    }),
    { numRuns: 1000 },
  )
})

test('the day on which the clock changes is an hour shorter or longer', () => {
  const hours = (text: string, zone: string, now: number) => {
    const { from, to } = parseTimeFrame(text, { now, zone })
    return (to - from) / HOUR
  }
  const now = Date.UTC(2026, 11, 1)
  expect(hours('Mar 29', 'Europe/Paris', now)).toBe(23)
  expect(hours('Oct 25', 'Europe/Paris', now)).toBe(25)
  expect(hours('Mar 8', 'America/New_York', now)).toBe(23)
  expect(hours('Oct 4', 'Australia/Lord_Howe', now)).toBe(23.5)
  expect(hours('1:30 am - 3:30 am', 'Europe/Paris', Date.UTC(2026, 2, 29, 3))).toBe(1)
  expect(hours('last week', 'Europe/Paris', Date.UTC(2026, 2, 31))).toBe(7 * 24 - 1)
})

const anyFrame = (now: number): fc.Arbitrary<TimeFrame> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('past' as const),
      count: fc.integer({ min: 1, max: 50 }),
      unit: fc.constantFrom('second', 'minute', 'hour', 'day', 'week', 'month', 'year'),
    }),
    fc.record({
      kind: fc.constant('calendar' as const),
      which: fc.constantFrom('this', 'last'),
      unit: fc.constantFrom('day', 'week', 'month', 'quarter', 'year'),
    }),
    fc
      .tuple(
        fc.integer({ min: -3 * DAY, max: DAY }),
        fc.integer({ min: 1, max: 3 * DAY }),
        fc.constantFrom(1, MINUTE, HOUR),
      )
      .map(([away, length, grain]): TimeFrame => {
        const from = Math.floor((now + away) / grain) * grain
        return { kind: 'fixed', from, to: from + Math.ceil(length / grain) * grain }
      }),
    fc.integer({ min: 0, max: 3 * DAY }).map((ago): TimeFrame => ({ kind: 'since', from: now - ago })),
  )

test('what is printed reads the same, also in the hour that comes twice', () => {
  fc.assert(
    fc.property(
      aroundChange.chain((context) => fc.tuple(fc.constant(context), anyFrame(context.now))),
      ([context, frame]) => {
        expect(readTimeFrame(printTimeFrame(frame, context.zone), context)).toEqual(frame)
        expect(readTimeFrame(describeTimeFrame(frame, context.zone), context)).toEqual(frame)
      },
    ),
    { numRuns: 1000 },
  )
})

test('a day is printed as a day, whatever its length', () => {
  const context = { now: Date.UTC(2026, 11, 1), zone: 'America/Santiago' }
  for (const text of ['Sep 6, 2026', 'Apr 4, 2026 - Apr 5, 2026']) {
    expect(printTimeFrame(readTimeFrame(text, context), context.zone)).toBe(text)
  }
})

const words = fc.constantFrom(
  ...'past last this week month to date - now since jan 31 2026 1/2 13:00 1:00 pm am 1577883600 9999999 y mo d today'.split(
    ' ',
  ),
)

test('whatever the text, there is a range or a reason', () => {
  const context = { now: Date.UTC(2026, 3, 15), zone: 'Europe/Paris' }
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words, { maxLength: 7 }).map((all) => all.join(' ')),
  )
  fc.assert(
    fc.property(text, (written) => {
      const tried = tryParseTimeFrame(written, context)
      if (tried.ok) expect(tried.range.from).toBeLessThan(tried.range.to)
      else expect(() => parseTimeFrame(written, context)).toThrow(WaywornError)
    }),
    { numRuns: 1500 },
  )
})

test('weeks may begin on another day, and zones are checked', () => {
  const now = Date.UTC(2026, 3, 15)
  const week = parseTimeFrame('last week', { now, zone: 'UTC', weekStart: 7 })
  expect(week).toEqual({ from: Date.UTC(2026, 3, 5), to: Date.UTC(2026, 3, 12) })
  for (const text of ['1h', 'today', '1577883600 - now']) {
    expect(() => parseTimeFrame(text, { now, zone: 'Mars/Olympus' })).toThrow('"Mars/Olympus" is not a time zone')
  }
})

test('every preset is what its text and its label say', () => {
  const context = { now: Date.UTC(2026, 3, 15), zone: 'Europe/Paris' }
  for (const { text, label, frame } of [...PAST_PRESETS, ...CALENDAR_PRESETS]) {
    expect(readTimeFrame(text, context)).toEqual(frame)
    expect(readTimeFrame(label, context)).toEqual(frame)
  }
  expect(PAST_PRESETS.map((preset) => preset.label)).toMatchObject({ 0: 'Past 15 minutes', 9: 'Past 1 year' })
})

test.each([
  ['now', 0],
  ['now-15m', -15 * MINUTE],
  ['now - 2h', -2 * HOUR],
  ['now+1d', DAY],
  ['2026-04-14T22:00:00Z', -2 * HOUR],
  ['2026-04-15T03:00:00.5+02:00', HOUR + 500],
  ['2026-04-15T02:00', 0],
  ['2026-04-15', -2 * HOUR],
  ['1776211200', 0],
  ['1776211200000', 0],
])('the moment %s lies %d ms from now', (text, away) => {
  const now = Date.UTC(2026, 3, 15)
  expect(parseMoment(text, { now, zone: 'Europe/Paris' }) - now).toBe(away)
})

test('months in moments, and what is no moment', () => {
  const context = { now: Date.UTC(2026, 3, 15), zone: 'UTC' }
  expect(parseMoment('now-1M', context)).toBe(Date.UTC(2026, 2, 15))
  expect(parseMoment('now-1mo', context)).toBe(Date.UTC(2026, 2, 15))
  for (const text of ['', 'soon', 'now-', 'now-1x', 'now-999999y', '2026-02-30', 'Jan 1 - Jan 2', '9'.repeat(500)]) {
    expect(() => parseMoment(text, context)).toThrow("can't be read as a time")
  }
})
