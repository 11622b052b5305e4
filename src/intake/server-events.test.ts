import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { FIXTURE_APPLICATION, FIXTURE_TOKEN } from '../../test/fixtures/read.ts'
import { API_KEY, type OpenIntake, openIntake } from './testing/open-intake.ts'

let intake: OpenIntake
beforeAll(async () => {
  intake = await openIntake()
})
afterAll(() => intake.app.close())
beforeEach(() => {
  for (const rows of Object.values(intake.logged)) rows.length = 0
})

const event = (more: object = {}) => ({
  type: 'server',
  application: { id: FIXTURE_APPLICATION },
  event: { name: 'payment.processed' },
  usr: { id: 'u1' },
  ...more,
})
const post = (body: unknown, headers: Record<string, string> = {}) =>
  intake.app.inject({
    method: 'POST',
    url: '/api/v2/prodlytics',
    headers: { 'dd-api-key': API_KEY, 'content-type': 'application/json', ...headers },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  })

test('one event or a list, with an API key or the client token', async () => {
  expect((await post(event({ customer: { tier: 'premium' } }))).statusCode).toBe(202)
  expect(
    (await post([event(), event({ usr: undefined, account: { id: 7 } })], { 'dd-api-key': FIXTURE_TOKEN })).statusCode,
  ).toBe(202)
  expect(intake.logged.e).toHaveLength(3)
  expect(intake.logged.e[0]).toMatchObject({
    type: 'server',
    event_name: 'payment.processed',
    usr_id: 'u1',
    custom: { 'customer.tier': 'premium' },
  })
  expect(intake.logged.e[0]).not.toHaveProperty('os_name')
  expect(intake.logged.e[2]).toMatchObject({ account_id: '7' })
})

test.each([
  [{ type: 'action' }, '/type'],
  [{ application: { id: 'nobody' } }, '/application/id'],
  [{ application: undefined }, '/application/id'],
  [{ event: { name: '' } }, '/event/name'],
  [{ event: 'x' }, '/event/name'],
  [{ usr: undefined }, '/usr/id'],
  [{ usr: { id: {} } }, '/usr/id'],
  [{ timestamp: '2026-01-01' }, '/timestamp'],
  [{ timestamp: 1795314360 }, '/timestamp'],
])('%j is refused naming %s', async (more, pointer) => {
  const alone = await post(event(more))
  expect([alone.statusCode, alone.json().errors[0]]).toMatchObject([
    400,
    { code: 'invalid_event', source: { pointer } },
  ])
  const all = await post([event(more), event(more)])
  expect(all.json().errors.map((e: { source: { pointer: string } }) => e.source.pointer)).toEqual([
    `/0${pointer}`,
    `/1${pointer}`,
  ])
  expect((await post([event(more), event()])).statusCode).toBe(202)
  expect(intake.logged.e).toHaveLength(1)
  expect(intake.logged.x).toHaveLength(1)
})

test.each(['', 'null', '[]', '{', '"x"', '12', '[null]', '[[]]'])('the body %j is refused', async (body) => {
  const answer = await post(body)
  expect(answer.statusCode).toBe(400)
  expect(answer.json().errors.length).toBeGreaterThan(0)
})

test('an event that nests without end is refused like any other', async () => {
  const deep = `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`
  const text = JSON.stringify(event({ deep: 0 })).replace('"deep":0', `"deep":${deep}`)
  const alone = await post(text)
  expect([alone.statusCode, alone.json().errors[0].detail]).toEqual([400, expect.stringContaining('32 levels')])
  expect((await post(`[${text},${JSON.stringify(event())}]`)).statusCode).toBe(202)
})

test('an event sent twice is known again by the id of its request, its own id, or its content with a time', async () => {
  const idsOf = async (body: unknown, headers?: Record<string, string>) => {
    await post(body, headers)
    return intake.logged.e.splice(0).map((row) => row.event_id)
  }
  const key = { 'dd-idempotency-key': 'k1' }
  const first = await idsOf([event(), event()], key)
  expect(new Set(first).size).toBe(2)
  expect(await idsOf([event(), event()], key)).toEqual(first)
  const twice = async (body: unknown) => {
    const [sent] = await idsOf(body)
    const [again] = await idsOf(body)
    return sent === again
  }
  expect(await twice(event({ event: { name: 'a', id: 'e1' } }))).toBe(true)
  expect(await twice(event({ id: 'e1' }))).toBe(true)
  expect(await twice(event({ timestamp: Date.now() }))).toBe(true)
  expect(await twice(event())).toBe(false)
})

test('other applications than its own are closed to a client token', async () => {
  const answer = await post(event({ application: { id: 'other' } }), { 'dd-api-key': FIXTURE_TOKEN })
  expect(answer.json().errors[0].source.pointer).toBe('/application/id')
})

test('a body over 5 MB is refused', async () => {
  expect((await post(event({ note: 'x'.repeat(5 * 2 ** 20) }))).statusCode).toBe(413)
})
