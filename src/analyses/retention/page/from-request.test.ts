import { expect, test } from 'vitest'
import { surroundingsOf } from '../../../ui/scope/surroundings.ts'
import { expectReopened } from '../../testing/reopened.ts'
import { questionOf } from './address.ts'
import { paramsOfRequest } from './from-request.ts'
import { retentionRequest } from './request.ts'
import { questions } from './testing/questions.ts'

test('what the page asks opens as itself', () => {
  expectReopened(
    {
      paramsOfRequest,
      questionOf,
      requestOf: (question, scope, span) => retentionRequest(question, surroundingsOf({ scope, span })),
    },
    questions,
  )
})

const TIME = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 8) }
const AT = { from: '2026-11-01T00:00Z', to: '2026-11-08T00:00Z', tz: 'UTC', q: '' }
const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
const calendar = (value: object) => ({ type: 'calendar', value })
const HOME = { base_query: node('@view.name:/home @type:view'), time_interval: calendar({ type: 'week' }) }
const SEARCH = { retention_entity: '@usr.id', return_condition: 'conversion_on', cohort_criteria: HOME }
const request = (search: object = {}, part: object = {}, type = 'retention_grid_request') => ({
  data: { type, attributes: { ...TIME, query: { search: { ...SEARCH, ...search }, ...part } } },
})
const cohorts = (value: object) => request({ cohort_criteria: { ...HOME, time_interval: calendar(value) } })
const formula = (part: object) => request({}, part, 'formula_retention_request')
const START = { start: 'view:/home', period: 'week' }

test.each<[string, object, object]>([
  ['the grid', request(), START],
  [
    'another event to come back by, in periods of its own',
    request({
      return_condition: 'conversion_on_or_after',
      return_criteria: {
        base_query: node('@type:action @a:b'),
        time_interval: { type: 'fixed', unit: 'day', value: 3 },
      },
    }),
    { ...START, on: 'after', back: 'action;@a:b', every: '3day' },
  ],
  [
    'the same event, said again, in the same weeks',
    request({ return_criteria: { ...HOME, time_interval: calendar({ type: 'week', alignment: 'Monday' }) } }),
    START,
  ],
  [
    'weeks of a zone from Sunday',
    cohorts({ type: 'week', alignment: 'sunday', timezone: 'Asia/Tokyo' }),
    { ...START, week: 'sunday', tz: 'Asia/Tokyo' },
  ],
  ['months', cohorts({ type: 'month', alignment: '1st' }), { ...START, period: 'month' }],
  [
    'a breakdown, in numbers',
    request({}, { compute: { metric: '__dd.retention' }, group_by: [{ facet: '@geo.country', target: 'cohort' }] }),
    { ...START, by: '@geo.country;10', measure: 'count' },
  ],
  ['the first return period over time', formula({}), { ...START, show: 'time' }],
  ['stickiness', formula({ compute: { metric: '__wayworn.stickiness' } }), { ...START, show: 'stickiness' }],
])('made over the API: %s', (_, asked, params) => {
  expect(paramsOfRequest(asked)).toEqual({ ...AT, ...params })
})

test.each<[string, object]>([
  ['cohorts of two weeks', cohorts({ type: 'week', quantity: 2 })],
  ['days that begin at one', cohorts({ type: 'day', alignment: '1am' })],
  ['minutes', cohorts({ type: 'minute' })],
  [
    'return periods of another calendar',
    request({ return_criteria: { ...HOME, time_interval: calendar({ type: 'day' }) } }),
  ],
  ['the same event in other words', request({ return_criteria: { base_query: node('@type:view @view.name:/home') } })],
  ['a breakdown by the way back', request({}, { group_by: [{ facet: '@a', target: 'return_period' }] })],
  ['more groups than the page shows', request({}, { group_by: [{ facet: '@a', target: 'cohort', limit: 51 }] })],
  ['a cohort alone', formula({ computation_scope: { type: 'cohort', target: { type: 'index', value: 0 } } })],
  ['a cohort of the grid', request({}, { computation_scope: { type: 'cohort', target: { type: 'index', value: 0 } } })],
])('what the page has no control for does not open: %s', (_, asked) => {
  expect(paramsOfRequest(asked)).toBeNull()
})
