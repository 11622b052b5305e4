import { beforeAll, expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import type { KeptSegment } from '../../audience/segments/resolve.ts'
import { answerFunnel } from './answer.ts'
import { FunnelRequest, JourneyListRequest } from './definition.ts'
import { answerJourneyList } from './list.ts'

const START = Date.parse('2031-05-05T00:00:00Z')
const [SECOND, HOUR, DAY] = [1000, 3_600_000, 86_400_000]
const RANGE = { from: START, to: START + 7 * DAY }

const store = storeOfFile()
beforeAll(() => store.fill(EVENTS))

const STEPS = ['a', 'b', 'c']
/** Seconds from a to b and from b to c: of ten sessions all make b, and five c. */
const WAYS = [1, 2, 3, 4, 5, 60, 70, 90, 200, 4000].map((ms, i) => [ms, i % 2 ? null : 10 * (i + 1)] as const)
const view = (session: string, at: number, name: string, country?: string): PlainEvent => ({
  ...{ type: 'view', name, at, session, user: `u ${session}`, settled: session.length % 2 === 0 },
  ...(country ? { country } : {}),
})
const EVENTS = [
  ...WAYS.flatMap(([toB, toC], i) => {
    const [session, at] = [`s${i}${i % 3 ? 'x' : ''}`, START + 2 * DAY + i * HOUR]
    return [
      view(session, at, 'a', i < 4 ? 'Nepal' : 'Chile'),
      view(session, at + toB * SECOND, 'b'),
      ...(toC === null ? [] : [view(session, at + (toB + toC) * SECOND, 'c')]),
    ]
  }),
  // A week before: two begin, and one gets to b.
  ...[view('old1', START - 5 * DAY, 'a'), view('old1', START - 5 * DAY + SECOND, 'b'), view('older', START - DAY, 'a')],
]

const search = {
  expression: STEPS.join(' -> '),
  node_objects: Object.fromEntries(
    STEPS.map((one) => [one, { data_source: 'product_analytics', search: { query: `@type:view @view.name:${one}` } }]),
  ),
}
const NEPAL: KeptSegment = {
  ...{ id: 'nepal', name: 'Nepal', audience: 'users', upload: null },
  definition: { performed: { sequence: [{ query: '@geo.country:Nepal' }], time_frame: RANGE } },
} as KeptSegment
const known = { segments: async (id: string) => (id === 'nepal' ? NEPAL : undefined) }
const funnel = (query: object, more: object = {}) => {
  const attributes = { ...RANGE, ...more, query: { search, ...query } }
  const parsed = FunnelRequest.parse({ data: { type: 'journey_request', attributes } }).data.attributes
  return store.ask(START + 90 * DAY, (asking) => answerFunnel(parsed, asking), known)
}
const list = (query: object) => {
  const attributes = { ...RANGE, query: { search, limit: 1000, ...query } }
  const parsed = JourneyListRequest.parse({ data: { type: 'journey_list_request', attributes } }).data.attributes
  return store.ask(START + 90 * DAY, (asking) => answerJourneyList(parsed, asking))
}

/** Between the two values of sorted ones that the place lies between. */
const quantile = (values: readonly number[], level: number) => {
  const sorted = [...values].sort((a, b) => a - b)
  const place = level * (sorted.length - 1)
  const low = Math.floor(place)
  return sorted[low]! + (place - low) * ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!)
}

test('the median and percentiles stand beside least, greatest and average, a step and end to end', async () => {
  const elapsed = ['median', 'pc75', 'pc95']
  const { funnel_steps, end_to_end_elapsed_time } = await funnel({ compute: { elapsed } })
  const told = (seconds: readonly number[]) => [0.5, 0.75, 0.95].map((level) => quantile(seconds, level) * SECOND)
  const given = (times: Record<string, number>) => elapsed.map((one) => times[one])
  const [toB, toC] = [WAYS.map(([b]) => b), WAYS.flatMap(([, c]) => c ?? [])]
  const close = (found: (number | undefined)[], wanted: number[]) =>
    wanted.forEach((ms, i) => {
      expect(found[i]).toBeCloseTo(ms, 3)
    })
  close(given(funnel_steps[0]!.elapsed_time_to_next_step), told(toB))
  close(given(funnel_steps[1]!.elapsed_time_to_next_step), told(toC))
  close(given(end_to_end_elapsed_time), told(WAYS.flatMap(([b, c]) => (c === null ? [] : [b + c]))))
  expect(funnel_steps[2]!.elapsed_time_to_next_step).toEqual({ min: 0, max: 0, avg: 0 })
})

test('times are distributed over ranges of one width or over lengths with a name, of any part of the way', async () => {
  const target = { type: 'path', start: 'a', end: 'b' }
  const { time_to_convert: named = [] } = await funnel({ compute: { bins: 'durations', target } })
  expect(named[0]).toEqual({ from: SECOND, to: 2 * SECOND, value: 1 })
  expect(named.at(-1)).toEqual({ from: HOUR, to: 2 * HOUR, value: 1 })
  for (const [compute, all] of [
    [{ bins: 'auto' }, 5],
    [{ bins: 3, target }, 10],
  ] as const) {
    const { time_to_convert: ranges = [] } = await funnel({ compute })
    expect(ranges.reduce((sum, { value }) => sum + value, 0)).toBe(all)
    ranges.slice(1).forEach(({ from }, i) => {
      expect(from).toBe(ranges[i]!.to)
    })
  }
  const times = WAYS.map(([b]) => b * SECOND)
  expect(named.map(({ value }) => value)).toEqual(
    named.map(({ from, to }) => times.filter((ms) => ms >= from && ms < to).length),
  )
  for (const { from, to, value } of named.slice(0, 3)) {
    const behind = await list({ target: { type: 'node', value: 'b' }, elapsed: { start: 'a', end: 'b', from, to } })
    expect(behind.total_count).toBe(value)
  }
})

test('another period and segments are the same funnel asked for them', async () => {
  const { comparisons = [], ...own } = await funnel({}, { compare: { to: 'previous', segments: ['nepal'] } })
  const { comparisons: none, ...alone } = await funnel({})
  expect(none).toBeUndefined()
  expect(own).toEqual(alone)
  const before = { from: START - 7 * DAY, to: START }
  const ofNepal = { audience_filters: { segments: [{ name: 'n', segment_id: 'nepal' }] } }
  expect(comparisons).toEqual([
    { ...before, ...(await funnel({}, before)) },
    { segment_id: 'nepal', ...(await funnel({ search: { ...search, filters: ofNepal } })) },
  ])
  expect(comparisons.map(({ funnel_steps }) => funnel_steps.map((step) => step.value))).toEqual([
    [2, 1, 0],
    [4, 4, 2],
  ])
})

test('what can not be compared or told is refused with its place', async () => {
  const pointerOf = (asked: Promise<unknown>) =>
    asked.then(
      () => 'answered',
      (error: { source?: { pointer?: string } }) => error.source?.pointer,
    )
  expect(await pointerOf(funnel({}, { compare: {} }))).toBe('/data/attributes/compare')
  expect(await pointerOf(funnel({}, { compare: { segments: ['nobody'] } }))).toBe('/data/attributes/compare/segments/0')
  const elapsed = { start: 'b', end: 'a', from: 0 }
  expect(await pointerOf(list({ elapsed }))).toBe('/data/attributes/query/elapsed')
})
