import { expect, test } from 'vitest'
import { printSearch } from '../../model/search/print.ts'
import { KNOWN_FACETS } from '../ask/facets.ts'
import { filterTo, joinSearches } from './search-text.ts'
import { completionAt, findFacets, suggestionsAt } from './suggest.ts'

const FRESH = '@session.type:user -@device.type:Bot'

test('several searches must all hold, with an OR kept together', () => {
  const joined = joinSearches(['@type:view', 'a OR b', ''])
  expect(joined.ok && printSearch(joined.search)).toBe('@type:view (a OR b)')
  expect(joinSearches(['@type:view', '(a'])).toMatchObject({ ok: false })
})

test('filter to and exclude a value, or the lack of one', () => {
  expect(filterTo(FRESH, 'geo.country', 'South Korea', 'include')).toBe(`${FRESH} @geo.country:"South Korea"`)
  expect(filterTo('', 'view.name', '/a*', 'exclude')).toBe('-@view.name:"/a*"')
  expect(filterTo('', 'usr.id', null, 'include')).toBe('-@usr.id:*')
  expect(filterTo('', 'usr.id', null, 'exclude')).toBe('@usr.id:*')
  expect(filterTo('(unfinished', 'usr.id', 'x', 'exclude')).toBe('(unfinished')
})

test('attributes are found by path and by name', () => {
  expect(findFacets(KNOWN_FACETS, 'geo.country')[0]?.path).toBe('geo.country')
  expect(findFacets(KNOWN_FACETS, 'Country').map((f) => f.path)).toContain('geo.country')
  expect(findFacets(KNOWN_FACETS, 'country')[0]?.path).toMatch(/^geo\.country/)
  expect(findFacets(KNOWN_FACETS, 'no such thing')).toEqual([])
})

test('a suggestion writes itself at the caret', () => {
  const text = 'a @geo.cou'
  const [first] = suggestionsAt(text, completionAt(text, text.length), KNOWN_FACETS, [])
  expect(first).toMatchObject({ text: 'a @geo.country:', caret: 15, done: false })
  const valued = '@geo.country:Sou -x'
  const at = completionAt(valued, 16)
  expect(at).toMatchObject({ kind: 'value', attribute: 'geo.country', prefix: 'Sou' })
  const [value] = suggestionsAt(valued, at, [], [{ value: 'South Korea', count: 3 }])
  expect(value).toMatchObject({ text: '@geo.country:"South Korea" -x', caret: 26, done: true, hint: '3' })
})
