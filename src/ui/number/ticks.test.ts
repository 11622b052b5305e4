import fc from 'fast-check'
import { expect, test } from 'vitest'
import { niceTicks, spread } from './ticks.ts'

test('ticks of everyday ranges', () => {
  expect(niceTicks(0, 100)).toEqual([0, 20, 40, 60, 80, 100])
  expect(niceTicks(0, 7, 4)).toEqual([0, 2, 4, 6, 8])
  expect(niceTicks(0, 0.3, 3)).toEqual([0, 0.1, 0.2, 0.3])
  expect(niceTicks(-5, 5, 2)).toEqual([-5, 0, 5])
  expect(niceTicks(0, 0)).toEqual([0, 1])
})

test('ticks hold the range, are even and few', () => {
  const number = fc.double({ min: -1e12, max: 1e12, noNaN: true })
  fc.assert(
    fc.property(
      number,
      fc.double({ min: 1e-3, max: 1e12, noNaN: true }),
      fc.integer({ min: 2, max: 10 }),
      (a, w, n) => {
        const ticks = niceTicks(a, a + w, n)
        const slack = Math.max(Math.abs(a), w) * 1e-8
        expect(ticks[0]).toBeLessThanOrEqual(a + slack)
        expect(ticks.at(-1)!).toBeGreaterThanOrEqual(a + w - slack)
        expect(ticks.length).toBeLessThanOrEqual(n + 3)
      },
    ),
  )
})

test('labels keep their distance and stay in the room', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -50, max: 500, noNaN: true }), { maxLength: 12 }), (wanted) => {
      const got = spread(wanted, 16, 300)
      const shown = got.filter((y) => y !== null).sort((a, b) => a - b)
      expect(shown).toHaveLength(Math.min(wanted.length, 19))
      for (const y of shown) {
        expect(y).toBeGreaterThanOrEqual(-1e-6)
        expect(y).toBeLessThanOrEqual(300 + 1e-6)
      }
      shown.slice(1).forEach((y, i) => {
        expect(y - shown[i]!).toBeGreaterThanOrEqual(16 - 1e-6)
      })
    }),
  )
})

test('labels with room stay where they are', () => {
  expect(spread([100, 10, 200], 16, 300)).toEqual([100, 10, 200])
  expect(spread([0, 0, 0], 16, 16)).toEqual([0, 16, null])
})
