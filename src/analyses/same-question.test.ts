import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anySearch } from '../../test/support/search-arbitrary.ts'
import { matchesEvent } from '../model/search/evaluate.ts'
import { parseSearch } from '../model/search/parse.ts'
import { printSearch } from '../model/search/print.ts'
import { bucketsOf } from '../query/bucket.ts'
import { audienceAsked, rollupAsked, searchAsked, textOfAsked } from './same-question.ts'

test('a search with its conditions in one order finds the same events', () => {
  const values = fc.constantFrom(undefined, 'a', 'ab', 7, ['a', 'b'])
  fc.assert(
    fc.property(anySearch, fc.infiniteStream(values), (search, stream) => {
      const event = new Map<string, unknown>()
      const get = (path: string) => {
        if (!event.has(path)) event.set(path, stream.next().value)
        return event.get(path)
      }
      const text = printSearch(search)
      const asked = searchAsked(text)
      expect(matchesEvent(parseSearch(asked), get)).toBe(matchesEvent(parseSearch(text), get))
      expect(searchAsked(asked)).toBe(asked)
    }),
    { numRuns: 1000 },
  )
})

test('two searches that ask the same in another order are the same', () => {
  expect(searchAsked('@b:2 (@a:(x OR y) OR z)')).toBe(searchAsked('(z OR @a:y OR @a:x) @b:2 *'))
  expect(searchAsked('@b:2')).not.toBe(searchAsked('-@b:2'))
  expect(searchAsked(null)).toBe('')
})

test('an interval is told as periods of the calendar only where they are the same ones', () => {
  const intervals = fc
    .tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom(1000, 60_000, 3_600_000, 86_400_000))
    .map(([count, unit]) => count * unit)
  const told = new Set<string>()
  fc.assert(
    fc.property(intervals, fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 50 }), (ms, from, count) => {
      const rollup = rollupAsked({ interval: ms }, 'UTC')
      if (!rollup) return
      told.add(rollup.type)
      const startsOf = (interval: Parameters<typeof bucketsOf>[0]) =>
        bucketsOf(interval, from, from + count * ms, '').starts
      expect(startsOf({ kind: 'calendar', calendar: rollup })).toEqual(startsOf({ kind: 'fixed', ms }))
    }),
    { numRuns: 500 },
  )
  expect([...told].sort()).toEqual(['day', 'hour', 'minute'])
  expect(rollupAsked({ interval: 86_400_000 }, 'Asia/Tokyo')).toBeNull()
})

test('names without a value say nothing, and segments are what they are whatever they are called', () => {
  expect(textOfAsked({ b: [], a: { c: null, d: '' }, e: false })).toBe(textOfAsked({ e: false }))
  expect(textOfAsked({ a: 1, b: [2, 1] })).not.toBe(textOfAsked({ a: 1, b: [1, 2] }))
  const segments = [{ name: 'x', segment_id: 'one' }]
  expect(audienceAsked({ segments, users: [], formula: null })).toEqual({ segments: ['one'] })
  expect(audienceAsked({ segments, users: [{ name: 'u', query: '' }] })).toMatchObject({ segments })
})
