import fc from 'fast-check'
import { expect, test } from 'vitest'
import { niceRanges } from './histogram.ts'

const count = ({ min, max, interval }: { min: number; max: number; interval: number }) =>
  Math.round((max - min) / interval)

test('ranges are round, hold every number, and are no more than asked for', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e12, max: 1e12, noNaN: true }),
      fc.double({ min: 0, max: 1e12, noNaN: true }),
      fc.integer({ min: 1, max: 100 }),
      fc.boolean(),
      (low, width, buckets, whole) => {
        const [min, max] = whole ? [Math.floor(low), Math.floor(low + width)] : [low, low + width]
        const ranges = niceRanges({ min, max, whole }, { buckets })
        expect(ranges.min).toBeLessThanOrEqual(min)
        expect(ranges.max).toBeGreaterThan(max)
        expect(count(ranges)).toBeLessThanOrEqual(buckets)
        if (whole && buckets > 2) expect(Number.isInteger(ranges.interval)).toBe(true)
      },
    ),
  )
})

test('what is given stays', () => {
  const extent = { min: 3, max: 97, whole: true }
  expect(niceRanges(extent, {})).toEqual({ interval: 1, min: 3, max: 98 })
  expect(niceRanges(extent, { buckets: 10 })).toEqual({ interval: 10, min: 0, max: 100 })
  expect(niceRanges(extent, { interval: 25 })).toEqual({ interval: 25, min: 0, max: 100 })
  expect(niceRanges(extent, { min: 0, max: 50, buckets: 5 })).toEqual({ interval: 10, min: 0, max: 50 })
  expect(niceRanges({ min: null, max: null, whole: true }, {})).toMatchObject({ min: 0 })
  expect(niceRanges({ min: -3, max: 4, whole: true }, { buckets: 1 })).toEqual({ interval: 14, min: -3, max: 11 })
  expect(niceRanges({ min: null, max: null, whole: true }, { max: -950 })).toMatchObject({ max: -950, interval: 1 })
  expect(niceRanges({ min: 7, max: 7, whole: true }, {})).toEqual({ interval: 1, min: 7, max: 8 })
})
