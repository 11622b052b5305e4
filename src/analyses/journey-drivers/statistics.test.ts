import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chiSquared, corrected, fisher, tested } from './statistics.ts'

test('Fisher and χ² give the p-values of textbooks', () => {
  // The lady tasting tea: three of four right.
  expect(fisher(3, 1, 1, 3)).toBeCloseTo(0.485714, 6)
  expect(fisher(4, 0, 0, 4)).toBeCloseTo(2 / 70, 12)
  expect(fisher(1, 9, 11, 3)).toBeCloseTo(0.002759, 6)
  // Of one degree of freedom 3.841 is passed by one in twenty, 10.828 by one in a thousand.
  expect(chiSquared(10, 10, 10, 10)).toBe(1)
  expect(chiSquared(20, 30, 30, 20)).toBeCloseTo(0.0455, 4)
  expect(chiSquared(60, 40, 40, 60)).toBeCloseTo(0.004678, 6)
  expect(chiSquared(1000, 0, 0, 1000)).toBeLessThan(1e-300)
})

/** All ways to give the traits away, one by one: as many as have it, and how many of those convert. */
const slowFisher = (a: number, b: number, c: number, d: number): number => {
  const people = [...Array(a + c).fill(1), ...Array(b + d).fill(0)] as number[]
  const counts = new Map<number, number>()
  const give = (from: number, left: number, converted: number) => {
    if (left === 0) counts.set(converted, (counts.get(converted) ?? 0) + 1)
    else for (let i = from; i <= people.length - left; i++) give(i + 1, left - 1, converted + people[i]!)
  }
  give(0, a + b, 0)
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0)
  const own = counts.get(a)!
  return [...counts.values()].filter((n) => n <= own).reduce((sum, n) => sum + n, 0) / all
}

const few = fc.integer({ min: 0, max: 4 })

test('Fisher counts what giving the traits away at random counts', () => {
  fc.assert(
    fc.property(few, few, few, few, (a, b, c, d) => {
      expect(fisher(a, b, c, d)).toBeCloseTo(slowFisher(a, b, c, d), 10)
    }),
  )
})

test('small tables are tested exactly, large ones by χ², and both come near to each other', () => {
  expect(tested({ with: { converted: 3, dropped: 1 }, without: { converted: 90, dropped: 90 } }).test).toBe('fisher')
  const large = tested({ with: { converted: 520, dropped: 480 }, without: { converted: 480, dropped: 520 } })
  expect(large.test).toBe('chi_squared')
  expect(Math.abs(large.p - fisher(520, 480, 480, 520))).toBeLessThan(0.01)
  expect(tested({ with: { converted: 0, dropped: 0 }, without: { converted: 5, dropped: 5 } }).p).toBe(1)
})

/** By its definition: the least of p · m / rank over all that are no better. */
const slowHochberg = (values: readonly number[]): number[] =>
  values.map((p) => {
    const ranks = values
      .filter((one) => one >= p)
      .map((one) => {
        const rank = values.filter((other) => other <= one).length
        return (one * values.length) / rank
      })
    return Math.min(1, ...ranks)
  })

test('corrections are those of Benjamini and Hochberg, and of Bonferroni', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (values) => {
      const slow = slowHochberg(values)
      corrected(values, 'benjamini_hochberg').forEach((p, i) => {
        expect(p).toBeCloseTo(slow[i]!, 12)
      })
    }),
  )
  expect(corrected([0.01, 0.04, 0.03], 'benjamini_hochberg').map((p) => p.toFixed(4))).toEqual([
    '0.0300',
    '0.0400',
    '0.0400',
  ])
  expect(corrected([0.01, 0.5], 'bonferroni')).toEqual([0.02, 1])
  expect(corrected([0.01, 0.5], 'none')).toEqual([0.01, 0.5])
})
