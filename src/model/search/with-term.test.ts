import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anySearch, hostileText } from '../../../test/support/search-arbitrary.ts'
import { matchesEvent } from './evaluate.ts'
import { normalForm } from './normal-form.ts'
import { parseSearch } from './parse.ts'
import { printSearch } from './print.ts'
import { type Sign, toggleValue, valuesOf, withoutAttribute, withoutValue, withValue } from './with-term.ts'

test.each<[string, string, Sign, string]>([
  ['', 'FR', 'include', '@c:FR'],
  ['@type:view', 'FR', 'include', '@type:view @c:FR'],
  ['@c:DE @type:view', 'FR', 'include', '@c:(DE OR FR) @type:view'],
  ['@c:(DE OR FR)', 'FR', 'include', '@c:(DE OR FR)'],
  ['@c:FR', 'FR', 'exclude', '-@c:FR'],
  ['@c:(DE OR FR)', 'FR', 'exclude', '@c:DE -@c:FR'],
  ['-@c:DE', 'FR', 'exclude', '-@c:(DE OR FR)'],
  ['-@c:(DE OR FR)', 'FR', 'include', '-@c:DE @c:FR'],
  ['@c:F*', 'FR', 'include', '@c:F* @c:FR'],
  ['a OR b', 'F*', 'include', '(a OR b) @c:"F*"'],
])('%s with %s to %s', (text, value, sign, expected) => {
  expect(printSearch(withValue(parseSearch(text), 'c', value, sign))).toBe(expected)
})

test('what was added can be taken away, and is there in between', () => {
  const sign = fc.constantFrom<Sign>('include', 'exclude')
  fc.assert(
    fc.property(anySearch.map(normalForm), hostileText, sign, (search, value, how) => {
      const added = withValue(search, 'added', value, how)
      const listed = valuesOf(added, 'added')
      expect(how === 'include' ? listed.included : listed.excluded).toContain(value)
      expect(parseSearch(printSearch(added))).toEqual(added)
      expect(withoutValue(added, 'added', value)).toEqual(search)
      expect(toggleValue(added, 'added', value, how)).toEqual(search)
      expect(toggleValue(search, 'added', value, how)).toEqual(added)
      const holds = (one: typeof search, has: string) =>
        matchesEvent(one, (path) => (path === 'added' ? has : undefined))
      expect(holds(added, value)).toBe(how === 'include' && holds(search, value))
    }),
    { numRuns: 1000 },
  )
})

test('which values are listed, and dropping an attribute as a whole', () => {
  const search = parseSearch('@c:(FR OR DE) -@c:"U S" @c:>5 (@c:X OR a) b')
  expect(valuesOf(search, 'c')).toEqual({ included: ['FR', 'DE'], excluded: ['U S'] })
  expect(printSearch(withoutAttribute(search, 'c'))).toBe('(@c:X OR a) b')
  expect(printSearch(withoutAttribute(parseSearch('@c:FR'), 'c'))).toBe('')
})
