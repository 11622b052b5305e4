import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { answerScalar, answerTimeseries } from './answer.ts'
import { AnalyticsRequest } from './definition.ts'
import { withMoments } from './time-range.ts'

const store = storeOfFile()

const HOUR = 3_600_000
const DAY = 24 * HOUR
const FROM = Date.UTC(2026, 2, 10)
const TO = FROM + 3 * DAY
const NOW = TO - 5 * HOUR

const COUNT = {
  query: { data_source: 'product_analytics', search: { query: '@type:view' } },
  compute: { aggregation: 'count' },
}
const BY_NAME = [{ facet: '@view.name', limit: 10 }]

const request = (attributes: object) =>
  withMoments(
    AnalyticsRequest.parse({
      data: { type: 'formula_analytics_extended_request', attributes: { from: FROM, to: TO, ...attributes } },
    }).data.attributes,
    NOW,
  )

const scalar = (attributes: object) => store.ask(NOW, (asking) => answerScalar(request(attributes), asking))
const overTime = (attributes: object) => store.ask(NOW, (asking) => answerTimeseries(request(attributes), asking))

const view = (at: number, name = '/', more: Partial<PlainEvent> = {}): PlainEvent => ({
  type: 'view',
  name,
  at,
  session: 's',
  ...more,
})

type Columns = Awaited<ReturnType<typeof answerScalar>>['columns']
const column = (columns: Columns, name: string, comparison = false) =>
  columns.find((one) => one.name === name && 'comparison' in one === comparison)!

const events = fc.array(
  fc.record({
    at: fc.integer({ min: FROM - 4 * DAY, max: TO }),
    name: fc.constantFrom('/a', '/b', '/c'),
    settled: fc.constant(true),
  }),
  { maxLength: 30 },
)

test('functions and comparisons are what a plain program counts', async () => {
  await fc.assert(
    fc.asyncProperty(events, async (list) => {
      await store.fill(list.map((one) => view(one.at, one.name, { settled: one.settled })))
      const named = { ...COUNT, name: 'a', compute: { aggregation: 'count', interval: 6 * HOUR }, group_by: BY_NAME }
      const formulas = [{ formula: 'cumsum(a)' }, { formula: 'moving_average(a, 2)' }]
      const answer = await overTime({ queries: [named], formulas, compare: { to: 'previous' } })
      const counts = (name: string, shift: number) =>
        answer.times.map(
          (start) =>
            list.filter(
              (one) =>
                one.name === name &&
                one.at >= start - shift &&
                one.at < start - shift + 6 * HOUR &&
                one.at < TO - shift,
            ).length,
        )
      for (const [i, series] of answer.series.entries()) {
        const values = counts(series.group_tags[0]!, 'comparison' in series ? 3 * DAY : 0)
        const expected =
          series.query_index === 0
            ? values.map((_, at) => values.slice(0, at + 1).reduce((sum, one) => sum + one, 0))
            : values.map((value, at) => (at ? (value + values[at - 1]!) / 2 : value))
        expect(answer.values[i]).toEqual(expected)
      }
      const shown = new Set(list.filter((one) => one.at >= FROM && one.at < TO).map((one) => one.name))
      expect(answer.series).toHaveLength(4 * shown.size)
    }),
    { numRuns: 6 },
  )
})

test('one number a group stands beside that of the day before, with the change', async () => {
  await store.fill([
    ...[0, 1, 2].map((i) => view(TO - HOUR - i, '/a')),
    view(TO - HOUR, '/b'),
    view(TO - DAY - HOUR, '/a'),
    view(TO - DAY - HOUR, '/gone'),
  ])
  const range = { from: TO - DAY, to: TO }
  const { columns, comparison } = await scalar({
    ...range,
    query: { ...COUNT, group_by: BY_NAME },
    compare: { to: 'previous_day' },
  })
  expect(comparison).toEqual({ from: TO - 2 * DAY, to: TO - DAY })
  expect(column(columns, '@view.name').values).toEqual([['/a'], ['/b']])
  expect(column(columns, 'query').values).toEqual([3, 1])
  expect(column(columns, 'query', true)).toMatchObject({
    values: [1, 0],
    change: { absolute: [2, 1], relative: [2, null] },
  })
})

test('shares are of the groups shown, and functions over time need time', async () => {
  await store.fill([view(FROM, '/a'), view(FROM, '/a'), view(FROM, '/a'), view(FROM, '/b')])
  const queries = [{ ...COUNT, name: 'a', group_by: BY_NAME }]
  const { columns } = await scalar({ queries, formulas: [{ formula: 'percent_of_total(a)', alias: 'share' }] })
  expect(column(columns, 'share').values).toEqual([75, 25])
  await expect(scalar({ queries, formulas: [{ formula: 'cumsum(a)' }] })).rejects.toMatchObject({
    code: 'invalid_field',
    source: { pointer: '/data/attributes/formulas/0/formula' },
  })
})

test('periods that end after now are in progress', async () => {
  await store.fill([])
  const compute = { aggregation: 'count', rollup: { type: 'day' } }
  const { intervals } = await overTime({ query: { ...COUNT, compute }, time_zone: 'UTC' })
  expect(intervals[0]).toMatchObject({ type: 'calendar', in_progress: [false, false, true] })
})

test('groups of one attribute are in the order of their sort', async () => {
  const seen = { '/a': [9, 9, 9], '/b': [50], '/c': [1, 2] }
  await store.fill(Object.entries(seen).flatMap(([name, spent]) => spent.map((ms, i) => view(FROM + ms + i, name))))
  const order = async (sort: object, limit = 10, more: object = {}) => {
    const group_by = [{ facet: '@view.name', limit, sort, ...more }]
    const { columns } = await scalar({ query: { ...COUNT, group_by } })
    return columns[0]!.values.flat()
  }
  expect(await order({ aggregation: 'count', order: 'asc' })).toEqual(['/b', '/c', '/a'])
  expect(await order({ aggregation: 'count', order: 'asc' }, 2)).toEqual(['/b', '/c'])
  expect(await order({ aggregation: 'count', order: 'asc' }, 2, { other: true })).toEqual(['/b', '/c', 'Other'])
  expect(await order({ aggregation: 'count', order: 'desc' })).toEqual(['/a', '/c', '/b'])
  expect(await order({ aggregation: 'max', metric: '@date', order: 'desc' })).toEqual(['/b', '/a', '/c'])
  expect(await order({ aggregation: 'max', metric: '@date', order: 'asc' }, 2)).toEqual(['/c', '/a'])
  expect(await order({ type: 'alphabetical', order: 'desc' }, 2)).toEqual(['/c', '/b'])
})

test('periods begin where they are told to, in any spelling, and nowhere else', async () => {
  await store.fill([])
  const first = async (rollup: object) =>
    (await overTime({ query: { ...COUNT, compute: { aggregation: 'count', rollup } } })).times[0]
  expect(await first({ type: 'week', alignment: 'Sunday' })).toBe(Date.UTC(2026, 2, 8))
  expect(await first({ type: 'day', alignment: '14' })).toBe(FROM - 10 * HOUR)
  await expect(first({ type: 'week', alignment: 'soon' })).rejects.toMatchObject({
    code: 'invalid_field',
    source: { pointer: '/data/attributes/query/compute/rollup/alignment' },
  })
})

test('a histogram chooses its ranges from the data, in order', async () => {
  await store.fill([10, 11, 95, 7].map((n) => view(FROM + n * 1000)))
  const group_by = [{ facet: '@date', histogram: { buckets: 5 } }]
  const { columns, histograms } = await scalar({ query: { ...COUNT, group_by } })
  expect(histograms).toEqual([{ facet: '@date', interval: 20_000, min: FROM, max: FROM + 100_000 }])
  expect(columns[0]!.values).toEqual([[String(FROM)], [String(FROM + 80_000)]])
  expect(columns[1]!.values).toEqual([3, 1])
})

test('a time frame is read when the question is asked', async () => {
  await store.fill([view(NOW - HOUR), view(NOW - 3 * DAY)])
  const attributes = { from: undefined, to: undefined, time_frame: 'past 1 day', query: COUNT }
  expect((await scalar(attributes)).columns[0]!.values).toEqual([1])
  expect(() => request({ ...attributes, time_frame: 'when it was' })).toThrow('time_frame')
  expect(() => request({ time_frame: 'past 1 day', query: COUNT })).toThrow('time_frame instead')
})
