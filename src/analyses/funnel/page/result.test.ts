import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moved, placeAt } from '../../journey/page/reorder.ts'
import { barsOf, drawnCourses, MOST_BARS, walked } from './bars.ts'
import { stepsCsv } from './csv.ts'
import { placesBefore } from './optional.ts'
import { type Course, type FunnelAnswer, figuresOf, funnelResult, rateOf } from './result.ts'

const time = (avg: number) => ({ min: 1, max: 2 * avg, avg })
const group = (name: string, value: number, next: number) => ({
  group_tags: [name],
  value,
  conversion_count: next,
  elapsed_time_to_next_step: time(50),
})
const ANSWER: FunnelAnswer = {
  data: {
    attributes: {
      initial_count: 200,
      end_to_end_conversion_rate: 0.25,
      end_to_end_elapsed_time: time(5000),
      funnel_steps: [
        {
          label: 'A',
          value: 200,
          elapsed_time_to_next_step: time(1000),
          groups: [group('Other', 150, 40), group('=DE,"x"', 20, 0), group('FR', 30, 20)],
        },
        {
          label: 'B',
          value: 50,
          elapsed_time_to_next_step: time(0),
          groups: [group('Other', 30, 0), group('FR', 20, 0)],
        },
      ],
    },
  },
}

test('an answer is read step by step; groups rank by their first step, other comes last', () => {
  const result = funnelResult(ANSWER)
  expect(result.all).toEqual({ group: null, before: [-1, 0], counts: [200, 50], times: [time(1000)] })
  expect(result.groups.map(({ group, counts }) => [group, counts])).toEqual([
    ['FR', [30, 20]],
    ['=DE,"x"', [20, 0]],
    ['Other', [150, 30]],
  ])
  expect(result.groups[1]!.times).toEqual([null])
})

const counts = fc.array(fc.nat(1000), { minLength: 2, maxLength: 30 }).map((all) => all.sort((a, b) => b - a))

test('a bar and its rest are as high as the bar before, and nobody gets lost twice', () => {
  fc.assert(
    fc.property(counts, (given) => {
      const course: Course = { group: null, counts: given, times: [], before: given.map((_, i) => i - 1) }
      const bars = barsOf([course]).map(([bar]) => bar!)
      bars.slice(1).forEach((bar, i) => {
        expect(bar.full + bar.rest).toBeCloseTo(bars[i]!.full)
      })
      const lost = figuresOf(course).reduce((sum, f) => sum + f.lost, 0)
      expect(lost + given.at(-1)!).toBe(given[0])
      expect(rateOf(course)).toBe(given[0] ? given.at(-1)! / given[0] : null)
    }),
  )
})

test('what is compared stands beside the funnel itself, and its difference is told of it', () => {
  const { attributes } = ANSWER.data
  const comparisons = [
    { segment_id: 'x', ...attributes },
    { from: 5, to: 9, ...attributes },
  ]
  const result = funnelResult({ data: { attributes: { ...attributes, comparisons } } })
  expect(result.groups.map(({ group, counts }) => [group, counts])).toEqual(
    ['own', 'x', '5-9'].map((group) => [group, [200, 50]]),
  )
})

test('of ten thousand values the first are drawn, and other', () => {
  const steps = [1, 2].map((_, s) => ({
    label: String(s),
    value: 1e6,
    groups: [...Array.from({ length: 9999 }, (_, i) => group(`v${i}`, 10_000 - i, 1)), group('Other', 5, 1)],
  }))
  const { attributes } = ANSWER.data
  const result = funnelResult({ data: { attributes: { ...attributes, funnel_steps: steps } } })
  expect(result.groups).toHaveLength(10_000)
  expect(drawnCourses(result)).toHaveLength(MOST_BARS + 1)
  expect(drawnCourses(result).at(-1)!.group).toBe('Other')
})

test('arrow keys walk bars and what was lost, and stay inside', () => {
  const bars = barsOf([funnelResult(ANSWER).all])
  const start = { step: 0, course: 0, side: 'reached' as const }
  const second = { step: 1, course: 0, side: 'reached' as const }
  expect(walked(start, 'ArrowRight', bars)).toEqual(second)
  expect(walked(second, 'ArrowRight', bars)).toEqual(second)
  expect(walked(second, 'ArrowUp', bars)).toEqual({ ...second, side: 'lost' })
  expect(walked({ ...second, side: 'lost' }, 'ArrowLeft', bars)).toEqual(start)
  expect(walked(start, 'ArrowUp', bars)).toEqual(start)
  expect(walked(start, 'End', bars)).toEqual(second)
  expect(walked(start, 'a', bars)).toBeNull()
})

test('a step after one that may be left out is counted against the last that may not', () => {
  const elapsed = (avg: number) => ({ min: avg, max: avg, avg })
  const step = (label: string, value: number, avg: number) => ({
    ...{ label, value, elapsed_time_to_next_step: elapsed(avg) },
    groups: [
      { group_tags: ['DE'], value: value / 2, conversion_count: 1, elapsed_time_to_next_step: elapsed(avg / 2) },
    ],
  })
  const steps = [step('A', 100, 8000), step('B', 20, 0), step('C', 60, 4000), step('D', 30, 0)]
  const attributes = { initial_count: 100, end_to_end_conversion_rate: 0.3, funnel_steps: steps }
  const view = { events: [{ kind: 'view' as const, name: '/' }], filter: '' }
  const before = placesBefore([view, { ...view, optional: true }, view, view])
  const { all, groups } = funnelResult({ data: { attributes } }, before)
  expect(figuresOf(all).map(({ ofBefore, lost }) => [ofBefore, lost])).toEqual([
    [null, 0],
    [0.2, 80],
    [0.6, 40],
    [0.5, 30],
  ])
  expect(all.times.map((time) => time?.avg ?? null)).toEqual([null, 8000, 4000])
  expect(groups[0]!.times.map((time) => time?.avg ?? null)).toEqual([null, 4000, 2000])
})

test('a step is moved to where it is dropped', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1 }), fc.nat(), fc.nat(), (list, a, b) => {
      const [from, to] = [a % list.length, b % list.length]
      const next = moved(list, from, to)
      expect(next[to]).toBe(list[from])
      expect(moved(next, to, from)).toEqual(list)
    }),
  )
  expect([0, 25, 45, 99].map((y) => placeAt(y, [10, 30, 50], 0))).toEqual([0, 0, 1, 2])
})

test('the CSV has a row a step and group, and no text that a spreadsheet would run', () => {
  const lines = stepsCsv(funnelResult(ANSWER), ['/home', 'Buy']).trimEnd().split('\r\n')
  expect(lines).toHaveLength(1 + 2 * 4)
  expect(lines[2]).toBe('2,Buy,,50,0.25,0.25,150,0.25,,,,')
  expect(lines[1]).toBe('1,/home,,200,1,,,0.25,,1000,1,2000')
  expect(lines[5]).toContain(`"'=DE,""x"""`)
})
