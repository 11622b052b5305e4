import { client, v2 } from '@datadog/datadog-api-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unreadIn } from '../../../test/support/datadog-client.ts'
import { type Accounts, openAccounts } from './accounts.fixture.ts'

const COMMENTS = '/api/v2/wayworn/replay/sessions/s1/comments'

let accounts: Accounts
let configuration: client.Configuration
let adminId: string
beforeAll(async () => {
  accounts = await openAccounts()
  const { keys, people } = accounts.catalog
  adminId = (await people.byEmail('admin@example.com'))!.id
  const api = await keys.create({ kind: 'api', name: 'Client', createdBy: 'test' })
  const wanted = { kind: 'application', name: 'Client', role: 'admin', createdBy: 'test' } as const
  const application = await keys.create({ ...wanted, ownerId: adminId })
  configuration = client.createConfiguration({
    authMethods: { apiKeyAuth: api.key, appKeyAuth: application.key },
    baseServer: new client.BaseServerConfiguration(await accounts.app.listen({ port: 0, host: '127.0.0.1' }), {}),
  })
})
afterAll(() => accounts?.close())

const read = <T>(answer: T): T => {
  expect(unreadIn(answer)).toEqual([])
  return answer
}

const playlist = (name: string, description?: string) => ({
  data: { type: 'rum_replay_playlist', attributes: { name, ...(description && { description }) } } as const,
})

test('playlists are made, listed, changed and removed by the official client', async () => {
  const api = new v2.RumReplayPlaylistsApi(configuration)
  const made = read(await api.createRumReplayPlaylist({ body: playlist('Checkout trouble', 'For Monday') }))
  const playlistId = Number(made.data.id)
  expect(made.data.attributes).toMatchObject({ name: 'Checkout trouble', description: 'For Monday', sessionCount: 0 })
  expect(made.data.attributes!.createdBy!.uuid).toBe(adminId)
  expect(made.data.attributes!.createdAt).toBeInstanceOf(Date)
  const changed = read(await api.updateRumReplayPlaylist({ playlistId, body: playlist('Checkout') }))
  expect(changed.data.attributes).toMatchObject({ name: 'Checkout', description: 'For Monday' })
  read(await api.createRumReplayPlaylist({ body: playlist('100% _odd_') }))
  const names = async (filter: object) =>
    read(await api.listRumReplayPlaylists(filter)).data.map((one) => one.attributes!.name)
  expect(await names({ filterQuery: '0% _' })).toEqual(['100% _odd_'])
  expect(await names({ filterQuery: '%' })).toEqual(['100% _odd_'])
  expect(await names({ filterCreatedByUuid: 'nobody' })).toEqual([])
  expect((await names({ pageSize: 1, pageNumber: 1 })).length).toBe(1)
  await api.deleteRumReplayPlaylist({ playlistId })
  await expect(api.getRumReplayPlaylist({ playlistId })).rejects.toMatchObject({ code: 404 })
})

test('sessions go into a playlist once each, and out one by one or many at a time', async () => {
  const api = new v2.RumReplayPlaylistsApi(configuration)
  const playlistId = Number((await api.createRumReplayPlaylist({ body: playlist('Full') })).data.id)
  for (const sessionId of ['s1', 's2', 's3', 's1']) {
    const added = await api.addRumReplaySessionToPlaylist({ playlistId, sessionId, ts: 1, dataSource: 'rum' })
    expect(read(added).data.id).toBe(sessionId)
  }
  const inside = async () =>
    read(await api.listRumReplayPlaylistSessions({ playlistId, pageSize: 10 })).data.map(({ id }) => id)
  expect(await inside()).toEqual(['s1', 's2', 's3'])
  expect((await api.getRumReplayPlaylist({ playlistId })).data.attributes!.sessionCount).toBe(3)
  expect((await accounts.as('viewer', 'GET', '/api/v2/wayworn/replay/sessions/s2/playlists')).body.data).toEqual([
    { type: 'rum_replay_playlist', id: String(playlistId) },
  ])
  await api.removeRumReplaySessionFromPlaylist({ playlistId, sessionId: 's2' })
  const data = ['s3', 'never there'].map((id) => ({ type: 'rum_replay_session' as const, id: id.replace(/ /g, '-') }))
  await api.bulkRemoveRumReplayPlaylistSessions({ playlistId, body: { data } })
  expect(await inside()).toEqual(['s1'])
  await expect(
    api.addRumReplaySessionToPlaylist({ playlistId: 999_999, sessionId: 's1', ts: 1 }),
  ).rejects.toMatchObject({ code: 404 })
})

test('who watched is told, by session and by person', async () => {
  const api = new v2.RumReplayViewershipApi(configuration)
  const watch = (sessionId: string, minute: number) =>
    api.createRumReplaySessionWatch({
      sessionId,
      body: {
        data: {
          type: 'rum_replay_watch',
          attributes: { applicationId: 'shop', eventId: 'e', timestamp: new Date(minute * 60_000) },
        },
      },
    })
  for (const minute of [1, 2, 5]) read(await watch('w1', minute))
  read(await watch('w2', 3))
  const [watcher, ...others] = read(await api.listRumReplaySessionWatchers({ sessionId: 'w1' })).data
  expect(others).toEqual([])
  expect(watcher!.attributes).toMatchObject({ watchCount: 3, lastWatchedAt: new Date(5 * 60_000) })
  const history = async (filter: object) =>
    read(await api.listRumReplayViewershipHistorySessions(filter)).data.map(({ id }) => id)
  expect(await history({ filterCreatedBy: adminId })).toEqual(['w1', 'w2'])
  const editorId = (await accounts.catalog.people.byEmail('editor@example.com'))!.id
  const attributes = { application_id: 'shop', event_id: 'e', timestamp: new Date(6 * 60_000).toISOString() }
  const theirs = { data: { type: 'rum_replay_watch', attributes } }
  expect((await accounts.as('editor', 'POST', '/api/v2/rum/replay/sessions/w3/watches', theirs)).status).toBe(201)
  expect(await history({ filterCreatedBy: editorId })).toEqual(['w3'])
  expect(await history({})).toEqual(['w1', 'w2'])
  expect(await history({ filterWatchedAtEnd: 4 * 60_000 })).toEqual(['w2', 'w1'])
  expect(await history({ filterWatchedAtStart: 4 * 60_000 })).toEqual(['w1'])
  expect(await history({ filterSessionIds: 'w2,none' })).toEqual(['w2'])
  expect(await history({ filterApplicationId: 'another' })).toEqual([])
  await api.deleteRumReplaySessionWatch({ sessionId: 'w1' })
  expect(read(await api.listRumReplaySessionWatchers({ sessionId: 'w1' })).data).toEqual([])
})

test('comments stand at a moment, mention people, and are changed by who wrote them alone', async () => {
  const said = (attributes: object) => ({ data: { type: 'replay_comment', attributes } })
  const made = await accounts.as('editor', 'POST', COMMENTS, said({ t: 9000, text: 'Look here', mentions: [adminId] }))
  expect(made.status).toBe(201)
  await accounts.as('editor', 'POST', COMMENTS, said({ t: 100, text: 'And before' }))
  const listed = (await accounts.as('viewer', 'GET', COMMENTS)).body.data
  expect(listed.map((one: { attributes: { t: number } }) => one.attributes.t)).toEqual([100, 9000])
  const mine = await accounts.as('admin', 'GET', '/api/v2/wayworn/replay/comments?mentioned=me')
  expect(mine.body.data.map((one: { id: string }) => one.id)).toEqual([made.body.data.id])
  const one = `/api/v2/wayworn/replay/comments/${made.body.data.id}`
  expect((await accounts.as('admin', 'PATCH', one, said({ text: 'Mine now' }))).status).toBe(409)
  expect((await accounts.as('editor', 'PATCH', one, said({ text: 'Better' }))).body.data.attributes.text).toBe('Better')
  const unknown = await accounts.as('editor', 'POST', COMMENTS, said({ t: 1, text: 'x', mentions: ['nobody'] }))
  expect([unknown.status, unknown.body.errors[0].source.pointer]).toEqual([400, '/data/attributes/mentions'])
  expect((await accounts.as('viewer', 'POST', COMMENTS, said({ t: 1, text: 'x' }))).status).toBe(403)
  expect((await accounts.as('editor', 'DELETE', one)).status).toBe(204)
})
