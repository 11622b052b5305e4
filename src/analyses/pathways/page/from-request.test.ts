import { expect, test } from 'vitest'
import { surroundingsOf } from '../../../ui/scope/surroundings.ts'
import { expectReopened } from '../../testing/reopened.ts'
import { questionOf } from './address.ts'
import { paramsOfRequest } from './from-request.ts'
import { sankeyRequest } from './request.ts'
import { questions } from './testing/questions.ts'

test('what the page asks opens as itself', () => {
  expectReopened(
    {
      paramsOfRequest,
      questionOf,
      requestOf: (question, scope, span) => sankeyRequest(question, surroundingsOf({ scope, span })),
    },
    questions,
  )
})

const AT = { from: '2026-11-01T00:00Z', to: '2026-11-08T00:00Z', tz: 'UTC', q: '' }
const NAMES = { source: '@view.name', target: '@view.name' }
const request = (query: string, definition: object = {}, search: object = {}) => ({
  data: {
    type: 'sankey_request',
    attributes: {
      definition: { ...NAMES, ...definition },
      search: { query, ...search },
      time: { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 8) },
    },
  },
})

test.each<[string, object, object]>([
  ['views', request('@type:view', { number_of_steps: 0, entries_per_step: 8 }), { top: '8' }],
  [
    'what came before a page',
    request('@geo.country:FR @view.name:/cart* @type:view', { mode: 'target' }),
    { at: '/cart*', dir: 'before', q: '@geo.country:FR' },
  ],
  [
    'from one of two pages',
    request('@type:view @view.name:(/a OR /b)', {
      expand: [
        { column: 3, entries: 9 },
        { column: 1, entries: 8 },
      ],
    }),
    { q: '@view.name:(/a OR /b)', more: '3:9,1:8' },
  ],
  [
    'actions of users',
    request('@type:action', { source: 'action.name', target: 'action.name' }, { join_keys: { primary: 'usr.id' } }),
    { of: 'action', per: 'user' },
  ],
])('made over the API: %s', (_, asked, params) => {
  expect(paramsOfRequest(asked)).toEqual({ ...AT, ...params })
})

test.each<[string, object]>([
  ['pages of events of any type', request('')],
  ['other attributes than names', request('@type:view', { source: '@view.url_path', target: '@view.url_path' })],
  ['from one attribute to another', request('@type:view', { target: '@action.name' })],
  ['a single column', request('@type:view', { number_of_steps: 1 })],
  ['two directions at once', request('@type:view', { direction: 'after', mode: 'target' })],
])('what the page has no control for does not open: %s', (_, asked) => {
  expect(paramsOfRequest(asked)).toBeNull()
})
