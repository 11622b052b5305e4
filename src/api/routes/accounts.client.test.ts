import { client, v2 } from '@datadog/datadog-api-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Accounts, openAccounts } from './accounts.fixture.ts'

let accounts: Accounts
let configuration: client.Configuration
beforeAll(async () => {
  accounts = await openAccounts()
  const { keys } = accounts.catalog
  const owner = await accounts.catalog.people.byEmail('admin@example.com')
  const api = await keys.create({ kind: 'api', name: 'Client', createdBy: 'test' })
  const wanted = { kind: 'application', name: 'Client', role: 'admin', createdBy: 'test' } as const
  const application = await keys.create({ ...wanted, ownerId: owner!.id })
  const url = await accounts.app.listen({ port: 0, host: '127.0.0.1' })
  configuration = client.createConfiguration({
    authMethods: { apiKeyAuth: api.key, appKeyAuth: application.key },
    baseServer: new client.BaseServerConfiguration(url, {}),
  })
})
afterAll(() => accounts?.close())

/** The client marks what it could not read instead of throwing. */
const read = <T>(answer: T): T => {
  const unread = JSON.stringify(answer, (key, value) => (key === '_unparsed' && value ? 'UNPARSED' : value))
  expect(unread).not.toContain('UNPARSED')
  return answer
}

test('RUM applications', async () => {
  const api = new v2.RUMApi(configuration)
  const attributes = { name: 'Shop', type: 'ios' }
  const made = read(await api.createRUMApplication({ body: { data: { type: 'rum_application_create', attributes } } }))
  const id = made.data!.id
  expect(made.data!.attributes.clientToken).toMatch(/^pub[0-9a-f]{32}$/)
  expect(read(await api.getRUMApplication({ id })).data!.attributes).toMatchObject({ name: 'Shop', type: 'ios' })
  const change = { type: 'rum_application_update', id, attributes: { name: 'Shop 2' } } as const
  expect(read(await api.updateRUMApplication({ id, body: { data: change } })).data!.attributes.name).toBe('Shop 2')
  expect(read(await api.getRUMApplications()).data!.map((one) => one.attributes.name)).toEqual(['Shop 2'])
  await api.deleteRUMApplication({ id })
  await expect(api.getRUMApplication({ id })).rejects.toMatchObject({ code: 404 })
})

test('API keys', async () => {
  const api = new v2.KeyManagementApi(configuration)
  const made = read(await api.createAPIKey({ body: { data: { type: 'api_keys', attributes: { name: 'Backend' } } } }))
  const apiKeyId = made.data!.id!
  expect(made.data!.attributes!.key).toMatch(/^[0-9a-f]{32}$/)
  expect(made.data!.attributes!.createdAt).toBeInstanceOf(Date)
  const change = { type: 'api_keys', id: apiKeyId, attributes: { name: 'Renamed' } } as const
  read(await api.updateAPIKey({ apiKeyId, body: { data: change } }))
  const got = read(await api.getAPIKey({ apiKeyId })).data!
  expect(got.attributes).toMatchObject({ name: 'Renamed', last4: made.data!.attributes!.key!.slice(-4) })
  expect(got.attributes!.key).toBeUndefined()
  const listed = read(await api.listAPIKeys({ sort: '-name', pageSize: 1 }))
  expect(listed.data!.map((one) => one.attributes!.name)).toEqual(['Renamed'])
  expect(listed.meta!.page!.totalFilteredCount).toBe(2)
  await api.deleteAPIKey({ apiKeyId })
  await expect(api.getAPIKey({ apiKeyId })).rejects.toMatchObject({ code: 404 })
})

test('application keys', async () => {
  const api = new v2.KeyManagementApi(configuration)
  const data = { type: 'application_keys', attributes: { name: 'Script' } } as const
  const made = read(await api.createCurrentUserApplicationKey({ body: { data } }))
  const appKeyId = made.data!.id!
  expect(made.data!.attributes!.key).toMatch(/^[0-9a-f]{40}$/)
  const change = { type: 'application_keys', id: appKeyId, attributes: { name: 'Renamed' } } as const
  read(await api.updateApplicationKey({ appKeyId, body: { data: change } }))
  expect(read(await api.getApplicationKey({ appKeyId })).data!.attributes!.name).toBe('Renamed')
  expect(read(await api.getCurrentUserApplicationKey({ appKeyId })).data!.id).toBe(appKeyId)
  const names = ({ data: keys }: v2.ListApplicationKeysResponse) => keys!.map((key) => key.attributes!.name)
  expect(names(read(await api.listApplicationKeys({ filter: 'renam' })))).toEqual(['Renamed'])
  expect(names(read(await api.listCurrentUserApplicationKeys()))).toEqual(['Client', 'Renamed'])
  await api.deleteCurrentUserApplicationKey({ appKeyId })
  await expect(api.getApplicationKey({ appKeyId })).rejects.toMatchObject({ code: 404 })
})

test('users', async () => {
  const api = new v2.UsersApi(configuration)
  const attributes = { email: 'grace@example.com', name: 'Grace' }
  const made = read(await api.createUser({ body: { data: { type: 'users', attributes } } }))
  const userId = made.data!.id!
  const invitation = {
    type: 'user_invitations',
    relationships: { user: { data: { type: 'users', id: userId } } },
  } as const
  expect(read(await api.sendInvitations({ body: { data: [invitation] } })).data).toHaveLength(1)
  const change = { type: 'users', id: userId, attributes: { name: 'Grace H' } } as const
  expect(read(await api.updateUser({ userId, body: { data: change } })).data!.attributes!.name).toBe('Grace H')
  const listed = read(await api.listUsers({ filter: 'grace', sort: 'name', sortDir: 'desc' }))
  expect(listed.data!.map((one) => one.attributes!.status)).toEqual(['Pending'])
  expect(listed.meta!.page).toMatchObject({ totalCount: 4, totalFilteredCount: 1 })
  await api.disableUser({ userId })
  expect(read(await api.getUser({ userId })).data!.attributes!.disabled).toBe(true)
  expect(read(await api.getCurrentUser()).data!.attributes!.email).toBe('admin@example.com')
})
