import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anySearch } from '../../test/support/search-arbitrary.ts'
import { EVENT_TYPES } from '../model/attribute.ts'
import { matchesEvent } from '../model/search/evaluate.ts'
import { parseSearch } from '../model/search/parse.ts'
import { typesNamed, typesOf } from './event-types.ts'

const value = fc.oneof(
  fc.constantFrom('', 'view', 'server', 5, true),
  fc.array(fc.constantFrom('a', 'view'), { maxLength: 2 }),
)
const searchText = fc
  .array(
    fc.constantFrom(
      '@type:view',
      '-@type:action',
      '@type:(view OR error)',
      '@type:*',
      '-@type:*',
      '@type:v*',
      '@type:>5',
      '@type:""',
      '-(',
      '(',
      ')',
      ' OR ',
      ' AND ',
      '@service:view',
      'view',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(' '))

const neverExcludes = (search: Parameters<typeof typesOf>[0], of: unknown) => {
  const types = typesOf(search)
  const named = typesNamed(search)
  for (const type of EVENT_TYPES) {
    const matches = matchesEvent(
      search,
      (path) => (path === 'type' ? type : of),
      () => ['view'],
    )
    if (matches) expect(types).toContain(type)
    if (named) expect(named.includes(type)).toBe(matches)
  }
}

test('a type that a search can match is never left out', () => {
  fc.assert(fc.property(anySearch, value, neverExcludes), { numRuns: 1000 })
  fc.assert(
    fc.property(searchText, value, (text, of) => {
      try {
        neverExcludes(parseSearch(text), of)
      } catch (error) {
        if ((error as { code?: string }).code !== 'invalid_search') throw error
      }
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['@type:view -(@type:action OR @type:view)', []],
  ['-(@type:view OR @type:session) @type:(view OR action)', ['action']],
  ['@type:view @service:web', undefined],
  ['@type:view web', undefined],
])('%s names types alone, or something else too', (text, types) => {
  expect(typesNamed(parseSearch(text))).toEqual(types)
})

test.each([
  ['@type:view', ['view']],
  ['@type:(view OR action) @view.name:/home', ['view', 'action']],
  ['-@type:view -@type:session', ['action', 'error', 'resource', 'long_task', 'vital', 'server']],
  ['@type:view OR @service:web', EVENT_TYPES],
  ['@type:v*', ['view', 'vital']],
  ['@type:nothing', []],
  ['', EVENT_TYPES],
])('%s reads only what it must', (text, types) => {
  expect(typesOf(parseSearch(text))).toEqual(types)
})
