import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EVERY_ANALYSIS } from '../testing/every-analysis.ts'
import { openPeople, type People, SEGMENTS, SPAN } from '../testing/open-people.ts'
import { LABELLED_ACTIONS } from './labelled-action-body.ts'

let people: People
beforeAll(async () => {
  people = await openPeople()
})
afterAll(() => people?.close())

const make = (name: string, definitions: unknown, more: object = {}) =>
  people.ask('POST', LABELLED_ACTIONS, {
    data: { type: 'labeled_action', attributes: { name, definitions, ...more } },
  })

const preview = async (definitions: unknown) =>
  (
    await people.ask('POST', `${LABELLED_ACTIONS}/preview`, {
      data: { type: 'labeled_action_preview', attributes: { definitions } },
    })
  ).body.data.attributes

const saveChart = (query: string) =>
  people.ask('POST', '/api/v2/wayworn/charts', {
    data: {
      type: 'chart',
      attributes: {
        name: 'Payments',
        request: {
          data: {
            type: 'formula_analytics_extended_request',
            attributes: {
              ...SPAN,
              query: {
                query: { data_source: 'product_analytics', search: { query } },
                compute: { aggregation: 'count' },
              },
            },
          },
        },
      },
    },
  })

describe('labelled actions', () => {
  test('are made, found, changed and removed', async () => {
    const made = await make('Add to cart', [{ action_name: 'Add*', pages: ['/shop'] }], { tags: ['shop'] })
    expect([made.status, made.body.data.attributes]).toEqual([
      201,
      expect.objectContaining({ name: 'Add to cart', description: '', tags: ['shop'], used_by: [] }),
    ])
    const { id } = made.body.data
    expect((await make('Add to cart', [{ selector: 'a' }])).status).toBe(409)
    const changed = await people.ask('PATCH', `${LABELLED_ACTIONS}/${id}`, {
      data: { type: 'labeled_action', id, attributes: { name: 'Added', description: 'To the cart' } },
    })
    expect(changed.body.data.attributes).toMatchObject({
      name: 'Added',
      description: 'To the cart',
      definitions: [{ action_name: 'Add*', pages: ['/shop'] }],
    })
    expect((await people.ask('GET', `${LABELLED_ACTIONS}/${id}`)).body.data.attributes.past_7_days).toEqual({
      count: 0,
      users: 0,
      sessions: 0,
    })
    expect((await people.ask('DELETE', `${LABELLED_ACTIONS}/${id}`)).status).toBe(204)
    expect((await people.ask('GET', `${LABELLED_ACTIONS}/${id}`)).status).toBe(404)
  })

  test('one that is used keeps its name, and is only removed by force', async () => {
    const { id } = (await make('Paid for', [{ action_name: 'Pay' }])).body.data
    const chart = (await saveChart('@type:action @action.label:"Paid for"')).body.data.id
    const rules = { performed: { sequence: [{ query: '@action.label:(Paid* OR Other)' }] } }
    const segment = (
      await people.ask('POST', SEGMENTS, {
        data: { type: 'segment', attributes: { name: 'Payers', definition: rules } },
      })
    ).body.data.id
    const [listed] = (await people.ask('GET', `${LABELLED_ACTIONS}?counts=true`)).body.data
    expect(listed.attributes).toMatchObject({
      used_by: [
        { type: 'chart', id: chart, name: 'Payments' },
        { type: 'segment', id: segment, name: 'Payers' },
      ],
      past_7_days: { count: 1, users: 1, sessions: 1 },
    })
    const renamed = await people.ask('PATCH', `${LABELLED_ACTIONS}/${id}`, {
      data: { type: 'labeled_action', attributes: { name: 'Other name' } },
    })
    const removed = await people.ask('DELETE', `${LABELLED_ACTIONS}/${id}`)
    expect([renamed.status, removed.status]).toEqual([409, 409])
    expect(removed.body.errors[0].detail).toMatch(/chart "Payments", the segment "Payers".*force=true/)
    expect((await people.ask('DELETE', `${LABELLED_ACTIONS}/${id}?force=true`)).status).toBe(204)
  })

  test.each([
    ['by name', [{ action_name: 'Pay' }], 1],
    ['by a part of the name', [{ action_name: 'P?y*' }], 1],
    ['by type and page', [{ action_type: 'click', pages: ['/nowhere', '/*'] }], 1],
    ['by any of several definitions', [{ action_name: 'Nothing' }, { action_name: 'Pay', action_type: 'click' }], 1],
    ['all that one definition names must hold', [{ action_name: 'Pay', pages: ['/nowhere'] }], 0],
    ['of another type', [{ action_type: 'custom' }], 0],
  ])('%s are previewed', async (_, definitions, count) => {
    const found = await preview(definitions)
    expect(found).toMatchObject({ count, users: count, sessions: count })
    expect(found.sample).toMatchObject(count ? [{ action_type: 'click', action_name: 'click on Pay', count: 1 }] : [])
  })

  test.each<[string, unknown, RegExp]>([
    ['nothing', [], /at least one definition/],
    ['a definition of nothing', [{}], /name at least one/],
    ['no page', [{ pages: [] }], /leave it out for all pages/],
    ['what there is not', [{ text: 'Pay' }], /not known here/],
  ])('%s is refused', async (_, definitions, reason) => {
    const { status, body } = await make('Bad', definitions)
    expect([status, body.errors[0].detail]).toEqual([400, expect.stringMatching(reason)])
  })
})

describe('searches for a label', () => {
  beforeAll(async () => {
    await make('Bought', [{ action_name: 'Pay', action_type: 'click' }])
  })

  test.each(EVERY_ANALYSIS)('$name finds its actions', async ({ path, body, users }) => {
    const ask = async (did: string) => {
      const answer = await people.ask('POST', path, { data: body({ ...SPAN, did }) })
      return answer.status === 200 ? users(answer.body.data.attributes) : answer
    }
    expect(await ask('@action.label:Bought')).toBe(1)
    expect(await ask('@action.label:(NOT Bought) @type:(view OR action)')).toBe(3)
    const unknown = await people.ask('POST', path, { data: body({ ...SPAN, did: '@action.label:"Sold"' }) })
    expect([unknown.status, unknown.body.errors[0].detail]).toEqual([
      400,
      '@action.label: "Sold" is no labelled action; there are "Bought".',
    ])
  })

  test('events are grouped by it, listed with it, and its values are found', async () => {
    const query = { query: { data_source: 'product_analytics', search: { query: '@type:action' } }, compute: {} }
    const grouped = await people.ask('POST', '/api/v2/product-analytics/analytics/scalar', {
      data: {
        type: 'formula_analytics_extended_request',
        attributes: { ...SPAN, query: { ...query, group_by: [{ facet: '@action.label' }] } },
      },
    })
    expect(grouped.body.data.attributes.columns).toMatchObject([{ values: [['Bought']] }, { values: [1] }])
    const values = await people.ask('POST', '/api/v2/wayworn/facet_values', {
      data: { type: 'facet_values_request', attributes: { ...SPAN, facet: '@action.label' } },
    })
    expect(values.body.data.attributes.values).toEqual([{ value: 'Bought', count: 1 }])
    const events = await people.ask('POST', '/api/v2/rum/events/search', {
      filter: { query: '@action.label:Bou*', from: String(SPAN.from), to: String(SPAN.to) },
    })
    expect(events.body.data).toHaveLength(1)
  })
})
