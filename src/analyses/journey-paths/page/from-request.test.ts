import { expect, test } from 'vitest'
import { surroundingsOf } from '../../../ui/scope/surroundings.ts'
import { expectReopened } from '../../testing/reopened.ts'
import { questionOf } from './address.ts'
import { paramsOfRequest } from './from-request.ts'
import { pathsRequest } from './request.ts'
import { questions } from './testing/questions.ts'

test('what the page asks opens as itself', () => {
  expectReopened(
    {
      paramsOfRequest,
      questionOf,
      requestOf: (question, scope, span) => pathsRequest(question, surroundingsOf({ scope, span })),
    },
    // Of a comparison a chart holds more rows than the page can be told to show.
    questions.filter(({ versus }) => versus === null),
  )
})

const AT = { from: '2026-11-01T00:00Z', to: '2026-11-08T00:00Z', tz: 'UTC', q: '' }
const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
const SEARCH = {
  expression: 'a->b -> c',
  node_objects: { c: node('@type:server'), b: node('@type:action'), a: node('@type:view') },
}
const STEPS = { s1: 'view', s2: 'action', s3: 'server' }
const request = (part: object = {}, search: object = {}) => ({
  data: {
    type: 'journey_request',
    attributes: {
      from: Date.UTC(2026, 10, 1),
      to: Date.UTC(2026, 10, 8),
      query: { search: { ...SEARCH, ...search }, ...part },
    },
  },
})

test.each<[string, object, object]>([
  ['converted', request(), STEPS],
  [
    'dropped between two of the steps',
    request({
      conversion_type: 'drop-off',
      target: { type: 'path', start: 'a', end: 'b' },
      events: ['action', 'view', 'server'],
      hide: [{ type: 'view', name: '/a,b' }],
      limit: 25,
    }),
    { ...STEPS, side: 'dropped', pair: '1-2', kinds: 'view,action,server', hide: 'view:/a\\,b', rows: '25' },
  ],
  ['accounts', request({}, { join_keys: { primary: '@account.id' } }), { ...STEPS, per: 'account' }],
])('made over the API: %s', (_, asked, params) => {
  expect(paramsOfRequest(asked)).toEqual({ ...AT, ...params })
})

test.each<[string, object]>([
  ['rows that the page has no step for', request({ limit: 20 })],
  ['ways cut earlier', request({ most_events: 5 })],
  [
    'a window of the two steps alone',
    request(
      { target: { type: 'path', start: 'a', end: 'b' } },
      {
        filters: {
          graph_filters: [
            {
              name: '__dd.time_to_convert',
              operator: '<=',
              value: 60_000,
              target: { type: 'path', start: 'a', end: 'b' },
            },
          ],
        },
      },
    ),
  ],
])('what the page has no control for does not open: %s', (_, asked) => {
  expect(paramsOfRequest(asked)).toBeNull()
})
