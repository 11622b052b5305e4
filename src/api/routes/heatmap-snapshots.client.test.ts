import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apisOf, unreadIn } from '../../../test/support/datadog-client.ts'
import { type ListeningHouse, openListeningHouse } from '../../../test/support/listening-house.ts'
import { sql, word } from '../../sql/sql.ts'

let house: ListeningHouse
let api: ReturnType<typeof apisOf>['heatmaps']

beforeAll(async () => {
  house = await openListeningHouse()
  api = apisOf(house).heatmaps
}, 300_000)
afterAll(() => house?.close())

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
  const { status, body } = await house.ask('POST', '/api/v2/replay/heatmap/snapshots', {
    data: { type: 'snapshots', attributes: { application_id: 'app-1', view_name: '/cart', start: -1 } },
  })
  expect([status, body.errors[0].source.pointer]).toEqual([400, '/data/attributes/event_id'])
})

/** A recording of one view that ended so long ago, as intake stores it. */
const record = async (session: string, endedMsAgo: number, phone?: object) => {
  const end = Date.now() - endedMsAgo
  const row = { application_id: 'app-1', session_id: session, view_id: 'v-1', index_in_view: 0, start: end - 1000, end }
  const more = {
    records_count: 1,
    has_full_snapshot: true,
    creation_reason: 'init',
    source: phone ? 'android' : 'browser',
    raw_size: 1,
  }
  const received_at = new Date(end).toISOString().replace('T', ' ').replace('Z', '')
  const data = phone ? deflateSync(JSON.stringify({ records: [phone], source: 'android' })).toString('base64') : 'eJw='
  const line = JSON.stringify({ ...row, ...more, data, received_at })
  await house.house.asking().engine.insert('replay_segments', line)
}

test('the recording behind a background outlives the others, until it is let go', async () => {
  await record('over', 3_600_000)
  await record('running', 60_000)
  const box = { id: 1, type: 'image', resourceId: 'shown', x: 0, y: 0, width: 9, height: 9 }
  await record('phone', 3_600_000, { type: 11, timestamp: 1, data: { adds: [{ wireframe: box }] } })
  const { engine } = house.house.asking()
  for (const image_name of ['shown', 'other']) {
    const image = {
      application_id: 'app-1',
      image_name,
      mime: 'image/png',
      data: 'AAAA',
      received_at: '2026-11-10 00:00:00',
    }
    await engine.insert('replay_images', JSON.stringify(image))
  }
  const image = async (name: string) => {
    const { apiKey, appKey } = house
    const headers = { 'dd-api-key': apiKey, 'dd-application-key': appKey }
    return (await fetch(`${house.url}/api/v2/wayworn/replay/images/app-1/${name}`, { headers })).status
  }
  const of = (session: string) => `/api/v2/wayworn/replay/sessions/${session}`
  const segments = '/api/v2/rum/replay/sessions/over/views/v-1/segments'
  expect((await house.ask('GET', of('over'))).body.data.attributes.kept_since).toBeNull()
  await make({ sessionId: 'over' })
  const { kept_since } = (await house.ask('GET', of('over'))).body.data.attributes
  expect(Date.now() - kept_since).toBeLessThan(600_000)
  // Asked for again, it is kept from when it was first asked for.
  expect((await house.ask('PUT', `${of('over')}/kept`)).body.data.attributes).toEqual({ since: kept_since })
  expect((await house.ask('GET', segments)).body.data.length).toBe(1)
  expect((await house.ask('PUT', `${of('running')}/kept`)).status).toBe(409)
  expect((await house.ask('PUT', `${of('nobody')}/kept`)).status).toBe(404)

  expect((await house.ask('PUT', `${of('phone')}/kept`)).status).toBe(200)
  for (const table of ['replay_segments', 'replay_images'])
    await engine.everywhere((local) => sql`TRUNCATE TABLE ${word(local(table))}`, { tag: 'test' })
  expect([await image('shown'), await image('other')]).toEqual([200, 404])
  expect((await house.ask('DELETE', `${of('phone')}/kept`)).status).toBe(204)
  expect(await image('shown')).toBe(404)
  expect((await house.ask('GET', segments)).body.data.length).toBe(1)
  expect((await house.ask('GET', of('running'))).status).toBe(404)
  expect((await house.ask('DELETE', `${of('over')}/kept`)).status).toBe(204)
  expect((await house.ask('GET', of('over'))).status).toBe(404)
})
