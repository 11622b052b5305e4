import { expect, test } from 'vitest'
import { backFrom, signInPath } from './sign-in-path.ts'

test('signing in leads back to where one was', () => {
  const path = signInPath('/analytics?q=@type:view&a=1')
  expect(backFrom(new URLSearchParams(path.split('?')[1]).get('back') ?? undefined)).toBe('/analytics?q=@type:view&a=1')
  expect(signInPath('/')).toBe('/sign-in')
})

test.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/sign-in?back=/x', '', undefined])(
  '%s leads to the first page',
  (back) => {
    expect(backFrom(back)).toBe('/')
  },
)
