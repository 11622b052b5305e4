import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anySearch } from '../../../test/support/search-arbitrary.ts'
import { normalForm } from './normal-form.ts'
import { parseSearch } from './parse.ts'
import { printSearch } from './print.ts'
import { both, fromPills, toPills } from './terms-of.ts'

test('conditions become pills', () => {
  expect(toPills(parseSearch('@type:view -@geo.country:(FR OR DE) cart (a OR @b:1) -"x y"'))).toEqual([
    { text: '@type:view', negated: false, attribute: 'type', value: 'view' },
    { text: '-@geo.country:(FR OR DE)', negated: true, attribute: 'geo.country', value: '(FR OR DE)' },
    { text: 'cart', negated: false },
    { text: 'a OR @b:1', negated: false },
    { text: '-"x y"', negated: true },
  ])
  expect(toPills(parseSearch(''))).toEqual([])
})

test('pills put together are the search that they came from', () => {
  fc.assert(
    fc.property(anySearch, (search) => {
      expect(fromPills(toPills(search))).toEqual(normalForm(search))
    }),
    { numRuns: 1000 },
  )
})

test('both searches', () => {
  const of = (one: string, other: string) => printSearch(both(parseSearch(one), parseSearch(other)))
  expect(of('', '@a:1')).toBe('@a:1')
  expect(of('@a:1', '')).toBe('@a:1')
  expect(of('@a:1 b', 'c OR d')).toBe('@a:1 b (c OR d)')
})
