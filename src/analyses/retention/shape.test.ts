import { expect, test } from 'vitest'
import { checkedCalendar } from '../../query/checked-calendar.ts'
import type { Periods } from './periods.ts'
import { type Asked, groupsOf, type Row } from './shape.ts'

const WEEK = 7 * 86_400_000
const periods: Periods = {
  calendar: checkedCalendar({ type: 'week' }, undefined, ''),
  returns: { unit: 'week', value: 1 },
  cohorts: [0, 1, 2, 3].map((week) => week * WEEK),
  returnBounds: [0, 1, 2].map((cohort) => [0, 1, 2].map((k) => (cohort + k) * WEEK)),
  spans: [],
  cohortOf: [],
  way: { kind: 'shift' },
}
const asked = (more: Partial<Asked> = {}): Asked => ({
  periods,
  horizon: 100 * WEEK,
  condition: 'conversion_on',
  same: true,
  groups: 0,
  ...more,
})
const rows: Row[] = [
  [0, 1800, 1782],
  [1, 2350, 2162],
  [2, 1750, 1417.5],
].flatMap(([c, size, back]) => [
  { c: c!, k: -1, n: size! },
  { c: c!, k: 1, n: back! },
])

test('99 % of 1,800, 92 % of 2,350 and 81 % of 1,750 are 91 %', () => {
  const [group] = groupsOf(rows, asked())
  expect(group!.averages[1]!.rate).toBeCloseTo(0.909, 3)
  expect(group!.averages[0]!.rate).toBe(1)
})

test('partial cells are left out of the average, unless there are no others', () => {
  const [group] = groupsOf(rows, asked({ horizon: 3.5 * WEEK }))
  expect(group!.cohorts.map(({ cells }) => cells.map((cell) => cell.partial))).toEqual([
    [false, false],
    [false, false],
    [false, true],
  ])
  expect(group!.averages[1]).toMatchObject({ rate: (1782 + 2162) / (1800 + 2350), partial: false })
  const [early] = groupsOf(rows, asked({ horizon: 0.5 * WEEK }))
  expect(early!.cohorts.map(({ cells }) => cells.length)).toEqual([1, 0, 0])
  expect(early!.averages).toEqual([{ k: 0, rate: 1, count: 1800, partial: true }])
})
