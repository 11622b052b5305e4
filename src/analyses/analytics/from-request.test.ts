import { expect, test } from 'vitest'
import { expectReopened, MOVING, scopesOf } from '../testing/reopened.ts'
import { questionOf } from './address.ts'
import { paramsOfRequest } from './from-request.ts'
import { savedRequest } from './saved-request.ts'
import { questions } from './testing/questions.ts'

test('what the page asks opens as itself', () => {
  expectReopened({ paramsOfRequest, questionOf, requestOf: savedRequest }, questions, scopesOf(MOVING))
})

const DAY = 86_400_000
const TIME = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 8) }
const AT = { from: '2026-11-01T00:00Z', to: '2026-11-08T00:00Z', tz: 'UTC', q: '' }
const query = (part: object = {}, search = '@type:view') => ({
  query: { data_source: 'product_analytics', search: { query: search } },
  compute: { aggregation: 'count' },
  ...part,
})
const chart = (attributes: object) => ({
  data: { type: 'formula_analytics_extended_request', attributes: { ...TIME, ...attributes } },
})
const list = (part: object) => ({
  data: {
    type: 'formula_analytics_extended_list_request',
    attributes: { ...TIME, query: { query: query().query, ...part } },
  },
})
const users = { aggregation: 'cardinality', metric: '@usr.id' }
const by = (...groups: object[]) => ({ group_by: groups.map((group) => ({ facet: '@geo.country', ...group })) })
const segments = (...ids: string[]) => ({
  audience_filters: { segments: ids.map((segment_id, i) => ({ name: `s${i}`, segment_id })) },
})

test.each<[string, object, object]>([
  [
    'one number',
    chart({ query: query({}, '@geo.country:FR @type:view'), request_id: 'x' }),
    { a: 'view;count;@geo.country:FR', show: 'table' },
  ],
  [
    'an interval in UTC, which has days without a jump',
    chart({ query: query({ compute: { ...users, interval: DAY } }) }),
    { a: 'view;cardinality(@usr.id)', roll: 'day' },
  ],
  [
    'weeks of the calendar of a segment',
    chart({ query: query({ compute: { rollup: { type: 'week' } }, ...segments('almost') }), time_zone: 'Asia/Tokyo' }),
    { roll: 'week', tz: 'Asia/Tokyo', segment: 'almost' },
  ],
  [
    'groups, ranked by what is counted',
    chart({ query: query({ ...by({ limit: 5 }), compute: users, indexes: ['*'] }) }),
    { a: 'view;cardinality(@usr.id)', by: '@geo.country;5;only', show: 'top' },
  ],
  [
    'groups within groups',
    chart({ query: query(by({}, { facet: 'browser.name', sort: { order: 'asc' } }), '') }),
    { a: '*;count', by: '@geo.country;only,@browser.name;asc;only', show: 'table' },
  ],
  [
    'arithmetic over queries of any name',
    chart({
      queries: [
        { name: 'users', ...query({ compute: users }) },
        { name: 'e5', ...query({}, '@type:(view OR action)') },
      ],
      formulas: [{ formula: 'e5/ users * 1e5' }],
    }),
    { a: 'view;cardinality(@usr.id)', b: '*;count;@type:(view OR action)', fx: 'b/ a * 1e5', show: 'table' },
  ],
  [
    'beside the time before',
    chart({ query: query(), compare: { to: 'previous_week' } }),
    { show: 'value', vs: 'previous_week' },
  ],
  ['a list', list({ columns: ['@usr.id'] }), { show: 'list', cols: '@usr.id' }],
  [
    'a list of the usual columns',
    list({ sort: { facet: 'view.time_spent', order: 'asc' }, limit: 5 }),
    {
      show: 'list',
      cols: '@type,@view.name,@action.name,@usr.id,@usr.name,@session.id,@geo.country,@browser.name',
      sort: '@view.time_spent',
      order: 'asc',
    },
  ],
])('made over the API: %s', (_, request, params) => {
  expect(paramsOfRequest(request)).toEqual({ ...AT, ...params })
})

test('a range that moves with the clock goes on moving', () => {
  const moving = (time_frame: string) => chart({ from: undefined, to: undefined, time_frame, query: query() })
  expect(paramsOfRequest(moving('Last 3 months'))).toEqual({ range: '3mo', tz: 'UTC', q: '', show: 'table' })
  expect(paramsOfRequest(moving('this week'))).toBeNull()
})

test.each<[string, object]>([
  [
    'a condition on users',
    chart({ query: query({ audience_filters: { users: [{ name: 'u', query: 'plan:pro' }] } }) }),
  ],
  ['two segments', chart({ query: query(segments('one', 'two')) })],
  [
    'only some of a segment',
    chart({
      queries: [
        { name: 'a', ...query(segments('x')) },
        { name: 'b', ...query() },
      ],
    }),
  ],
  [
    'how often an event occurred',
    chart({
      query: query({
        query: {
          data_source: 'product_analytics_occurrence',
          search: { query: '@type:view', occurrences: { operator: '>=', value: '3' } },
        },
      }),
    }),
  ],
  ['groups without a value left out', chart({ query: query(by({ should_exclude_missing: true })) })],
  ['groups by the alphabet', chart({ query: query(by({ sort: { type: 'alphabetical' } })) })],
  ['attributes of profiles', chart({ query: query(by({ source: 'product_analytics_audience_filters.users' })) })],
  ['ranges of a width of their own', chart({ query: query(by({ histogram: { interval: 5, min: 0, max: 50 } })) })],
  [
    'days of another zone in an interval',
    chart({ query: query({ compute: { interval: DAY } }), time_zone: 'Asia/Tokyo' }),
  ],
  ['half minutes', chart({ query: query({ compute: { interval: 30_000 } }) })],
  ['weeks from Sunday', chart({ query: query({ compute: { rollup: { type: 'week', alignment: 'sunday' } } }) })],
  ['a period of choice beside it', chart({ query: query(), compare: { to: { from: 1, to: 2 } } })],
  ['a formula with a name', chart({ query: query(), formulas: [{ formula: 'query * 2', alias: 'Twice' }] })],
  ['a statistic of nothing', chart({ query: query({ compute: { aggregation: 'avg' } }) })],
  ['seven queries', chart({ queries: [...'abcdefg'].map((name) => ({ name, ...query() })) })],
  [
    'a search that is too long once it is printed',
    chart({ query: query({}, `@type:view ${'a\\ b '.repeat(3)}${'a '.repeat(32_755)}`) }),
  ],
  ['a zone that there is not', chart({ query: query(), time_zone: 'Mars/Base' })],
  ['another kind', { data: { type: 'sankey_request', attributes: {} } }],
  ['nothing', {}],
])('what the page has no control for does not open: %s', (_, request) => {
  expect(paramsOfRequest(request)).toBeNull()
})
