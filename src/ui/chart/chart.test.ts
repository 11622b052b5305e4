import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PALETTES } from '../theme/palette.ts'
import { type Drawing, extent, labelValues, type Series, type TimeData } from './series.ts'
import { indexAt, roomFor, timeOption, valueTicks, xOf, yOf } from './time-option.ts'

const DAY = 86_400_000
const START = Date.parse('2026-11-16T00:00Z')
const room = roomFor(800, 320)

const series = (key: string, values: (number | null)[]): Series => ({ key, label: key, colour: '#334eda', values })
const data = (drawing: Drawing, all: Series[], rest: Partial<TimeData> = {}): TimeData => ({
  times: all[0]?.values.map((_, i) => START + i * DAY) ?? [],
  series: all,
  drawing,
  rollup: { type: 'day', quantity: 1 },
  zone: 'UTC',
  span: { from: START, to: START + 10 * DAY },
  now: START + 100 * DAY,
  additive: true,
  ...rest,
})

const seriesIn = (d: TimeData) => timeOption(d, room, PALETTES.light, 'en').series as Record<string, unknown>[]

test('bars stack from zero, lines do not stack', () => {
  const two = [series('a', [1, 2, 3]), series('b', [4, null, 6])]
  expect(extent(two, 'bars')).toEqual([0, 9])
  expect(extent(two, 'lines')).toEqual([0, 6])
  expect(seriesIn(data('bars', two)).map((s) => s.stack)).toEqual(['all', 'all'])
  expect(seriesIn(data('lines', two)).every((s) => s.stack === undefined)).toBe(true)
  expect(valueTicks(data('bars', two), room)[0]).toBe(0)
})

test('a running day is hatched in bars and dashed in lines, and loses no value', () => {
  const running = { now: START + 2 * DAY + 1, span: { from: START, to: START + 2 * DAY + 1 } }
  const [bars] = seriesIn(data('bars', [series('a', [1, 2, 3])], running))
  expect((bars!.data as unknown[]).slice(0, 2)).toEqual([1, 2])
  expect((bars!.data as { value: number; itemStyle: object }[])[2]).toMatchObject({
    value: 3,
    itemStyle: { opacity: 0.6 },
  })
  const [whole, dashed] = seriesIn(data('lines', [series('a', [1, 2, 3])], running))
  expect(whole!.data).toEqual([1, 2, null])
  expect(dashed!.data).toEqual([null, 2, 3])
  expect(dashed!.lineStyle).toMatchObject({ type: 'dashed' })
})

test('a chart without data still has an axis', () => {
  const option = timeOption(data('bars', []), room, PALETTES.dark)
  expect(option.series).toEqual([])
  expect(valueTicks(data('bars', []), room).length).toBeGreaterThan(1)
})

test('a place on the chart is found again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(499), (count, raw) => {
      const index = raw % count
      expect(indexAt(xOf(index, count, room), count, room)).toBe(index)
    }),
  )
  expect(indexAt(-50, 10, room)).toBe(0)
  expect(indexAt(5000, 10, room)).toBe(9)
  expect(yOf(0, [0, 5, 10], room)).toBe(room.height - room.bottom)
  expect(yOf(10, [0, 5, 10], room)).toBe(room.top)
})

test('names stand at the last value, or in the middle of their part', () => {
  expect(labelValues([series('a', [1, 2, null]), series('b', [null, null, null])], 'lines')).toEqual([2, null])
  expect(labelValues([series('a', [1, 4]), series('b', [1, 6])], 'bars')).toEqual([2, 7])
  expect(labelValues([series('a', [8, 1]), series('b', [2, 1])], 'bars')).toEqual([4, 9])
})
