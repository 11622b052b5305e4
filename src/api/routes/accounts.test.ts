import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Accounts, openAccounts } from './accounts.fixture.ts'

let accounts: Accounts
beforeAll(async () => {
  accounts = await openAccounts()
})
afterAll(() => accounts?.close())

const application = (attributes: object) => ({ data: { type: 'rum_application_create', attributes } })
const personBody = (attributes: object) => ({ data: { type: 'users', attributes } })

const ROUTES = [
  ['GET', '/api/v2/rum/applications', 'viewer'],
  ['POST', '/api/v2/rum/applications', 'editor'],
  ['GET', '/api/v2/rum/applications/x', 'viewer'],
  ['PATCH', '/api/v2/rum/applications/x', 'editor'],
  ['DELETE', '/api/v2/rum/applications/x', 'admin'],
  ['GET', '/api/v2/api_keys', 'admin'],
  ['POST', '/api/v2/api_keys', 'admin'],
  ['GET', '/api/v2/api_keys/x', 'admin'],
  ['PATCH', '/api/v2/api_keys/x', 'admin'],
  ['DELETE', '/api/v2/api_keys/x', 'admin'],
  ['GET', '/api/v2/application_keys', 'viewer'],
  ['DELETE', '/api/v2/application_keys/x', 'viewer'],
  ['POST', '/api/v2/current_user/application_keys', 'viewer'],
  ['GET', '/api/v2/users', 'viewer'],
  ['POST', '/api/v2/users', 'admin'],
  ['GET', '/api/v2/users/x', 'viewer'],
  ['PATCH', '/api/v2/users/x', 'admin'],
  ['DELETE', '/api/v2/users/x', 'admin'],
  ['POST', '/api/v2/user_invitations', 'admin'],
  ['GET', '/api/v2/wayworn/audit', 'admin'],
  ['GET', '/api/v2/wayworn/me', 'viewer'],
  ['PATCH', '/api/v2/wayworn/me', 'viewer'],
] as const

test.each(ROUTES)('%s %s needs the role %s', async (method, url, needed) => {
  const nobody = await accounts.as('nobody', method, url, method === 'GET' ? undefined : {})
  expect([nobody.status, nobody.body.errors[0].code]).toEqual([401, 'unauthorized'])
  const order = ['viewer', 'editor', 'admin'] as const
  for (const role of order) {
    const answer = await accounts.as(role, method, url, method === 'GET' ? undefined : {})
    const refused = order.indexOf(role) < order.indexOf(needed)
    expect([role, answer.status === 403], JSON.stringify(answer.body)).toEqual([role, refused])
    expect(answer.status).toBeLessThan(500)
  }
})

test('whatever is sent, no body and no query makes a 5xx', async () => {
  const body = fc.oneof(
    fc.jsonValue(),
    fc.record({ data: fc.record({ type: fc.string(), id: fc.string(), attributes: fc.jsonValue() }) }),
    fc
      .record({
        name: fc.string({ unit: 'binary' }),
        email: fc.emailAddress(),
        rate_limit: fc.double(),
        type: fc.string(),
      })
      .map(application),
    fc.record({ name: fc.string({ unit: 'binary' }), email: fc.emailAddress() }).map(personBody),
  )
  const segment = fc.string({ unit: 'binary', minLength: 1 }).map((text) => {
    const clean = text.replace(/[\ud800-\udfff]/g, '?')
    return encodeURIComponent(clean).replaceAll('.', '%2E')
  })
  const query = fc.constantFrom(
    'page[size]',
    'page[number]',
    'sort',
    'filter',
    'filter[status]',
    'limit',
    'before',
    'x',
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ROUTES), body, segment, query, async ([method, route], payload, text, name) => {
      const url = route.endsWith('/x') ? route.replace(/x$/, text) : `${route}?${encodeURIComponent(name)}=${text}`
      const sent = method === 'GET' || payload === null || typeof payload !== 'object' ? undefined : payload
      const { status, body: answer } = await accounts.as('admin', method, url, sent)
      expect(status, `${method} ${url} ${JSON.stringify(answer)}`).toBeLessThan(500)
    }),
    { numRuns: 200 },
  )
})

test('a fault is named by its pointer or its parameter', async () => {
  const named = async (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: unknown) => {
    const { status, body } = await accounts.as('admin', method, url, payload)
    return [status, body.errors[0].source, body.errors[0].detail]
  }
  const post = (attributes: object) => named('POST', '/api/v2/rum/applications', application(attributes))
  expect(await post({})).toEqual([
    400,
    { pointer: '/data/attributes/name' },
    'data.attributes.name: expected string, but it is missing.',
  ])
  expect((await post({ name: 'x', rate_limit: -1 }))[1]).toEqual({ pointer: '/data/attributes/rate_limit' })
  expect((await post({ name: 'a\u0000b' }))[1]).toEqual({ pointer: '/data/attributes/name' })
  expect((await post({ name: 'x', type: 'fridge' }))[2]).toContain('"browser"')
  expect((await named('GET', '/api/v2/users?page%5Bsize%5D=0'))[1]).toEqual({ parameter: 'page[size]' })
  expect((await named('GET', '/api/v2/api_keys?colour=red'))[1]).toEqual({ parameter: 'colour' })
  const made = await accounts.as('editor', 'POST', '/api/v2/rum/applications', application({ name: 'Ids differ' }))
  const payload = { data: { type: 'rum_application_update', id: 'other', attributes: {} } }
  expect((await named('PATCH', `/api/v2/rum/applications/${made.body.data.id}`, payload))[1]).toEqual({
    pointer: '/data/id',
  })
})

test('an application can keep the id and token it had elsewhere, if nobody else has them', async () => {
  const wanted = application({
    name: 'Moved',
    application_id: 'abc-1',
    client_token: 'pub0123456789',
    keep_place: false,
  })
  const made = await accounts.as('editor', 'POST', '/api/v2/rum/applications', wanted)
  expect(made.body.data).toMatchObject({
    id: 'abc-1',
    attributes: { client_token: 'pub0123456789', keep_place: false },
  })
  expect(accounts.catalog.applications.byToken('pub0123456789')?.name).toBe('Moved')
  expect((await accounts.as('editor', 'POST', '/api/v2/rum/applications', wanted)).status).toBe(409)
})

test('application keys: everyone their own, with no more than their own role', async () => {
  const create = (role: 'viewer' | 'editor', attributes: object) =>
    accounts.as(role, 'POST', '/api/v2/current_user/application_keys', {
      data: { type: 'application_keys', attributes },
    })
  expect((await create('viewer', { name: 'Up', role: 'admin' })).status).toBe(403)
  const scoped = await create('viewer', { name: 'Scoped', scopes: ['dashboards_read'] })
  expect([scoped.status, scoped.body.errors[0].source.pointer]).toEqual([400, '/data/attributes/scopes'])
  const mine = await create('editor', { name: 'Mine' })
  expect(mine.body.data.attributes).toMatchObject({ role: 'editor', key: expect.stringMatching(/^[0-9a-f]{40}$/) })
  const url = `/api/v2/application_keys/${mine.body.data.id}`
  expect((await accounts.as('viewer', 'GET', url)).status).toBe(404)
  expect((await accounts.as('viewer', 'DELETE', url)).status).toBe(404)
  expect((await accounts.as('viewer', 'GET', '/api/v2/application_keys')).body.data).toEqual([])
  expect((await accounts.as('admin', 'GET', url)).body.data.attributes).not.toHaveProperty('key')
  expect((await accounts.as('editor', 'DELETE', url)).status).toBe(204)
})

test('one of two keys is not enough, and neither is a wrong one', async () => {
  const { keys } = accounts.catalog
  const { key: api } = await keys.create({ kind: 'api', name: 'a', createdBy: 'test' })
  const { key: app } = await keys.create({ kind: 'application', name: 'b', role: 'viewer', createdBy: 'test' })
  const statusWith = async (headers: Record<string, string>) => {
    const cookie = await accounts.cookieOf('admin')
    const response = await accounts.app.inject({ url: '/api/v2/rum/applications', headers: { cookie, ...headers } })
    return response.statusCode
  }
  expect(await statusWith({ 'dd-api-key': api, 'dd-application-key': app })).toBe(200)
  expect(await statusWith({ 'dd-api-key': api })).toBe(401)
  expect(await statusWith({ 'dd-application-key': app })).toBe(401)
  expect(await statusWith({ 'dd-api-key': app, 'dd-application-key': api })).toBe(401)
})

test('people are invited, changed, disabled and removed by administrators, and the audit says so', async () => {
  const { as } = accounts
  const made = await as('admin', 'POST', '/api/v2/users', {
    data: {
      type: 'users',
      attributes: { email: 'Grace@example.com', name: 'Grace' },
      relationships: { roles: { data: [{ type: 'roles', id: 'editor' }] } },
    },
  })
  const { id } = made.body.data
  expect(made.body.data.attributes).toMatchObject({ email: 'grace@example.com', role: 'editor', status: 'Pending' })
  const invited = await as('admin', 'POST', '/api/v2/user_invitations', {
    data: [{ type: 'user_invitations', relationships: { user: { data: { type: 'users', id } } } }],
  })
  const link = new URL(invited.body.data[0].attributes.link)
  expect((await as('nobody', 'GET', link.pathname + link.search)).headers.location).toBe('/')
  const patch = (attributes: object) =>
    as('admin', 'PATCH', `/api/v2/users/${id}`, { data: { type: 'users', id, attributes } })
  expect((await patch({ role: 'viewer', name: 'Grace H' })).body.data.attributes).toMatchObject({ status: 'Active' })
  expect((await patch({ email: 'viewer@example.com' })).status).toBe(409)
  const self = (await as('admin', 'GET', '/api/v2/current_user')).body.data.id
  expect((await as('admin', 'DELETE', `/api/v2/users/${self}`)).status).toBe(409)
  expect((await as('admin', 'DELETE', `/api/v2/users/${id}`)).status).toBe(204)
  const disabled = await as('viewer', 'GET', '/api/v2/users?filter%5Bstatus%5D=Disabled')
  expect(disabled.body.data.map((one: { id: string }) => one.id)).toEqual([id])
  expect((await as('admin', 'DELETE', `/api/v2/users/${id}?permanently=true`)).status).toBe(204)
  expect((await as('admin', 'GET', `/api/v2/users/${id}`)).status).toBe(404)
  const { body } = await as('admin', 'GET', '/api/v2/wayworn/audit')
  const mine = body.data.filter(
    (entry: { attributes: { subject: string } }) => entry.attributes.subject === 'grace@example.com',
  )
  expect(mine.map((entry: { attributes: { action: string } }) => entry.attributes.action)).toEqual([
    'person.remove',
    'person.disable',
    'person.update',
    'sign-in',
    'person.link',
    'person.create',
  ])
})
