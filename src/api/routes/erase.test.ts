import { afterAll, beforeAll, expect, test } from 'vitest'
import { caughtUp } from '../../../test/support/caught-up.ts'
import { uuidOf } from '../../../test/support/sdk-events.ts'
import { sendRecording } from '../../../test/support/send-recording.ts'
import { EVERY_ANALYSIS } from '../testing/every-analysis.ts'
import { openPeople, type People, SEGMENTS, SPAN } from '../testing/open-people.ts'

let people: People
beforeAll(async () => {
  people = await openPeople()
})
afterAll(() => people?.close())

/** All but the two that ask dozens of questions each, about the same people. */
const ANALYSES = EVERY_ANALYSIS.filter(({ name }) => name !== 'journey/drivers' && name !== 'journey/differences')
const AT = '/api/v2/product-analytics/users'

test('a user is removed from every answer, list, segment, recording and export, and the receipt stays', async () => {
  const at = SPAN.from + 3_700_000
  const records = [
    { type: 4, timestamp: at, data: { href: 'https://shop.example.com/', width: 800, height: 600 } },
    {
      type: 2,
      timestamp: at + 1,
      data: { node: { type: 0, id: 1, childNodes: [] }, initialOffset: { top: 0, left: 0 } },
    },
  ]
  await sendRecording(people.server, [{ session: 's1', view: 'recorded', index: 0, records }])
  await caughtUp(people.server.url)
  const recorded = async () => {
    const view = `/api/v2/rum/replay/sessions/${uuidOf('s1')}/views/${uuidOf('recorded')}`
    return (await people.ask('GET', `${view}/segments`)).body.data.length
  }
  expect(await recorded()).toBe(1)
  const file = new FormData()
  file.set('file', new Blob(['id\nann\nbob\n']), 'ids.csv')
  for (const [name, value] of Object.entries({ name: 'listed', column: 'id', key: 'usr.id' })) file.set(name, value)
  const listedAs = (await people.ask('POST', `${SEGMENTS}/csv`, file)).body.data.id
  const answers = async (did: string, audience?: object) => {
    const found: [string, number][] = []
    for (const { name, path, body: of, users } of ANALYSES) {
      const question = { ...SPAN, did, ...(audience ? { audience } : {}) }
      found.push([name, users((await people.ask('POST', path, { data: of(question) })).body.data.attributes)])
    }
    return found
  }
  const each = (users: number) => ANALYSES.map(({ name }) => [name, users])
  const inFile = { segments: [{ name: 'listed', segment_id: listedAs }] }
  expect(await answers('@type:view', inFile)).toEqual(each(2))

  const { status, body } = await people.ask('DELETE', `${AT}/ann`)
  expect([status, body.data.attributes]).toEqual([
    200,
    expect.objectContaining({ user: expect.stringMatching(/^sha256:/), events: 3, sessions: 2, devices: 1 }),
  ])
  const listed = await people.ask('POST', `${AT}/query`, {
    data: { type: 'query_users_request', attributes: { select_columns: ['user_id'] } },
  })
  expect(listed.body.data.attributes).toEqual({ hits: [{ user_id: 'cy' }, { user_id: 'bob' }], total: 2 })
  expect(await answers('@type:view @usr.id:*')).toEqual(each(2))
  expect(await answers('@type:view', inFile)).toEqual(each(1))
  expect(await recorded()).toBe(0)
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
