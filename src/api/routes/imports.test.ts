import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EVERY_ANALYSIS } from '../testing/every-analysis.ts'
import { openPeople, type People, SEGMENTS, SPAN } from '../testing/open-people.ts'
import { IMPORTS } from './import-body.ts'

let people: People
beforeAll(async () => {
  people = await openPeople()
})
afterAll(() => people?.close())

const send = (path: string, content: string, fields: Record<string, string> = {}) => {
  const form = new FormData()
  form.set('file', new Blob([content], { type: 'text/csv' }), 'crm.csv')
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return people.ask('POST', path, form)
}

const CRM = `Mail;Plan;Amount (USD);Since;VIP;Code
ann@example.com;gold;120.5;2026-01-02;TRUE;007
bob@example.com;silver;80;2025-05-06T07:08:09Z;false;12
nobody@example.com;gold;1;;true;1
`
const FIELDS = { name: 'crm', column: 'Mail', key: '@usr.email' }
const SOURCE = 'product_analytics_audience_filters.users'

const profiles = async (query: string, more: object = {}) =>
  (
    await people.ask('POST', '/api/v2/product-analytics/users/query', {
      data: { type: 'query_users_request', attributes: { query, select_columns: ['user_id'], ...more } },
    })
  ).body.data.attributes.hits

describe('imported attributes', () => {
  let id: string
  beforeAll(async () => {
    const { status, body } = await send(IMPORTS, CRM, FIELDS)
    expect(status).toBe(201)
    id = body.data.id
    expect(
      body.data.attributes.columns.map((one: Record<string, string>) => [one.source, one.attribute, one.type]),
    ).toEqual([
      ['Plan', '@usr.crm.plan', 'string'],
      ['Amount (USD)', '@usr.crm.amount_usd', 'number'],
      ['Since', '@usr.crm.since', 'timestamp'],
      ['VIP', '@usr.crm.vip', 'boolean'],
      ['Code', '@usr.crm.code', 'string'],
    ])
    expect(body.meta.report).toMatchObject({ rows: 3, matched: 2, unmatched: 1 })
  })

  test('a file is looked at before it is imported', async () => {
    const { body } = await send(`${IMPORTS}/preview`, CRM)
    expect(body.data.attributes.columns[2]).toEqual({
      source: 'Amount (USD)',
      id: 'amount_usd',
      label: 'Amount (USD)',
      description: '',
      type: 'number',
      examples: ['120.5', '80', '1'],
    })
    expect(body.data.attributes.rows[0]).toEqual(['ann@example.com', 'gold', '120.5', '2026-01-02', 'TRUE', '007'])
  })

  test('filter, sort and show profiles', async () => {
    expect(await profiles('user_crm.amount_usd:>100')).toEqual([{ user_id: 'ann' }])
    expect(
      await profiles('@usr.crm.plan:(gold OR silver)', { sort: { field: 'user_crm.amount_usd', order: 'ASC' } }),
    ).toEqual([{ user_id: 'bob' }, { user_id: 'ann' }])
    const columns = ['user_id', 'user_crm.amount_usd', 'user_crm.since', 'user_crm.vip']
    expect(
      await profiles('user_crm.vip:true OR user_id:cy', { select_columns: columns, sort: { field: 'user_id' } }),
    ).toEqual([
      {
        user_id: 'ann',
        'user_crm.amount_usd': 120.5,
        'user_crm.since': '2026-01-02T00:00:00.000Z',
        'user_crm.vip': 'true',
      },
      { user_id: 'cy', 'user_crm.amount_usd': null, 'user_crm.since': null, 'user_crm.vip': null },
    ])
    const mapping = await people.ask('GET', '/api/v2/product-analytics/users/mapping')
    expect(mapping.body.data.attributes.attributes).toContainEqual(
      expect.objectContaining({ attribute: 'user_crm.amount_usd', type: 'number', is_custom: true }),
    )
    const connections = await people.ask('GET', '/api/v2/product-analytics/users/mapping/connections')
    expect(connections.body.data.attributes.connections).toMatchObject([
      { id: 'crm', type: 'ref_table', join: { attribute: 'user_email', type: 'email' }, metadata: { import: id } },
    ])
  })

  test('make segments', async () => {
    const preview = await people.ask('POST', `${SEGMENTS}/preview`, {
      data: { type: 'segment_preview', attributes: { definition: { profile: 'user_crm.plan:silver' } } },
    })
    expect(preview.body.data.attributes).toMatchObject({ count: 1, sample: [{ user_id: 'bob' }] })
  })

  test.each(EVERY_ANALYSIS)('filter $name, in its search and by its audience', async ({ path, body, users }) => {
    const ask = async (did: string, audience?: object) => {
      const answer = await people.ask('POST', path, { data: body({ ...SPAN, did, ...(audience ? { audience } : {}) }) })
      return answer.status === 200 ? users(answer.body.data.attributes) : answer
    }
    expect(await ask('@type:view @usr.crm.amount_usd:>=80')).toBe(2)
    const audience = { users: [{ name: 'rich', query: 'user_crm.amount_usd:>100' }], formula: 'NOT rich' }
    expect(await ask('@type:view', audience)).toBe(2)
  })

  test('another file replaces the rows, a changed type holds for them at once, and removing ends it', async () => {
    await people.ask('PATCH', `${IMPORTS}/${id}`, {
      data: { type: 'import', attributes: { columns: [{ id: 'code', type: 'number', label: 'Number' }] } },
    })
    expect(await profiles('user_crm.code:7')).toEqual([{ user_id: 'ann' }])
    const again = await send(IMPORTS, CRM.replace(/^bob.*\n/m, '').replace('120.5', '130'), FIELDS)
    expect([again.status, again.body.data.id]).toEqual([200, id])
    expect(again.body.data.attributes.columns[4]).toMatchObject({ id: 'code', type: 'number', label: 'Number' })
    expect(await profiles('user_crm.amount_usd:*')).toEqual([{ user_id: 'ann' }])
    expect((await people.ask('DELETE', `${IMPORTS}/${id}`)).status).toBe(204)
    expect(await profiles('user_crm.amount_usd:*')).toEqual([])
  })

  test.each<[string, string, object, RegExp]>([
    ['a key column that is missing', CRM, { column: 'Email' }, /names "Mail", "Plan"/],
    ['a column that is missing', CRM, { columns: '[{"source":"Price"}]' }, /no column "Price"/],
    ['columns that are no JSON', CRM, { columns: 'Plan' }, /no JSON/],
    ['a name with spaces', CRM, { name: 'my crm' }, /lower-case letters/],
    ['an empty file', '', {}, /it is empty/],
    ['too many columns', `Mail,${Array.from({ length: 51 }, (_, i) => `c${i}`).join()}\n`, {}, /51 columns, and 50/],
  ])('%s is refused', async (_, content, more, reason) => {
    const { status, body } = await send(IMPORTS, content, { ...FIELDS, name: 'other', ...more })
    expect([status, body.errors[0].detail]).toEqual([400, expect.stringMatching(reason)])
  })

  test('a file over the limit is refused, and administrators set the limit', async () => {
    const large = `Mail,Plan\n${`${'x'.repeat(999)},gold\n`.repeat(1100)}`
    const limits = { data: { type: 'settings', attributes: { imports: { megabytes: 1 } } } }
    expect((await people.ask('PATCH', '/api/v2/wayworn/settings', limits)).status).toBe(200)
    const { status, body } = await send(IMPORTS, large, { ...FIELDS, name: 'large' })
    expect([status, body.errors[0].detail]).toEqual([413, 'The body is larger than 1 MB. Send smaller batches.'])
  })
})

describe('a profile attribute breaks down', () => {
  const search = { query: '@type:view' }
  const by = [{ facet: 'user_plan', source: SOURCE, target: 'cohort' }]

  test('analytics', async () => {
    const answer = await people.ask('POST', '/api/v2/product-analytics/analytics/scalar', {
      data: {
        type: 'formula_analytics_extended_request',
        attributes: {
          ...SPAN,
          query: {
            query: { data_source: 'product_analytics', search },
            compute: { aggregation: 'cardinality', metric: '@usr.id' },
            group_by: [{ facet: 'user_plan', source: SOURCE }],
          },
        },
      },
    })
    const [groups, values] = answer.body.data.attributes.columns
    expect([groups.values, values.values]).toEqual([
      [['N/A'], ['free'], ['pro']],
      [1, 1, 1],
    ])
  })

  test('funnels', async () => {
    const node = { data_source: 'product_analytics', search }
    const answer = await people.ask('POST', '/api/v2/product-analytics/journey/funnel', {
      data: {
        type: 'journey_request',
        attributes: {
          ...SPAN,
          query: {
            search: { expression: 'A -> B', node_objects: { A: node, B: node }, join_keys: { primary: '@usr.id' } },
            group_by: [
              { facet: 'last_seen', source: SOURCE },
              { facet: 'user_name', source: SOURCE },
            ],
          },
        },
      },
    })
    const [{ groups }] = answer.body.data.attributes.funnel_steps
    expect(groups.map((one: { group_tags: string[] }) => one.group_tags[1]).sort()).toEqual(['Ann', 'Bob', 'N/A'])
  })

  test('retention', async () => {
    const answer = await people.ask('POST', '/api/v2/product-analytics/retention/grid', {
      data: {
        type: 'retention_grid_request',
        attributes: {
          ...SPAN,
          query: {
            search: {
              retention_entity: '@usr.id',
              return_condition: 'conversion_on',
              cohort_criteria: {
                base_query: { data_source: 'product_analytics', search },
                time_interval: { type: 'calendar', value: { type: 'year', quantity: 1 } },
              },
            },
            group_by: by,
          },
        },
      },
    })
    const cohorts = answer.body.data.attributes.cohorts.filter(
      (one: { type: string; cohort_size: number }) => one.type === 'raw' && one.cohort_size,
    )
    expect(cohorts.map((one: { group_tags: string[] }) => one.group_tags[0]).sort()).toEqual(['N/A', 'free', 'pro'])
  })

  test('a source that there is not is refused', async () => {
    const answer = await people.ask('POST', '/api/v2/product-analytics/analytics/scalar', {
      data: {
        type: 'formula_analytics_extended_request',
        attributes: {
          ...SPAN,
          query: {
            query: { data_source: 'product_analytics', search },
            compute: {},
            group_by: [{ facet: 'user_plan', source: 'elsewhere' }],
          },
        },
      },
    })
    expect([answer.status, answer.body.errors[0].source]).toEqual([
      400,
      { pointer: '/data/attributes/query/group_by/0/source' },
    ])
  })
})
