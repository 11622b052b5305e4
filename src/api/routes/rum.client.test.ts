import { afterAll, beforeAll, expect, test } from 'vitest'
import { caughtUp } from '../../../test/support/caught-up.ts'
import { apisOf, unreadIn } from '../../../test/support/datadog-client.ts'
import { type ListeningHouse, openListeningHouse } from '../../../test/support/listening-house.ts'
import { uuidOf } from '../../../test/support/sdk-events.ts'
import { sendRecording } from '../../../test/support/send-recording.ts'
import { DAY, MIDNIGHT, VISITS } from '../testing/visits.ts'

let house: ListeningHouse
let api: ReturnType<typeof apisOf>['rum']

beforeAll(async () => {
  house = await openListeningHouse(VISITS)
  api = apisOf(house).rum
})
afterAll(() => house?.close())

const AGGREGATE = '/api/v2/rum/analytics/aggregate'
const filter = { query: '@type:view', from: String(MIDNIGHT), to: String(MIDNIGHT + 3 * DAY) }
const daily = (aggregation: string, metric?: string) => ({ aggregation, metric, type: 'timeseries', interval: '1d' })
const times = (points: { time: string }[]) => points.map(({ time }) => time)
const iso = (ms: number) => new Date(ms).toISOString()

test('buckets come page by page, the totals after the groups', async () => {
  const page = async (cursor?: string) => {
    const answer = await api.aggregateRUMEvents({
      body: {
        filter,
        compute: [{ aggregation: 'count' }],
        groupBy: [{ facet: '@view.name', total: true }],
        page: { limit: 3, ...(cursor ? { cursor } : {}) },
      },
    })
    expect(unreadIn(answer)).toEqual([])
    const shown = answer.data!.buckets!.map(({ by, computes }) => [by!['@view.name'], computes!.c0])
    return { shown, after: answer.meta?.page?.after }
  }
  const first = await page()
  expect(first.shown).toEqual([
    ['/in', 4],
    ['/cart', 2],
    ['/done', 1],
  ])
  expect(await page(first.after)).toEqual({ shown: [['__TOTAL__', 7]], after: undefined })
  const refused = await house.ask('POST', AGGREGATE, { filter, page: { cursor: 'mine' } })
  expect([refused.status, refused.body.errors[0].source.pointer]).toEqual([400, '/page/cursor'])
})

test('a day without events has a count and no average', async () => {
  const compute = [daily('count'), daily('avg', '@view.time_spent')]
  const { body } = await house.ask('POST', AGGREGATE, { filter, compute })
  const { c0, c1 } = body.data.buckets[0].computes
  expect(c0.map(({ value }: { value: number }) => value)).toEqual([6, 1, 0])
  expect(times(c1)).toEqual([iso(MIDNIGHT), iso(MIDNIGHT + DAY)])
})

test('days are those of the zone, by its name or by how far it is from UTC', async () => {
  const first = async (options: object) => {
    const { status, body } = await house.ask('POST', AGGREGATE, { filter, compute: [daily('count')], options })
    return status === 200 ? times(body.data.buckets[0].computes.c0)[0] : body.errors[0].source.pointer
  }
  const hour = DAY / 24
  expect(await first({ timezone: 'GMT', time_offset: 0 })).toBe(iso(MIDNIGHT))
  expect(await first({ timezone: 'Europe/Paris' })).toBe(iso(MIDNIGHT - hour))
  expect(await first({ timezone: 'UTC+1' })).toBe(iso(MIDNIGHT - hour))
  expect(await first({ timezone: 'UTC-5:30' })).toBe(iso(MIDNIGHT - 18.5 * hour))
  expect(await first({ time_offset: 3600 })).toBe(iso(MIDNIGHT - hour))
  expect(await first({ time_offset: -5.5 * 3600 })).toBe(iso(MIDNIGHT - 18.5 * hour))
  expect(await first({ time_offset: 3600, timezone: 'Europe/Paris' })).toBe('/options/time_offset')
  expect(await first({ timezone: 'UTC+30' })).toBe('/options/timezone')
})

test('a page of segments has so many bytes, and one segment at least', async () => {
  const now = Date.now()
  const segments = [0, 1, 2].map((index) => ({
    ...{ session: 's1', view: 'recorded', index },
    records: [{ type: 4, timestamp: now + index, data: { href: `https://shop.example.com/${index}` } }],
  }))
  await sendRecording(house, segments)
  await caughtUp(house.url)
  const at = `/api/v2/rum/replay/sessions/${uuidOf('s1')}/views/${uuidOf('recorded')}/segments`
  const page = async (query: string) => {
    const { status, body } = await house.ask('GET', `${at}?${query}`)
    expect(status).toBe(200)
    const data = body.data as { attributes: { index_in_view: number; data: string } }[]
    return {
      indexes: data.map(({ attributes }) => attributes.index_in_view),
      bytes: data.reduce((sum, { attributes }) => sum + attributes.data.length, 0),
      after: body.meta.page.after,
    }
  }
  const all = await page('max_list_size=10000000')
  expect([all.indexes, all.after]).toEqual([[0, 1, 2], undefined])
  expect(await page('max_list_size=1')).toMatchObject({ indexes: [0], after: '1' })
  const rest = await page(`max_list_size=${all.bytes - 1}&paging=0`)
  expect([rest.indexes, rest.after]).toEqual([[0, 1], '2'])
  expect((await page('limit=1&paging=1')).indexes).toEqual([1])
})
