import { expect, test } from 'vitest'
import { partsOf, queryOf } from './step.ts'

test.each([
  ['@type:view @view.name:/cart', { kind: 'view', name: '/cart', filter: '' }],
  ['@type:action @action.name:"click on CHECKOUT"', { kind: 'action', name: 'click on CHECKOUT', filter: '' }],
  ['@type:action @action.label:"Pay now"', { kind: 'label', name: 'Pay now', filter: '' }],
  ['@type:server', { kind: 'server', name: null, filter: '' }],
  [
    '@type:view @view.name:/cart @geo.country:Brazil -@device.type:Bot',
    { kind: 'view', name: '/cart', filter: '@geo.country:Brazil -@device.type:Bot' },
  ],
  ['@type:view @view.name:(/a OR /b)', { kind: 'view', name: null, filter: '@view.name:(/a OR /b)' }],
  ['@type:view @view.name:/p*', { kind: 'view', name: null, filter: '@view.name:/p*' }],
  ['@usr.plan:pro', { kind: null, name: null, filter: '@usr.plan:pro' }],
  ['', { kind: null, name: null, filter: '' }],
])('%s is taken apart and put together', (query, parts) => {
  expect(partsOf({ query })).toEqual(parts)
  expect(queryOf(partsOf({ query }))).toBe(query)
})

test('names with marks of the search syntax stay what they are', () => {
  const name = '/a b*"?():'
  const query = queryOf({ kind: 'view', name, filter: '' })
  expect(partsOf({ query })).toEqual({ kind: 'view', name, filter: '' })
})

test('a filter that cannot be read stays as it is', () => {
  expect(queryOf({ kind: 'view', name: '/cart', filter: '@a:(b' })).toBe('@type:view @view.name:/cart @a:(b')
  expect(partsOf({ query: '@type:(view' })).toEqual({ kind: null, name: null, filter: '@type:(view' })
})
