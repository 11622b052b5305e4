import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anySearch, anySearchText } from '../../../test/support/search-arbitrary.ts'
import { matchesEvent } from './evaluate.ts'
import { normalForm } from './normal-form.ts'
import { parseSearch, tryParseSearch } from './parse.ts'
import { printAttribute, printMatch, printSearch, printValue } from './print.ts'

test('reading a printed search gives the same search back', () => {
  fc.assert(
    fc.property(anySearch, (search) => {
      expect(parseSearch(printSearch(search))).toEqual(normalForm(search))
    }),
    { numRuns: 3000 },
  )
})

test('printing without @ reads the same', () => {
  fc.assert(
    fc.property(anySearch, (search) => {
      expect(parseSearch(printSearch(search, { bare: true }))).toEqual(normalForm(search))
    }),
    { numRuns: 1000 },
  )
})

test('the normal form of a search is its own normal form, and means the same', () => {
  const event: Record<string, unknown> = { type: 'view', 'usr.plan': ['a', 5], 'view.name': 'a' }
  fc.assert(
    fc.property(anySearch, (search) => {
      const normal = normalForm(search)
      expect(normalForm(normal)).toEqual(normal)
      const asks = (one: typeof search) =>
        matchesEvent(
          one,
          (path) => event[path],
          () => ['a 5', ''],
        )
      expect(asks(normal)).toBe(asks(search))
    }),
    { numRuns: 1000 },
  )
})

test('printing what was read is stable', () => {
  let read = 0
  fc.assert(
    fc.property(anySearchText, (text) => {
      const first = tryParseSearch(text)
      if (!first.ok) return
      read++
      const printed = printSearch(first.search)
      expect(parseSearch(printed)).toEqual(first.search)
      expect(printSearch(parseSearch(printed))).toBe(printed)
    }),
    { numRuns: 3000 },
  )
  expect(read).toBeGreaterThan(300)
})

test.each([
  ['', ''],
  ['  *  ', ''],
  ['@type:view AND @view.name:/home', '@type:view @view.name:/home'],
  ['(@a:1 @b:2) OR @c:3', '@a:1 AND @b:2 OR @c:3'],
  ['@a:1 (@b:2 OR @c:3)', '@a:1 (@b:2 OR @c:3)'],
  ['NOT (a OR b)', '-(a OR b)'],
  ['@service:web @type:view', 'service:web @type:view'],
  ['@a:"add to cart"', '@a:"add to cart"'],
  ['@a:add\\ to*', '@a:add\\ to*'],
  ['@a:(x OR -y)', '@a:(x OR NOT y)'],
  ['@a:(-5 OR "-5x")', '@a:(-5 OR -5x)'],
  ['@a:(x)', '@a:x'],
  ['@a:(x y)', '@a:(x AND y)'],
  ['@a:"5"', '@a:5'],
  ['@a:>=+1.50MB', '@a:>=1.5mb'],
  ['@a:{1s   TO *}', '@a:{1s TO *]'],
  ['@date:>2026-01-31', '@date:>2026-01-31T00:00:00.000Z'],
  ['@view.url:https://x.org/?q=1', '@view.url:https://x.org/?q=1'],
  ['@my\\ key:"AND"', '@my\\ key:"AND"'],
  ['--a', '--a'],
])('%s is printed as %s', (text, printed) => {
  expect(printSearch(parseSearch(text))).toBe(printed)
})

test('names and values are printed so that they can be put into a text', () => {
  expect(printAttribute('usr.first name')).toBe('@usr.first\\ name')
  expect(printAttribute('env')).toBe('env')
  expect(printAttribute('user_email', { bare: true })).toBe('user_email')
  expect(printValue('50 % off*')).toBe('"50 % off*"')
  expect(printMatch({ kind: 'compare', operator: '<', amount: { kind: 'number', value: 3, unit: 's' } })).toBe('<3s')
})
