import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSearch } from '../model/search/parse.ts'
import { nearestFirst } from './nearest-first.ts'

test('the parts are the range, in order, each moment in one of them', () => {
  const range = fc.tuple(fc.nat(2 ** 41), fc.integer({ min: 1, max: 2 ** 38 }))
  fc.assert(
    fc.property(range, fc.constantFrom('asc' as const, 'desc' as const), ([from, length], order) => {
      const parts = [...nearestFirst({ from, to: from + length }, order)]
      const inOrder = order === 'asc' ? parts : [...parts].reverse()
      expect(inOrder[0]!.from).toBe(from)
      expect(inOrder.at(-1)!.to).toBe(from + length)
      for (const [i, part] of inOrder.entries()) {
        expect(part.from).toBeLessThan(part.to)
        if (i > 0) expect(part.from).toBe(inOrder[i - 1]!.to)
      }
      expect(parts.length).toBeLessThan(10)
    }),
  )
})

test('an empty range has no parts', () => {
  expect([...nearestFirst({ from: 5, to: 5 }, 'desc')]).toEqual([])
})

test('for users who are named the range stays whole', () => {
  const range = { from: 5, to: 2 ** 40 }
  const parts = (query: string) => [...nearestFirst(range, 'desc', parseSearch(query))]
  expect(parts('@usr.id:(u1 OR u2) error')).toEqual([range])
  expect(parts('@usr.id:u*').length).toBeGreaterThan(1)
})
