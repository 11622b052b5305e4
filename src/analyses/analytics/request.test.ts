import { expect, test } from 'vitest'
import { FIRST_QUESTION, type Question } from './address.ts'
import { AnalyticsRequest, ListRequest } from './definition.ts'
import { isTooFine, listRequestOf, requestOf, searchOf } from './request.ts'
import { savedRequest } from './saved-request.ts'

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

test.each([
  { show: 'series', queries: 2, groups: 2 },
  { show: 'value', queries: 2, groups: 0 },
  { show: 'top', queries: 1, groups: 1 },
  { show: 'bar', queries: 1, groups: 1 },
  { show: 'table', queries: 2, groups: 2 },
  { show: 'change', queries: 2, groups: 1 },
  { show: 'pie', queries: 1, groups: 1 },
  { show: 'treemap', queries: 1, groups: 2 },
  { show: 'map', queries: 1, groups: 1 },
  { show: 'distribution', queries: 1, groups: 1 },
] as const)('shown as $show it is a request that the API takes', ({ show, queries, groups }) => {
  const { path, attributes } = bodyOf({ ...question, show })
  expect(path).toMatch(show === 'series' ? /timeseries$/ : /scalar$/)
  const sent = attributes.queries ?? [attributes.query!]
  expect(sent).toHaveLength(queries)
  expect(attributes.formulas?.length ?? 0).toBe(queries - 1)
  expect(sent[0]!.group_by).toHaveLength(groups)
  expect(sent[0]!.compute.rollup !== undefined).toBe(show === 'series')
  expect(attributes.compare).toEqual(show === 'value' || show === 'change' ? { to: 'previous' } : undefined)
})

test('a map is by country, a distribution by ranges of a number', () => {
  const grouped = (show: 'map' | 'distribution') => bodyOf({ ...question, show }).attributes.query!.group_by[0]
  expect(grouped('map')).toMatchObject({ facet: '@geo.country_iso_code', other: true })
  expect(grouped('distribution')).toMatchObject({ facet: '@view.time_spent', histogram: { buckets: 50 } })
})

const audience = { segments: [{ name: 'segment', segment_id: 'almost' }] }

test('the segment of the bar is asked for by every query, and a list is in the order and with the columns asked for', () => {
  expect(bodyOf(question).attributes.queries!.map((q) => q.audience_filters)).toEqual([audience, audience])
  const asked: Question = { ...question, columns: ['usr.id'], sort: 'view.time_spent', order: 'asc' }
  const list = listRequestOf(asked, around, { limit: 9 })
  if (!list.ok) throw new Error(list.reason)
  expect(ListRequest.parse(list.body).data.attributes.query).toMatchObject({
    columns: ['@date', '@usr.id'],
    sort: { facet: '@view.time_spent', order: 'asc' },
    limit: 9,
    audience_filters: audience,
  })
})

test('a saved chart keeps a range that moves as such', () => {
  const scope = { app: '', zone: 'UTC', filter: '', segment: '', time: { last: '3mo' } }
  const saved = savedRequest(question, scope, around.span)
  if (!saved.ok) throw new Error(saved.reason)
  expect(AnalyticsRequest.parse(saved.body).data.attributes).toMatchObject({ time_frame: 'past 3 months' })
  const fixed = savedRequest({ ...question, show: 'list' }, { ...scope, time: around.span }, around.span)
  if (!fixed.ok) throw new Error(fixed.reason)
  expect(ListRequest.parse(fixed.body).data.attributes).toMatchObject(around.span)
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
