import { afterAll, beforeAll, expect, test } from 'vitest'
import { apisOf, unreadIn } from '../../../test/support/datadog-client.ts'
import { openTestHouse, type TestHouse } from '../../../test/support/house.ts'
import { sql, word } from '../../sql/sql.ts'

const KEYS = { apiKey: 'test0api0key00000000000000000001', appKey: 'test0application0key00000000000000000001' }

let opened: TestHouse
let api: ReturnType<typeof apisOf>['heatmaps']

beforeAll(async () => {
  opened = await openTestHouse({ env: { WAYWORN_API_KEY: KEYS.apiKey, WAYWORN_APP_KEY: KEYS.appKey } })
  const url = await opened.app.listen({ host: '127.0.0.1', port: 0 })
  api = apisOf({ url, ...KEYS }).heatmaps
}, 300_000)
afterAll(() => opened?.close())

const attributes = {
  applicationId: 'app-1',
  deviceType: 'Desktop',
  eventId: 'e-1',
  isDeviceTypeSelectedByUser: true,
  sessionId: 's-1',
  snapshotName: 'Autumn',
  start: 1500,
  viewId: 'v-1',
  viewName: '/cart',
}
const make = (change: object = {}) =>
  api.createReplayHeatmapSnapshot({ body: { data: { type: 'snapshots', attributes: { ...attributes, ...change } } } })

test('the official client keeps, lists, changes and lets go of snapshots', async () => {
  const made = await make()
  expect(unreadIn(made)).toEqual([])
  expect(made.data!.attributes).toMatchObject(attributes)
  const id = made.data!.id!
  const other = await make({ deviceType: 'Mobile' })
  const listed = await api.listReplayHeatmapSnapshots({ filterViewName: '/cart', filterApplicationId: 'app-1' })
  expect(unreadIn(listed)).toEqual([])
  expect(listed.data.map((one) => one.id)).toEqual([other.data!.id, id])
  const desktop = await api.listReplayHeatmapSnapshots({ filterViewName: '/cart', filterDeviceType: 'Desktop' })
  expect(desktop.data.map((one) => one.id)).toEqual([id])
  const moment = { eventId: 'e-2', isDeviceTypeSelectedByUser: false, sessionId: 's-2', viewId: 'v-2', start: 9 }
  const changed = await api.updateReplayHeatmapSnapshot({
    snapshotId: id,
    body: { data: { type: 'snapshots', id, attributes: moment } },
  })
  expect(changed.data!.attributes).toMatchObject({ ...attributes, ...moment })
  const newestFirst = await api.listReplayHeatmapSnapshots({ filterViewName: '/cart', pageLimit: 1 })
  expect(newestFirst.data.map((one) => one.id)).toEqual([id])
  await api.deleteReplayHeatmapSnapshot({ snapshotId: id })
  await expect(api.deleteReplayHeatmapSnapshot({ snapshotId: id })).rejects.toMatchObject({ code: 404 })
  expect((await api.listReplayHeatmapSnapshots({ filterViewName: '/nowhere' })).data).toEqual([])
})

test('a snapshot that says too little is refused by the name of the field', async () => {
  const answer = await opened.app.inject({
    method: 'POST',
    url: '/api/v2/replay/heatmap/snapshots',
    headers: { 'dd-api-key': KEYS.apiKey, 'dd-application-key': KEYS.appKey },
    payload: { data: { type: 'snapshots', attributes: { application_id: 'app-1', view_name: '/cart', start: -1 } } },
  })
  expect([answer.statusCode, answer.json().errors[0].source.pointer]).toEqual([400, '/data/attributes/event_id'])
})

const ask = async (method: 'GET' | 'PUT' | 'DELETE', url: string) => {
  const headers = { 'dd-api-key': KEYS.apiKey, 'dd-application-key': KEYS.appKey }
  const answer = await opened.app.inject({ method, url, headers })
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
}

/** A recording of one view that ended so long ago, as intake stores it. */
const record = async (session: string, endedMsAgo: number) => {
  const end = Date.now() - endedMsAgo
  const row = { application_id: 'app-1', session_id: session, view_id: 'v-1', index_in_view: 0, start: end - 1000, end }
  const more = { records_count: 1, has_full_snapshot: true, creation_reason: 'init', source: 'browser', raw_size: 1 }
  const received_at = new Date(end).toISOString().replace('T', ' ').replace('Z', '')
  const line = JSON.stringify({ ...row, ...more, data: 'eJw=', received_at })
  await opened.house.asking().engine.insert('replay_segments', line)
}

test('the recording behind a background outlives the others, until it is let go', async () => {
  await record('over', 3_600_000)
  await record('running', 60_000)
  const of = (session: string) => `/api/v2/wayworn/replay/sessions/${session}`
  const segments = '/api/v2/rum/replay/sessions/over/views/v-1/segments'
  expect((await ask('GET', of('over'))).body.data.attributes.kept_since).toBeNull()
  await make({ sessionId: 'over' })
  const { kept_since } = (await ask('GET', of('over'))).body.data.attributes
  expect(Date.now() - kept_since).toBeLessThan(600_000)
  // Asked for again, it is kept from when it was first asked for.
  expect((await ask('PUT', `${of('over')}/kept`)).body.data.attributes).toEqual({ since: kept_since })
  expect((await ask('GET', segments)).body.data.length).toBe(1)
  expect((await ask('PUT', `${of('running')}/kept`)).status).toBe(409)
  expect((await ask('PUT', `${of('nobody')}/kept`)).status).toBe(404)

  await opened.house
    .asking()
    .engine.everywhere((local) => sql`TRUNCATE TABLE ${word(local('replay_segments'))}`, { tag: 'test' })
  expect((await ask('GET', segments)).body.data.length).toBe(1)
  expect((await ask('GET', of('running'))).status).toBe(404)
  expect((await ask('DELETE', `${of('over')}/kept`)).status).toBe(204)
  expect((await ask('GET', of('over'))).status).toBe(404)
})
