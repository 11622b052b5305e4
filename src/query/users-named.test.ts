import { expect, test } from 'vitest'
import { parseSearch } from '../model/search/parse.ts'
import { usersNamed } from './users-named.ts'

const named = (query: string) => usersNamed(parseSearch(query))

test.each([
  ['@usr.id:a', ['a']],
  ['@usr.id:(a OR "b c")', ['a', 'b c']],
  ['@type:view @usr.id:a', ['a']],
  ['@usr.id:a OR @usr.id:b', ['a', 'b']],
  ['(@usr.id:a @type:view) OR (@usr.id:(a OR b) @type:action)', ['a', 'b']],
])('%s matches events of these users alone', (query, ids) => {
  expect(named(query)).toEqual(ids)
})

test.each(['', 'a', '-@usr.id:a', '@usr.id:a*', '@usr.id:""', '@usr.id:*', '@usr.id:a OR @type:view', '@usr.name:a'])(
  '%s may match events of any user',
  (query) => {
    expect(named(query)).toBeUndefined()
  },
)
