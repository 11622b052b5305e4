import { afterAll, beforeAll, expect, test } from 'vitest'
import { apisOf, unreadIn } from '../../../test/support/datadog-client.ts'
import { openTestHouse, type TestHouse } from '../../../test/support/house.ts'

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
