import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anySearch } from '../../../test/support/search-arbitrary.ts'
import { amountIn, readAmount } from './amount.ts'
import { matchesEvent } from './evaluate.ts'
import { parseSearch } from './parse.ts'

const event: Record<string, unknown> = {
  type: 'view',
  'view.loading_time': 2_000_000_000,
  'view.error.count': 0,
  'session.has_replay': false,
  date: Date.UTC(2026, 0, 31, 12),
  'context.tags': ['a', 'b', 5],
  'context.price': '12.5',
  'context.none': null,
  'context.blank': '',
  'context.empty': [],
  'context.day': '2026-02-01',
}
const asks = (text: string) =>
  matchesEvent(
    parseSearch(text),
    (path) => event[path],
    () => ['Add to cart', 'Größe'],
  )

test.each([
  '@type:view',
  '@type:v*w',
  '@type:vie?',
  '-@type:View',
  '@view.loading_time:2000000000',
  '@view.loading_time:[1s TO 3s]',
  '@view.loading_time:[2s TO 2s]',
  '-@view.loading_time:{2s TO 3s]',
  '@view.loading_time:>=2000ms',
  '@session.has_replay:false',
  '@view.error.count:0',
  '@view.error.count:*',
  '@context.tags:(a AND b)',
  '@context.tags:5',
  '@context.tags:>4',
  '@context.tags:(a AND NOT c)',
  '-@context.tags:(NOT a)',
  '@context.price:>12',
  '@context.price:<12.6',
  '@context.price:12.5',
  '-@context.price:12.50',
  '-@context.none:*',
  '-@context.blank:*',
  '-@context.empty:*',
  '@context.blank:""',
  '-@missing:x',
  '-@missing:""',
  '-@missing:<5',
  '@missing:(NOT x)',
  '@date:>2026-01-31',
  '@date:[2026-01-31T12:00 TO 2026-01-31T13:00+01:00]',
  '@context.day:>=2026-02-01',
  '-@context.day:>5',
  '-@type:<5',
  'CART',
  '"add to" größe',
  '-"to cart add"',
  'c?rt',
])('holds: %s', (text) => {
  expect(asks(text)).toBe(true)
})

test('an exclusion holds exactly where its search does not', () => {
  fc.assert(
    fc.property(anySearch, (search) => {
      const holds = (one: typeof search) => matchesEvent(one, (path) => event[path])
      expect(holds({ kind: 'not', of: search })).toBe(!holds(search))
    }),
  )
})

test.each([
  ['1.5s', 'ns', 1_500_000_000],
  ['0.0035s', 'ns', 3_500_000],
  ['1m', 'ms', 60_000],
  ['1d', undefined, 86_400_000_000_000],
  ['10MB', 'bytes', 10_000_000],
  ['2kb', undefined, 2000],
  ['5', 'px', 5],
  ['5s', 'px', undefined],
  ['5s', 'bytes', undefined],
  ['5kb', 'ns', undefined],
  ['2026-01-01', 'ms', Date.UTC(2026, 0, 1)],
  ['2026-01-01', 'ns', undefined],
] as const)('%s as %s is %s', (text, unit, expected) => {
  expect(amountIn(readAmount(text)!, unit)).toBe(expected)
})

test.each([
  '',
  'x',
  '5x',
  '1e999',
  '5S',
  '0x10',
  '2026-02-30',
  '2026-13-01',
  '2026-01-01T24:00',
  '1_000',
  '--5',
  'NaN',
])('%s is no amount', (text) => {
  expect(readAmount(text)).toBeUndefined()
})
