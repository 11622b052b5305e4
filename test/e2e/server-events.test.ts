import type { v2 } from '@datadog/datadog-api-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caughtUp } from '../support/caught-up.ts'
import { apisOf } from '../support/datadog-client.ts'
import { countOf, searchAll } from '../support/search-all.ts'
import { startServer, type TestServer } from '../support/server.ts'

const SLOW = 180_000

let server: TestServer
beforeAll(async () => {
  server = await startServer()
}, SLOW)
afterAll(() => server?.stop(), SLOW)

const item = (name: string, more: Partial<v2.ProductAnalyticsServerSideEventItem> = {}) => ({
  application: { id: server.application.id },
  event: { name },
  type: 'server' as const,
  usr: { id: 'ann' },
  ...more,
})

interface Found {
  type: string
  date: number
  event: { name: string }
  usr?: { id: string }
  account?: { id: string }
  session?: { id: string }
  context?: Record<string, unknown>
}

/** As a backend without the official client: the API key, and any JSON. */
const post = async (body: unknown, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${server.url}/api/v2/prodlytics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'dd-api-key': server.apiKey, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as { errors: Problem[] } }
}

interface Problem {
  status: string
  code: string
  detail: string
  source?: { pointer?: string; header?: string }
}

test('the official client submits a server event, and finds it again', { timeout: SLOW }, async () => {
  const before = Date.now()
  await apisOf(server).analytics.submitProductAnalyticsEvent({
    body: item('payment succeeded', {
      account: { id: 'acme' },
      session: { id: 'session-of-a-browser' },
      additionalProperties: { amount: 12.5, plan: { tier: 'gold' } },
    } as Partial<v2.ProductAnalyticsServerSideEventItem>),
  })
  await caughtUp(server.url)
  const [found, ...others] = await searchAll<Found>(server, '@type:server @event.name:"payment succeeded"')
  expect(others).toEqual([])
  expect(found).toMatchObject({
    type: 'server',
    usr: { id: 'ann' },
    account: { id: 'acme' },
    session: { id: 'session-of-a-browser' },
  })
  expect(found!.date).toBeGreaterThanOrEqual(before)
  expect(found!.date).toBeLessThanOrEqual(Date.now())
  expect(await countOf(server, '@type:server @amount:>12 @plan.tier:gold')).toBe(1)
})

test('the official client is told what is wrong, in the shape that it knows', { timeout: SLOW }, async () => {
  const sending = apisOf(server).analytics.submitProductAnalyticsEvent({
    body: { application: { id: server.application.id }, event: { name: 'of nobody' }, type: 'server' },
  })
  const problem = await sending.then(
    () => undefined,
    (error: { code: number; body: unknown }) => error,
  )
  expect(problem?.code).toBe(400)
  expect(JSON.stringify(problem?.body)).toContain('usr.id is missing; give at least one of')
})

test('a wrong key is refused', { timeout: SLOW }, async () => {
  const { analytics } = apisOf({ ...server, apiKey: 'nobodys0key' })
  await expect(analytics.submitProductAnalyticsEvent({ body: item('of nobody') })).rejects.toMatchObject({ code: 403 })
})

test('of a list, what is right is taken and what is wrong is set aside with its reason', {
  timeout: SLOW,
}, async () => {
  const at = Date.now() - 3_600_000
  const right = [
    { ...item('listed'), timestamp: at },
    { ...item('listed'), timestamp: at + 1, usr: { id: 42 } },
  ]
  const wrong = [{ ...item('listed'), type: 'client' }, 'listed', null, { ...item('listed'), application: { id: 'x' } }]
  expect(await post([right[0], ...wrong, right[1]])).toEqual({ status: 202, body: {} })
  await caughtUp(server.url)
  const found = await searchAll<Found>(server, '@type:server @event.name:listed')
  expect(found.map(({ date, usr }) => [date, usr?.id])).toEqual([
    [at, 'ann'],
    [at + 1, '42'],
  ])
  const headers = { 'dd-api-key': server.apiKey, 'dd-application-key': server.appKey }
  const aside = (await (await fetch(`${server.url}/api/v2/wayworn/set-aside`, { headers })).json()) as {
    data: { attributes: { track: string; reason: string } }[]
  }
  const reasons = aside.data.filter(({ attributes }) => attributes.track === 'prodlytics')
  expect(reasons.map(({ attributes }) => attributes.reason).sort()).toEqual([
    'invalid_event',
    'invalid_event',
    'invalid_event',
    'wrong_application',
  ])
})

test('a list of nothing but faults is refused, each with its pointer', { timeout: SLOW }, async () => {
  const { status, body } = await post([
    { ...item('x'), timestamp: 'yesterday' },
    { ...item('x'), event: {} },
  ])
  expect(status).toBe(400)
  expect(body.errors.map(({ code, source }) => [code, source])).toEqual([
    ['invalid_event', { pointer: '/0/timestamp' }],
    ['invalid_event', { pointer: '/1/event/name' }],
  ])
  for (const { detail } of body.errors) expect(detail).toMatch(/^\S.+\.$/)
})

test.each([
  ['', 'malformed_json'],
  ['{', 'malformed_json'],
  ['[]', 'invalid_event'],
])('the body %j is refused as %s', { timeout: SLOW }, async (text, code) => {
  const { status, body } = await post(text)
  expect([status, body.errors[0]?.code]).toEqual([400, code])
})

test('sent again with the same idempotency key or the same timestamp, an event counts once', {
  timeout: SLOW,
}, async () => {
  const key = { 'dd-idempotency-key': 'request-1' }
  for (let n = 0; n < 3; n += 1) {
    await post([item('twice'), item('twice')], key)
    await post({ ...item('stamped'), timestamp: 1_790_000_000_000 })
    await post(item('happens again'))
  }
  await caughtUp(server.url)
  const counts = []
  for (const name of ['twice', 'stamped', 'happens again'])
    counts.push(await countOf(server, `@type:server @event.name:"${name}"`))
  expect(counts).toEqual([2, 1, 3])
})
