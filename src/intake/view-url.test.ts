import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pathGroupOf, viewUrlOf } from './view-url.ts'

test.each([
  ['/dashboard/1234', '/dashboard/?'],
  ['/dashboard/9a', '/dashboard/?'],
  ['/account/orders/10031', '/account/orders/?'],
  ['/v2/users', '/v2/users'],
  ['/api/v2', '/api/v2'],
  ['/v123/x', '/?/x'],
  ['/blog/my-post', '/blog/my-post'],
  ['/a/1/b/2/', '/a/?/b/?/'],
  ['/', '/'],
  ['/caf%C3%A9', '/caf%C3%A9'],
  ['/caf%C3%A9-1', '/?'],
  ['/%zz1', '/?'],
])('%s is grouped as %s', (path, group) => expect(pathGroupOf(path)).toBe(group))

test('an address is taken apart', () => {
  expect(viewUrlOf('HTTPS://user:pw@Shop.example.com:8443/p/42?utm_source=news&a=1&a=2&b#top')).toEqual({
    scheme: 'https',
    host: 'shop.example.com:8443',
    path: '/p/42',
    pathGroup: '/p/?',
    hash: '#top',
    query: [
      ['utm_source', 'news'],
      ['a', ['1', '2']],
      ['b', ''],
    ],
  })
})

test('an address without a path is at its root, a path alone has no host, a class path is no address', () => {
  expect(viewUrlOf('http://a.example?x=1')).toMatchObject({ host: 'a.example', path: '/', pathGroup: '/' })
  expect(viewUrlOf('/cart?x=1')).toMatchObject({ host: '', scheme: '', path: '/cart' })
  expect(viewUrlOf('test/app/CatalogActivity')).toBeUndefined()
  expect(viewUrlOf('')).toBeUndefined()
})

test('no address makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.string({ unit: 'binary' })), (url) => void viewUrlOf(url)),
  )
})
