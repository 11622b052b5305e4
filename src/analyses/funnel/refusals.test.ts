import { expect, test } from 'vitest'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { answerFunnel } from './answer.ts'
import { FunnelRequest } from './definition.ts'

const START = Date.parse('2031-04-07T00:00:00Z')
const DAY = 86_400_000
const RANGE = { from: START, to: START + 7 * DAY }

const store = storeOfFile()

const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
const page = (name: string) => `@type:view @view.name:${name}`
const searchOf = (queries: readonly string[], primary = '@session.id', filters = {}) => ({
  expression: queries.map((_, i) => 'ABCDE'[i]).join(' -> '),
  node_objects: Object.fromEntries(queries.map((query, i) => ['ABCDE'[i], node(query)])),
  join_keys: { primary },
  filters,
})
const AB = [page('/a'), page('/b')]

const funnel = (query: object, rest: object = {}) => {
  const { attributes } = FunnelRequest.parse({
    data: { type: 'journey_request', attributes: { ...RANGE, ...rest, query } },
  }).data
  return store.ask(RANGE.to, (asking) => answerFunnel(attributes, asking))
}

test.each<[string, object, RegExp]>([
  ['one step', { search: searchOf([page('/a')]) }, /one step; give 2 to 30/],
  ['an unknown alias', { search: { ...searchOf(AB), expression: 'A -> Z' } }, /"Z" has no entry in node_objects/],
  [
    'an alias left over',
    { search: { ...searchOf([...AB, page('/c')]), expression: 'A -> B' } },
    /"C" is not in the expression/,
  ],
  ['no chain', { search: { ...searchOf(AB), expression: 'A => B' } }, /write the aliases in order with arrows/],
  [
    'a window of nothing',
    {
      search: searchOf(AB, '@usr.id', { graph_filters: [{ name: '__dd.time_to_convert', operator: '<=', value: 0 }] }),
    },
    /from 1 to/,
  ],
  [
    'a window of a century',
    {
      search: searchOf(AB, '@usr.id', {
        graph_filters: [{ name: '__dd.time_to_convert', operator: '<=', value: 100 * 365 * DAY }],
      }),
    },
    /ten years/,
  ],
  [
    'an unknown filter',
    { search: searchOf(AB, '@usr.id', { graph_filters: [{ name: '__dd.session', operator: '<=', value: 1 }] }) },
    /use __dd.time_to_convert/,
  ],
  ['another key', { search: searchOf(AB, '@view.id') }, /can't be followed; use @session.id/],
  [
    'a further key',
    { search: { ...searchOf(AB), join_keys: { primary: '@usr.id', secondary: ['@session.id'] } } },
    /further keys are not supported/,
  ],
  ['an unreadable search', { search: searchOf([page('/a'), '@view.name:(']) }, /can't be read at character/],
  [
    'an unknown target',
    { search: searchOf(AB), group_by: [{ facet: '@geo.country', target: { type: 'node', value: 'Q' } }] },
    /"Q" is no step/,
  ],
  ['a sum of a funnel', { search: searchOf(AB), compute: { aggregation: 'sum' } }, /a funnel counts/],
  [
    'flows in any order',
    { search: searchOf(AB), compute: { aggregation: 'count' }, counting: { order: 'any' } },
    /can't be told apart/,
  ],
])('%s is refused with what would be right', async (_, query, sentence) => {
  await expect(funnel(query)).rejects.toThrow(sentence)
})

test('steps in any order that one event could both be are refused', async () => {
  await store.fill([{ type: 'view', name: '/a', at: START, session: 's1' }])
  await expect(funnel({ search: searchOf([page('/a'), '@type:view']), counting: { order: 'any' } })).rejects.toThrow(
    /no event may be one of two steps/,
  )
})
