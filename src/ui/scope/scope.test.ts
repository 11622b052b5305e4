import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FIRST_FILTER, isComplete, paramsOf, type Scope, scopeOf } from './scope.ts'
import { parseParams, stringifyParams } from './search-params.ts'

const text = fc.string({ unit: 'binary' }).map((s) => s.replace(/\p{Surrogate}/gu, ''))
const moment = fc.integer({ min: 0, max: 4_000_000_000_000 })
const time = fc.oneof(
  fc.constantFrom('15m', '7d', '3mo', '1y').map((last) => ({ last })),
  fc.tuple(moment, fc.integer({ min: 1, max: 1e11 })).map(([from, length]) => ({ from, to: from + length })),
)
const scope: fc.Arbitrary<Scope> = fc.record({
  app: text,
  time,
  zone: fc.constantFrom('UTC', 'Europe/Paris', 'America/Argentina/Buenos_Aires'),
  filter: text,
  segment: text,
})

test('any texts survive the address', () => {
  const key = text.filter((s) => s !== '__proto__')
  fc.assert(
    fc.property(fc.dictionary(key, text), (params) => {
      expect(parseParams(stringifyParams(params))).toEqual({ ...params })
    }),
  )
})

test('a scope survives the address', () => {
  fc.assert(
    fc.property(scope, (given) => {
      const params = parseParams(stringifyParams(paramsOf(given)))
      expect(scopeOf(params, 'UTC')).toEqual(given)
      expect(isComplete(params)).toBe(true)
    }),
  )
})

test('an address is readable', () => {
  const address = stringifyParams(
    paramsOf({
      app: '',
      time: { last: '7d' },
      zone: 'Europe/Paris',
      filter: '@type:view @view.name:/cart (a OR b)',
      segment: '',
    }),
  )
  expect(address).toBe('?range=7d&tz=Europe/Paris&q=@type:view+@view.name:/cart+(a+OR+b)')
  const fixed = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 2, 3, 4, 5, 6) }
  expect(paramsOf({ app: 'x', time: fixed, zone: 'UTC', filter: '', segment: 'almost' })).toEqual({
    app: 'x',
    range: undefined,
    from: '2026-11-01T00:00Z',
    to: '2026-11-02T03:04:05.006Z',
    tz: 'UTC',
    q: '',
    segment: 'almost',
  })
})

test('a fresh visit and a broken address get the first scope', () => {
  const first = { app: '', time: { last: '7d' }, zone: 'Asia/Tokyo', filter: FIRST_FILTER, segment: '' }
  expect(scopeOf({}, 'Asia/Tokyo')).toEqual(first)
  expect(scopeOf({ range: 'soon', from: '2', to: '1', tz: 'Mars/Base' }, 'Asia/Tokyo')).toEqual(first)
  expect(isComplete({})).toBe(false)
  expect(isComplete({ range: 'soon', tz: 'UTC', q: '' })).toBe(false)
})
