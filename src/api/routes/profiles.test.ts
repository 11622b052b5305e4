import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apisOf, unreadIn } from '../../../test/support/datadog-client.ts'
import { openPeople, type People, SEGMENTS, T } from '../testing/open-people.ts'
import { IMPORTS } from './import-body.ts'

let people: People
beforeAll(async () => {
  people = await openPeople()
})
afterAll(() => people?.close())

describe('profiles', () => {
  const query = (attributes: object) =>
    apisOf(people.server).audience.queryUsers({ body: { data: { type: 'query_users_request', attributes } } })

  test('of users, by search, in order, with chosen columns', async () => {
    const answer = await query({
      query: 'user_email:*@example.com AND session_count:>0',
      selectColumns: [
        'user_id',
        'user_plan',
        'user_seats',
        'first_seen',
        'session_count',
        'events_count',
        'first_city',
      ],
      sort: { field: 'user_id', order: 'DESC' },
      limit: 1,
    })
    expect(unreadIn(answer)).toEqual([])
    expect(answer.data!.attributes).toMatchObject({ total: 2, hits: [{ user_id: 'bob', user_plan: 'free' }] })
    const all = await query({
      query: 'user_seats:>3',
      selectColumns: ['user_id', 'user_seats', 'first_seen', 'session_count', 'events_count', 'first_city'],
    })
    expect(all.data!.attributes!.hits).toEqual([
      {
        user_id: 'ann',
        user_seats: 4,
        first_seen: new Date(T).toISOString(),
        session_count: 2,
        events_count: 3,
        first_city: null,
      },
    ])
  })

  test('in the order of what customers set, either way those without it last', async () => {
    const by = async (field: string, order: string) => {
      const { data } = await query({ selectColumns: ['user_id'], sort: { field, order } })
      return data!.attributes!.hits!.map((hit) => hit.user_id)
    }
    expect(await by('user_seats', 'ASC')).toEqual(['bob', 'ann', 'cy'])
    expect(await by('user_seats', 'DESC')).toEqual(['ann', 'bob', 'cy'])
    expect(await by('user_plan', 'DESC')).toEqual(['ann', 'bob', 'cy'])
  })

  test('by free words and by a part of the name', async () => {
    expect((await query({ query: 'BOB', limit: 5 })).data!.attributes!.total).toBe(1)
    expect((await query({ wildcardSearchTerm: 'example.c', limit: 5 })).data!.attributes!.total).toBe(2)
    expect((await query({ wildcardSearchTerm: 'a*nn', limit: 5 })).data!.attributes!.total).toBe(1)
  })

  test('page by page, of a segment, and with events of their own order', async () => {
    const ask = async (path: string, type: string, attributes: object) =>
      (await people.ask('POST', `/api/v2/product-analytics/${path}`, { data: { type, attributes } })).body.data
        .attributes
    const ids = { select_columns: ['user_id'], sort: { field: 'user_id', order: 'ASC' } }
    const page = (offset: number) => ask('users/query', 'query_users_request', { ...ids, limit: 2, offset })
    expect([await page(0), await page(2), await page(3)]).toEqual([
      { hits: [{ user_id: 'ann' }, { user_id: 'bob' }], total: 3 },
      { hits: [{ user_id: 'cy' }], total: 3 },
      { hits: [], total: 3 },
    ])
    const definition = { performed: { sequence: [{ query: '@view.name:/cart' }] } }
    const made = await people.ask('POST', SEGMENTS, {
      data: { type: 'segment', attributes: { name: 'Carts', definition } },
    })
    const { id } = made.body.data
    const members = { ...ids, segment_id: id }
    expect((await ask('users/query', 'query_users_request', members)).hits).toEqual([
      { user_id: 'ann' },
      { user_id: 'bob' },
    ])
    const start = Math.floor(T / 1000) - 1
    const event_query = { query: '@type:view', time_frame: { start, end: start + 10_000 } }
    const did = { ...members, event_query, sort: { field: 'events_count', order: 'DESC' }, wildcard_search_term: 'b' }
    const type = 'query_event_filtered_users_request'
    expect(await ask('users/event_filtered_query', type, did)).toEqual({ hits: [{ user_id: 'bob' }], total: 1 })
    expect(await ask('users/event_filtered_query', type, ids)).toMatchObject({ hits: [{}, {}, {}], total: 3 })
    const accounts = { event_query, select_columns: ['account_id', 'events_count'] }
    expect((await ask('accounts/query', 'query_account_request', accounts)).hits).toEqual([
      { account_id: 'acme', events_count: 2 },
    ])
    const unknown = await people.ask('POST', '/api/v2/product-analytics/users/query', {
      data: { type: 'query_users_request', attributes: { segment_id: 'nobody' } },
    })
    expect([unknown.status, unknown.body.errors[0].source.pointer]).toEqual([400, '/data/attributes/segment_id'])
  })

  test('as a file', async () => {
    const columns = ['user_id', 'user_plan', 'session_count']
    const request = {
      data: { type: 'query_users_request', attributes: { select_columns: columns, query: 'user_id:a*' } },
    }
    const asked = await fetch(`${people.server.url}/api/v2/wayworn/export`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'dd-api-key': people.server.apiKey,
        'dd-application-key': people.server.appKey,
      },
      body: JSON.stringify({ data: { type: 'export_request', attributes: { request } } }),
    })
    expect([asked.headers.get('x-wayworn-total'), await asked.text()]).toEqual([
      '1',
      'user_id,user_plan,session_count\r\nann,pro,2\r\n',
    ])
    const tooMany = await people.ask('POST', '/api/v2/wayworn/export', {
      data: { type: 'export_request', attributes: { request, limit: 200_000 } },
    })
    expect([tooMany.status, tooMany.body.errors[0].source.pointer]).toEqual([400, '/data/attributes/limit'])
  })

  test('of accounts', async () => {
    const answer = await apisOf(people.server).audience.queryAccounts({
      body: { data: { type: 'query_account_request', attributes: { query: 'account_tier:gold', limit: 5 } } },
    })
    expect(unreadIn(answer)).toEqual([])
    expect(answer.data!.attributes).toMatchObject({
      total: 1,
      hits: [{ account_id: 'acme', account_name: 'Acme', user_count: 2 }],
    })
  })

  test('of users with matching events, whose time frame is in seconds', async () => {
    const seconds = (ms: number) => Math.floor(ms / 1000)
    const asked = (start: number, end: number) =>
      apisOf(people.server).audience.queryEventFilteredUsers({
        body: {
          data: {
            type: 'query_event_filtered_users_request',
            attributes: {
              query: 'user_email:*@example.com',
              eventQuery: { query: '@type:view', timeFrame: { start: seconds(start), end: seconds(end) } },
              selectColumns: ['user_id', 'events_count', 'session_count'],
              includeRowCount: true,
              limit: 10,
            },
          },
        },
      })
    const answer = await asked(T - 1000, T + 10_000)
    expect(unreadIn(answer)).toEqual([])
    expect(answer.data!.attributes).toEqual({ hits: [{ user_id: 'ann', events_count: 2, session_count: 2 }], total: 1 })
    await expect(asked(T * 1000, T * 1000 + 9000)).rejects.toMatchObject({ code: 400 })
  })

  test('values and ranges of attributes, and which there are', async () => {
    const { audience } = apisOf(people.server)
    const info = (facetId: string, termSearch?: { value: string }) =>
      audience.getUserFacetInfo({
        body: {
          data: {
            type: 'users_facet_info_request',
            attributes: { facetId, limit: 5, ...(termSearch ? { termSearch } : {}) },
          },
        },
      })
    const plans = await info('user_plan')
    expect(unreadIn(plans)).toEqual([])
    expect(plans.data!.attributes!.result!.values).toEqual([
      { value: 'free', count: 1 },
      { value: 'pro', count: 1 },
    ])
    expect((await info('user_id', { value: 'N' })).data!.attributes!.result!.values).toEqual([
      { value: 'ann', count: 1 },
    ])
    expect((await info('events_count')).data!.attributes!.result!.range).toEqual({ min: 1, max: 3 })
    const mapping = await audience.getMapping({ entity: 'users' })
    expect(unreadIn(mapping)).toEqual([])
    const attributes = mapping.data!.attributes!.attributes!
    expect(attributes.find((one) => one.attribute === 'user_seats')).toMatchObject({ type: 'number', isCustom: true })
    expect(attributes.find((one) => one.attribute === 'last_country_code')).toMatchObject({ isCustom: false })
    const connections = await audience.listConnections({ entity: 'accounts' })
    expect([unreadIn(connections), connections.data!.attributes!.connections]).toEqual([[], []])
  })

  test('an attribute that there is not is named with those that there are', async () => {
    const answer = await people.ask('POST', '/api/v2/product-analytics/users/query', {
      data: { type: 'query_users_request', attributes: { query: 'last_contry_code:BR' } },
    })
    expect([answer.status, answer.body.errors[0].source]).toEqual([400, { pointer: '/data/attributes/query' }])
    expect(answer.body.errors[0].detail).toMatch(/last_country_code/)
  })
})

test('anonymous activity counts for the user who first signed in on that device', async () => {
  expect(await people.unique('@usr.id')).toBe(3)
  expect(await people.unique('@session.id', { users: [{ name: 'a', query: 'user_id:ann' }] })).toBe(2)
})

describe('connections by the official client', () => {
  const entity = 'users'
  const type = 'connection_id'
  const join = { joinAttribute: 'user_email', joinType: 'email', type: 'ref_table' }
  const tier = {
    id: 'customer_tier',
    sourceName: 'Plan',
    displayName: 'Customer Tier',
    groups: ['Sales'],
    type: 'string',
  }
  const audience = () => apisOf(people.server).audience
  const upload = (content: string, connect: object = {}) => {
    const form = new FormData()
    form.set('file', new Blob([content], { type: 'text/csv' }), 'crm.csv')
    const fields = { name: 'crm_integration', column: 'Mail', key: '@usr.email', ...connect }
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    return people.ask('POST', IMPORTS, form)
  }
  const users = async (query: string) => {
    const attributes = { query, selectColumns: ['user_id'] }
    const answer = await audience().queryUsers({ body: { data: { type: 'query_users_request', attributes } } })
    return answer.data!.attributes!.hits!.map((hit) => hit.user_id)
  }
  const create = (attributes: object, id = 'crm-integration') =>
    audience().createConnection({ entity, body: { data: { id, type, attributes: { ...join, ...attributes } } } })
  const update = (attributes: object) =>
    audience().updateConnection({ entity, body: { data: { id: 'crm_integration', type, attributes } } })
  const mapped = async () => {
    const { data } = await audience().getMapping({ entity })
    return data!.attributes!.attributes!.filter((one) => one.attribute!.startsWith('user_crm_integration.'))
  }
  const refused = (reason: RegExp) => ({ code: 400, message: expect.stringMatching(reason) })
  const CRM = `Mail;Plan;Amount (USD);VIP
ann@example.com;gold;120.5;TRUE
bob@example.com;silver;80;false
`
  beforeAll(async () => {
    const { status, body } = await upload(CRM, { connect: 'false' })
    expect([status, body.data.attributes.columns, await mapped()]).toEqual([201, [], []])
  })

  test('are made, listed, changed and removed, and their fields are attributes meanwhile', async () => {
    await create({ fields: [tier, { id: 'amount', sourceName: 'Amount (USD)', type: 'number' }] })
    expect(await mapped()).toMatchObject([
      {
        attribute: 'user_crm_integration.customer_tier',
        displayName: 'Customer Tier',
        groups: ['Sales'],
        isCustom: true,
      },
      { attribute: 'user_crm_integration.amount', type: 'number', groups: ['Imported: crm_integration'] },
    ])
    const listed = await audience().listConnections({ entity })
    expect(unreadIn(listed)).toEqual([])
    expect(listed.data!.attributes!.connections).toMatchObject([
      {
        id: 'crm_integration',
        join: { attribute: 'user_email' },
        fields: [{ ...tier, description: '' }, { id: 'amount' }],
      },
    ])
    expect(await users('user_crm_integration.customer_tier:gold')).toEqual(['ann'])
    await update({
      fieldsToAdd: [{ id: 'vip', sourceName: 'VIP', type: 'boolean' }],
      fieldsToDelete: ['amount'],
      fieldsToUpdate: [{ fieldId: 'customer_tier', updatedFieldId: 'tier', updatedDisplayName: 'Tier' }],
    })
    expect(await mapped()).toMatchObject([
      { attribute: 'user_crm_integration.tier', displayName: 'Tier', groups: ['Sales'] },
      { attribute: 'user_crm_integration.vip' },
    ])
    expect(await users('@usr.crm_integration.vip:false AND user_crm_integration.tier:silver')).toEqual(['bob'])
    await upload(CRM.replace('silver', 'bronze'))
    expect(await users('user_crm_integration.tier:bronze')).toEqual(['bob'])
    await audience().deleteConnection({ entity, id: 'crm-integration' })
    expect([await mapped(), (await audience().listConnections({ entity })).data!.attributes!.connections]).toEqual([
      [],
      [],
    ])
    await create({})
    expect((await mapped()).map((one) => one.attribute!.split('.')[1])).toEqual(['plan', 'amount_usd', 'vip'])
  })

  test('refuse what cannot be had, and say what would be right', async () => {
    await expect(create({ type: 'snowflake' })).rejects.toMatchObject(refused(/export other tables as CSV/))
    await expect(create({}, 'billing')).rejects.toMatchObject(refused(/imported as .*billing.*connect=false/))
    await expect(create({})).rejects.toMatchObject({ code: 409 })
    await expect(update({ fieldsToDelete: ['tier'] })).rejects.toMatchObject(
      refused(/there are .*plan.*, .*amount_usd/),
    )
    const lost = { id: 'lost', sourceName: 'Price', type: 'number' }
    await expect(update({ fieldsToAdd: [lost] })).rejects.toMatchObject(refused(/no column .*Price.*, but .*Plan/))
    await audience().deleteConnection({ entity, id: 'crm_integration' })
    await expect(create({ joinAttribute: 'user_id' })).rejects.toMatchObject(
      refused(/holds usr\.email, so it is .*user_email/),
    )
    await expect(update({})).rejects.toMatchObject({ code: 404 })
  })
})
