import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyPattern } from '../../../test/support/search-arbitrary.ts'
import { isWithin, literal, literalOf, matches, normalPattern, toLike, wildcards } from './value-pattern.ts'

test.each([
  ['a*c', 'abbc', true],
  ['a*c', 'ac', true],
  ['a?c', 'ac', false],
  ['a?c', 'a😀c', true],
  ['*b*', 'abc', true],
  ['', '', true],
  ['', 'a', false],
  ['A*', 'abc', false],
  ['a*a*a', 'aa', false],
  ['*ab', 'aab', true],
])('%s against %s: %s', (pattern, text, expected) => {
  expect(matches(wildcards(pattern), text)).toBe(expected)
})

test('matching agrees with a regular expression', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 7 })
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 9 })
  fc.assert(
    fc.property(short, text, (pattern, given) => {
      const oracle = new RegExp(`^${pattern.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`, 'u')
      expect(matches(wildcards(pattern), given)).toBe(oracle.test(given))
    }),
    { numRuns: 3000 },
  )
})

test('many stars against a long text need no exponential time', () => {
  expect(matches(wildcards(`${'*a'.repeat(60)}b`), 'a'.repeat(20_000))).toBe(false)
})

test('LIKE text', () => {
  expect(toLike(wildcards('50%_\\*x?'))).toBe('50\\%\\_\\\\%x_')
  expect(toLike(literal('*?'))).toBe('*?')
})

test('a literal is matched by its own text, and the normal form keeps the LIKE text', () => {
  fc.assert(
    fc.property(anyPattern, (pattern) => {
      const normal = normalPattern(pattern)
      expect(toLike(normal)).toBe(toLike(pattern).replace(/(\\[%_\\])|%+/g, (_, kept) => kept ?? '%'))
      const text = literalOf(normal)
      if (text !== undefined) expect(matches(normal, text)).toBe(true)
    }),
  )
})

test('within a text, case does not count', () => {
  expect(isWithin(wildcards('CART'), 'Add to cart')).toBe(true)
  expect(isWithin(wildcards('add*CART'), 'please add to cart now')).toBe(true)
  expect(isWithin(wildcards('cart add'), 'Add to cart')).toBe(false)
})
