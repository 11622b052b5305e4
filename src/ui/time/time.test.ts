import { expect, test } from 'vitest'
import { parseRange } from './parse.ts'
import { before, lastLabel, PRESETS, parseLast, spanOf } from './range.ts'
import { offsetName, stamp, zoneLabel } from './zone.ts'

const NOW = Date.UTC(2026, 10, 22, 12, 30)
const PARIS = 'Europe/Paris'
const at = (text: string) => Date.parse(text)

test('presets are lengths with a name', () => {
  for (const preset of PRESETS) expect(parseLast(preset)).not.toBeNull()
  expect(PRESETS.map(lastLabel)).toEqual([
    'Past 15 minutes',
    'Past 1 hour',
    'Past 4 hours',
    'Past 1 day',
    'Past 2 days',
    'Past 7 days',
    'Past 15 days',
    'Past 1 month',
    'Past 3 months',
    'Past 6 months',
    'Past 1 year',
  ])
})

test('a day across the change of clocks has its own length', () => {
  // Paris put its clocks back on 2026-10-25, so that day had 25 hours.
  const now = at('2026-10-25T23:00:00Z')
  expect(spanOf({ last: '1d' }, now, PARIS)).toEqual({ from: at('2026-10-24T22:00:00Z'), to: now })
  expect(before({ from: 10, to: 14 })).toEqual({ from: 6, to: 10 })
})

test.each([
  ['3h', { last: '3h' }],
  ['past 15 minutes', { last: '15m' }],
  ['3mo', { last: '3mo' }],
  ['2 months', { last: '2mo' }],
  ['today', { from: at('2026-11-21T23:00Z'), to: at('2026-11-22T23:00Z') }],
  ['yesterday', { from: at('2026-11-20T23:00Z'), to: at('2026-11-21T23:00Z') }],
  ['this week', { from: at('2026-11-15T23:00Z'), to: at('2026-11-22T23:00Z') }],
  ['last month', { from: at('2026-09-30T22:00Z'), to: at('2026-10-31T23:00Z') }],
  ['last year', { from: at('2024-12-31T23:00Z'), to: at('2025-12-31T23:00Z') }],
  ['Jan 1', { from: at('2025-12-31T23:00Z'), to: at('2026-01-01T23:00Z') }],
  ['1/1/2019', { from: at('2018-12-31T23:00Z'), to: at('2019-01-01T23:00Z') }],
  ['Jan 1, 2019, 1:00 pm - Jan 2, 2019', { from: at('2019-01-01T12:00Z'), to: at('2019-01-02T23:00Z') }],
  ['2026-11-01 - 2026-11-03', { from: at('2026-10-31T23:00Z'), to: at('2026-11-03T23:00Z') }],
  ['2026-11-01T00:00:00Z - 2026-11-02T00:00:00Z', { from: at('2026-11-01T00:00Z'), to: at('2026-11-02T00:00Z') }],
  ['1:00 pm', { from: at('2026-11-22T12:00Z'), to: NOW }],
  ['9:00 - 10:30', { from: at('2026-11-22T08:00Z'), to: at('2026-11-22T09:30Z') }],
  ['1795000000', { from: 1_795_000_000_000, to: NOW }],
  ['1795000000000 - now', { from: 1_795_000_000_000, to: NOW }],
  ['3 Nov 2026', { from: at('2026-11-02T23:00Z'), to: at('2026-11-03T23:00Z') }],
])('%s', (text, expected) => {
  expect(parseRange(text, NOW, PARIS)).toEqual(expected)
})

test.each(['', 'soon', '31/31/2026', '25:00', '13:00 pm', 'Feb 30', '2 Jan - 1 Jan', '0d', 'a - b - c'])(
  '%s is not a time range',
  (text) => {
    expect(parseRange(text, NOW, PARIS)).toBeNull()
  },
)

test('times name their zone', () => {
  expect(stamp(NOW, PARIS)).toBe('2026-11-22 13:30:00.000')
  expect(zoneLabel(PARIS, NOW)).toBe('Europe/Paris (UTC+1)')
  expect(zoneLabel('UTC', NOW)).toBe('UTC')
  expect(offsetName('Asia/Kolkata', NOW)).toBe('UTC+5:30')
  expect(offsetName('America/New_York', NOW)).toBe('UTC−5')
})
