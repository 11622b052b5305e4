import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anySearchText } from '../../../test/support/search-arbitrary.ts'
import { WaywornError } from '../../lib/errors.ts'
import type { Match, Search } from './ast.ts'
import { parseSearch, SEARCH_LENGTH_LIMIT, tryParseSearch } from './parse.ts'
import { NESTING_LIMIT } from './parse-tree.ts'
import { wildcards } from './value-pattern.ts'

const word = (text: string): Search => ({ kind: 'term', value: wildcards(text) })
const value = (text: string): Match => ({ kind: 'is', value: wildcards(text) })
const on = (attribute: string, match: Match): Search => ({ kind: 'attribute', attribute, match })
const number = (n: number) => ({ kind: 'number', value: n }) as const

test.each<[string, Search]>([
  ['', { kind: 'all' }],
  [' \n', { kind: 'all' }],
  ['*', { kind: 'all' }],
  ['word', word('word')],
  ['and', word('and')],
  ['a b', { kind: 'and', of: [word('a'), word('b')] }],
  ['a AND b', { kind: 'and', of: [word('a'), word('b')] }],
  ['a OR b c', { kind: 'or', of: [word('a'), { kind: 'and', of: [word('b'), word('c')] }] }],
  ['-a b', { kind: 'and', of: [{ kind: 'not', of: word('a') }, word('b')] }],
  ['NOT a OR b', { kind: 'or', of: [{ kind: 'not', of: word('a') }, word('b')] }],
  ['NOT(a)', { kind: 'not', of: word('a') }],
  ['(a OR b)c', { kind: 'and', of: [{ kind: 'or', of: [word('a'), word('b')] }, word('c')] }],
  ['@type:view', on('type', value('view'))],
  ['service:web', on('service', value('web'))],
  ['user_email:*@techcorp.com', on('user_email', value('*@techcorp.com'))],
  ['@a:*', on('a', { kind: 'exists' })],
  ['@a:""', on('a', value(''))],
  ['@a:-5', on('a', value('-5'))],
  ['@a:>-5', on('a', { kind: 'compare', operator: '>', amount: number(-5) })],
  ['@a:>\\-5', on('a', { kind: 'compare', operator: '>', amount: number(-5) })],
  ['@a:<=1.5s', on('a', { kind: 'compare', operator: '<=', amount: { ...number(1.5), unit: 's' } })],
  ['@a:<3µs', on('a', { kind: 'compare', operator: '<', amount: { ...number(3), unit: 'us' } })],
  ['@date:>1790000000000', on('date', { kind: 'compare', operator: '>', amount: number(1790000000000) })],
  [
    '@date:<2026-03-01T01:00+01:00',
    on('date', { kind: 'compare', operator: '<', amount: { kind: 'time', ms: Date.UTC(2026, 2, 1) } }),
  ],
  [
    '@a:{3 TO 10]',
    on('a', {
      kind: 'range',
      from: { amount: number(3), inclusive: false },
      to: { amount: number(10), inclusive: true },
    }),
  ],
  ['@a:[* TO 10}', on('a', { kind: 'range', from: null, to: { amount: number(10), inclusive: false } })],
  ['@a:(x OR y*)', on('a', { kind: 'or', of: [value('x'), value('y*')] })],
  ['@a:(>5 -7)', on('a', { kind: 'and', of: [{ kind: 'compare', operator: '>', amount: number(5) }, value('-7')] })],
  ['@a\\ b\\:c:x', on('a b:c', value('x'))],
  ['@größe/$x_1-2:x', on('größe/$x_1-2', value('x'))],
  ['@a:https://x.org:80/b', on('a', value('https://x.org:80/b'))],
  ['\\@a', word('@a')],
  ['\\-a', word('-a')],
  ['\\AND', word('AND')],
])('%s', (text, search) => {
  expect(parseSearch(text)).toEqual(search)
})

test('backslashes and quotation marks take away the meaning of every character', () => {
  const odd = '? > < : = " ~ / \\ ( ) [ ] * @ - OR'
  const escaped = `@a:${odd.replace(/[\s\S]/g, '\\$&')}`
  const quoted = `@a:"${odd.replace(/["\\]/g, '\\$&')}"`
  const expected = on('a', { kind: 'is', value: [{ kind: 'text', text: odd }] })
  expect(parseSearch(escaped)).toEqual(expected)
  expect(parseSearch(quoted)).toEqual(expected)
})

test('an error carries the code, the position from 1 and its place in the request', () => {
  const pointer = { pointer: '/data/attributes/query' }
  let caught: unknown
  try {
    parseSearch('@type:view OR', pointer)
  } catch (error) {
    caught = error
  }
  expect(caught).toBeInstanceOf(WaywornError)
  expect(caught).toMatchObject({ code: 'invalid_search', status: 400, source: pointer })
  expect((caught as Error).message).toBe(
    "The search can't be read at character 12: nothing follows OR; put quotation marks around it to find the word.",
  )
})

test('whatever the text, it is read, or refused at a place within it', () => {
  fc.assert(
    fc.property(fc.oneof(anySearchText, fc.string({ unit: 'binary' })), (text) => {
      const reading = tryParseSearch(text)
      if (reading.ok) return
      expect(reading.reason).not.toBe('')
      expect(reading.position).toBeGreaterThanOrEqual(1)
      expect(reading.position - 1 + reading.length).toBeLessThanOrEqual(text.length)
      expect(() => parseSearch(text)).toThrow(WaywornError)
    }),
    { numRuns: 2500 },
  )
})

test.each([
  ['', '(', ')', NESTING_LIMIT],
  ['', '-', '', NESTING_LIMIT],
  ['', 'NOT ', '', NESTING_LIMIT],
  ['', '-(', ')', NESTING_LIMIT / 2],
  ['@a:', '(', ')', NESTING_LIMIT],
  ['@a:', '(NOT ', ')', NESTING_LIMIT / 2],
])('as deep as the limit and no deeper: %s%s', (before, open, close, limit) => {
  const nest = (levels: number) => `${before}${open.repeat(levels)}x${close.repeat(levels)}`
  expect(tryParseSearch(nest(limit))).toMatchObject({ ok: true })
  expect(tryParseSearch(nest(limit + 1))).toMatchObject({ ok: false, reason: expect.stringContaining('more than 100') })
  expect(tryParseSearch(nest(10_000))).toMatchObject({ ok: false, reason: expect.stringContaining('more than 100') })
})

test.each([
  '(',
  '-',
  'NOT ',
  '@a:(',
  '"',
  '\\',
  '*',
  '@',
  ':',
  '[',
  'a ',
  '@a:* ',
  'a OR ',
  '"a" ',
  '@a:[',
  '\\ ',
  '?*',
])('a text of the greatest length made of %s is answered, a longer one refused', (piece) => {
  const text = piece.repeat(SEARCH_LENGTH_LIMIT).slice(0, SEARCH_LENGTH_LIMIT)
  const reading = tryParseSearch(text)
  expect(reading.ok || reading.reason.length > 0).toBe(true)
  expect(tryParseSearch(`${text}a`)).toMatchObject({ ok: false, position: SEARCH_LENGTH_LIMIT + 1, length: 1 })
})
