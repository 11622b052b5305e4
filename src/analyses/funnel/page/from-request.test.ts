import { expect, test } from 'vitest'
import { surroundingsOf } from '../../../ui/scope/surroundings.ts'
import { expectReopened } from '../../testing/reopened.ts'
import { questionOf } from './address.ts'
import { paramsOfRequest } from './from-request.ts'
import { isWhole } from './question.ts'
import { savedRequest } from './saved-request.ts'
import { questions } from './testing/questions.ts'

test('what the page asks opens as itself', () => {
  expectReopened(
    {
      paramsOfRequest,
      questionOf,
      requestOf: (question, scope, span) => savedRequest(question, surroundingsOf({ scope, span })),
    },
    questions.filter(isWhole),
  )
})

const DAY = 86_400_000
const TIME = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 8) }
const AT = { from: '2026-11-01T00:00Z', to: '2026-11-08T00:00Z', tz: 'UTC', q: '' }
const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
const SEARCH = {
  expression: 'home -> buy',
  node_objects: {
    home: node('@type:view @view.name:/home @geo.country:FR'),
    buy: node('@action.name:(Buy OR "Order, now") @type:action'),
  },
}
const STEPS = { s1: 'view:/home;@geo.country:FR', s2: 'action;@action.name:(Buy OR "Order, now")' }
const request = (part: object = {}, attributes: object = {}, type = 'journey_request') => ({
  data: { type, attributes: { ...TIME, query: { search: SEARCH, ...part }, ...attributes } },
})
const searched = (part: object) => request({ search: { ...SEARCH, ...part } })
const steps = (home: object) => searched({ node_objects: { ...SEARCH.node_objects, home } })
const timed = (filter: object) => ({
  filters: { graph_filters: [{ name: '__dd.time_to_convert', operator: '<=', value: 7 * DAY, ...filter }] },
})
const perUser = { join_keys: { primary: '@usr.id' } }
const time = (part: object, attributes: object = {}) => request(part, attributes, 'formula_journey_request')

test.each<[string, object, object]>([
  ['steps by names of any sort', request(), STEPS],
  ['users, within a day unless told', searched(perUser), { ...STEPS, per: 'user' }],
  ['users within a week', searched({ ...perUser, ...timed({}) }), { ...STEPS, per: 'user', within: '7d' }],
  [
    'users within less than a day, by the name of the last step',
    searched({ ...perUser, ...timed({ operator: '<', value: DAY + 1, target: { type: 'node', value: 'buy' } }) }),
    { ...STEPS, per: 'user', within: '1d' },
  ],
  [
    'a filter and a segment for all steps',
    searched({
      filters: {
        string_filter: '@env:prod',
        audience_filters: { segments: [{ name: 's', segment_id: 'almost' }] },
      },
    }),
    { ...STEPS, q: '@env:prod', segment: 'almost' },
  ],
  [
    'one of several events',
    steps(node('(@type:view @view.name:/home OR @type:server) @a:b')),
    { ...STEPS, s1: 'view:/home,server;@a:b' },
  ],
  ['events of several types', steps(node('@type:(view OR action)')), { ...STEPS, s1: 'view,action' }],
  ['flows', request({ compute: { aggregation: 'count', metric: '__dd.conversion' } }), { ...STEPS, count: 'total' }],
  [
    'a breakdown by the second step',
    request({ group_by: [{ facet: '@device.type', limit: 7, target: { type: 'node', value: 'buy' } }] }),
    { ...STEPS, by: '@device.type;7;s2' },
  ],
  [
    'exclusions, and what must stay the same',
    request({
      counting: {
        exclusions: [{ query: node('@type:view @view.name:/help'), from: 'home', to: 'buy' }],
        hold_constant: '@device.id',
        order: 'ordered',
      },
    }),
    { ...STEPS, not: 'view:/help\\;1-2', hold: '@device.id' },
  ],
  [
    'beside segments',
    request({}, { compare: { segments: ['a', 'b'] }, time_zone: 'Asia/Tokyo' }),
    { ...STEPS, vs: 'in:a,b', tz: 'Asia/Tokyo' },
  ],
  ['times to convert', request({ compute: { bins: 'durations' } }), { ...STEPS, show: 'duration', way: '1-2' }],
  [
    'the rate over time',
    time({ compute: { metric: '__dd.conversion_rate', interval: DAY } }),
    { ...STEPS, show: 'time', roll: 'day' },
  ],
  [
    'two ways to count',
    request({ counting: { attempt: 'latest' }, against: { preset: 'mixpanel' } }, {}, 'journey_differences_request'),
    { ...STEPS, show: 'rules', attempt: 'latest', against: 'mixpanel' },
  ],
])('made over the API: %s', (_, asked, params) => {
  expect(paramsOfRequest(asked)).toEqual({ ...AT, ...params })
})

test.each<[string, object]>([
  ['a step of events of any type', steps(node('@view.name:/home'))],
  ['a step of a type that is no step of the page', steps(node('@type:error'))],
  [
    'how often an event occurred',
    steps({
      data_source: 'product_analytics_occurrence',
      search: { query: '@type:view', occurrences: { operator: '>=', value: '3' } },
    }),
  ],
  ['a step that is not there', searched({ expression: 'home -> constructor' })],
  ['another entity', searched({ join_keys: { primary: '@device.id' } })],
  ['a window of sessions', searched(timed({}))],
  ['a shortest time', searched({ ...perUser, ...timed({ operator: '>=' }) })],
  ['a window that is no length of the page', searched({ ...perUser, ...timed({ value: 1234 }) })],
  ['only identified users', request({}, { exclude_anonymous_traffic: true })],
  ['two breakdowns', request({ group_by: [{ facet: '@a' }, { facet: '@b' }] })],
  ['the smallest groups', request({ group_by: [{ facet: '@a', sort: { order: 'asc' } }] })],
  ['groups of some values', request({ group_by: [{ facet: '@a', value_filters: ['x'] }] })],
  ['rates alone', request({ compute: { metric: '__dd.conversion_rate' } })],
  ['bins of another sort', request({ compute: { bins: 10 } })],
  [
    'an exclusion with a condition',
    request({ counting: { exclusions: [{ query: node('@type:view @a:b'), from: 'home', to: 'buy' }] } }),
  ],
  ['drop-offs over time', time({ compute: { metric: '__dd.dropoff_rate', interval: DAY } })],
  ['periods of whatever length suits the server', time({ compute: { metric: '__dd.conversion_rate' } })],
  [
    'one who differs',
    request(
      { against: { preset: 'mixpanel' }, pair: { reached: 1, reached_against: 2 } },
      {},
      'journey_differences_request',
    ),
  ],
])('what the page has no control for does not open: %s', (_, asked) => {
  expect(paramsOfRequest(asked)).toBeNull()
})
