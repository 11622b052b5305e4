import { expect, test } from 'vitest'
import { FIRST_QUESTION, type Question } from './address.ts'
import { AnalyticsRequest } from './definition.ts'
import { isTooFine, requestOf, searchOf } from './request.ts'

const DAY = 86_400_000
const around = {
  span: { from: 0, to: 7 * DAY },
  zone: 'Europe/Paris',
  app: 'a b',
  filter: '@session.type:user -@device.type:Bot',
  segment: 'almost',
}
const question: Question = {
  ...FIRST_QUESTION,
  queries: [
    {
      event: 'view',
      measure: { aggregation: 'cardinality', metric: 'usr.id' },
      filter: '@view.name:/a OR @view.name:/b',
    },
    { event: '', measure: { aggregation: 'count' }, filter: '' },
  ],
  formulas: ['a / b'],
  by: [
    { path: 'geo.country', limit: 5, order: 'desc', other: true },
    { path: 'browser.name', limit: 3, order: 'asc', other: false },
  ],
}

const bodyOf = (q: Question) => {
  const request = requestOf(q, around)
  if (!request.ok) throw new Error(request.reason)
  return { path: request.path, attributes: AnalyticsRequest.parse(request.body).data.attributes }
}

test('the request is one that the API takes, whatever is shown', () => {
  for (const show of ['series', 'top', 'table', 'value'] as const) {
    const { path, attributes } = bodyOf({ ...question, show })
    expect(path).toMatch(show === 'series' ? /timeseries$/ : /scalar$/)
    expect(attributes.queries).toHaveLength(2)
    const segments = attributes.queries?.map((query) => query.audience_filters?.segments?.[0]?.segment_id)
    expect(segments).toEqual(['almost', 'almost'])
    expect(attributes.queries![0]!.group_by).toHaveLength({ series: 2, top: 1, table: 2, value: 0 }[show])
    expect(attributes.queries![0]!.compute.rollup !== undefined).toBe(show === 'series')
  }
})

test('one query without formulas is the published form', () => {
  const { attributes } = bodyOf({ ...question, queries: question.queries.slice(0, 1), formulas: [] })
  expect(attributes.query!.query.search.query).toBe(
    '@type:view @application.id:"a b" @session.type:user -@device.type:Bot (@view.name:/a OR @view.name:/b)',
  )
  expect(attributes.query!.compute).toEqual({
    aggregation: 'cardinality',
    metric: '@usr.id',
    rollup: { type: 'hour', quantity: 4 },
  })
  expect(attributes.queries).toBeUndefined()
})

test('a search that can not be read is pointed at, not sent', () => {
  expect(searchOf({ event: 'view', filter: '' }, { ...around, filter: 'a (b' })).toMatchObject({
    ok: false,
    text: 'a (b',
  })
  expect(requestOf({ ...question, queries: [{ ...question.queries[0]!, filter: '"' }] }, around)).toMatchObject({
    ok: false,
    text: '"',
  })
})

test('a roll-up far finer than the range is told', () => {
  expect(isTooFine({ type: 'minute', quantity: 1 }, { from: 0, to: DAY }, 'UTC')).toBe(false)
  expect(isTooFine({ type: 'minute', quantity: 1 }, { from: 0, to: 30 * DAY }, 'UTC')).toBe(true)
})
