import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPeople, type People, SPAN } from '../testing/open-people.ts'

let people: People
beforeAll(async () => {
  people = await openPeople()
})
afterAll(() => people?.close())

const AT = '/api/v2/product-analytics/users'

test('a user is removed from lists, counts, searches and exports, and the receipt stays', async () => {
  const { status, body } = await people.ask('DELETE', `${AT}/ann`)
  expect([status, body.data.attributes]).toEqual([
    200,
    expect.objectContaining({ user: expect.stringMatching(/^sha256:/), events: 3, sessions: 2, devices: 1 }),
  ])
  const listed = await people.ask('POST', `${AT}/query`, {
    data: { type: 'query_users_request', attributes: { select_columns: ['user_id'] } },
  })
  expect(listed.body.data.attributes).toEqual({ hits: [{ user_id: 'cy' }, { user_id: 'bob' }], total: 2 })
  expect(await people.unique('@usr.id')).toBe(2)
  const filter = { query: 'ann OR @usr.anonymous_id:device', from: String(SPAN.from), to: String(SPAN.to) }
  expect((await people.ask('POST', '/api/v2/rum/events/search', { filter })).body.data).toEqual([])
  const exported = await people.ask('POST', '/api/v2/wayworn/export', {
    data: { type: 'export_request', attributes: { format: 'ndjson', request: { filter }, columns: ['@usr.id'] } },
  })
  expect([exported.status, exported.body]).toEqual([200, undefined])
  const [entry] = (await people.ask('GET', '/api/v2/wayworn/audit?action=user.erase')).body.data
  expect(entry.attributes).toMatchObject({
    subject: body.data.attributes.user,
    detail: { events: 3, sessions: 2, devices: 1 },
  })
  expect((await people.ask('DELETE', `${AT}/ann`)).status).toBe(404)
})

test('an account is removed with what was done in it', async () => {
  const { status, body } = await people.ask('DELETE', '/api/v2/product-analytics/accounts/acme')
  expect([status, body.data.attributes]).toEqual([
    200,
    expect.objectContaining({ account: expect.stringMatching(/^sha256:/), events: 1, sessions: 1, devices: 0 }),
  ])
  const listed = await people.ask('POST', '/api/v2/product-analytics/accounts/query', {
    data: { type: 'query_account_request', attributes: {} },
  })
  expect(listed.body.data.attributes).toEqual({ hits: [], total: 0 })
  const [entry] = (await people.ask('GET', '/api/v2/wayworn/audit?action=account.erase')).body.data
  expect(entry.attributes).toMatchObject({ subject: body.data.attributes.account, detail: { events: 1, sessions: 1 } })
  expect((await people.ask('DELETE', '/api/v2/product-analytics/accounts/acme')).status).toBe(404)
})
