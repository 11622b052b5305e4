import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rowWindow, TALLEST_PX } from './row-window.ts'

const rowHeight = 29

test('few rows lie where they are, with some more around those in sight', () => {
  expect(rowWindow({ total: 1000, rowHeight, around: 5 }, { top: 2900, height: 290 })).toEqual({
    from: 95,
    to: 115,
    above: 95 * 29,
    below: 1000 * 29 - 115 * 29,
  })
  expect(rowWindow({ total: 3, rowHeight, around: 5 }, { top: 0, height: 500 })).toEqual({
    from: 0,
    to: 3,
    above: 0,
    below: 0,
  })
  expect(rowWindow({ total: 0, rowHeight, around: 5 }, { top: 0, height: 500 })).toMatchObject({ from: 0, to: 0 })
})

test('of a million rows every one can be reached, and the page stays as tall as can be drawn', () => {
  const height = 700
  const total = 1_000_000
  const drawn = { total, rowHeight, around: 12 }
  expect(rowWindow(drawn, { top: TALLEST_PX - height, height }).to).toBe(total)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: total - 30 }), (index) => {
      const top = (index * rowHeight * (TALLEST_PX - height)) / (total * rowHeight - height)
      const { from, to, above, below } = rowWindow(drawn, { top, height })
      expect(from <= index && index < to).toBe(true)
      expect(Math.abs(above + below + (to - from) * rowHeight - TALLEST_PX)).toBeLessThan(rowHeight * 13)
    }),
  )
})
