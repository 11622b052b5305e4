import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { FIXTURE_APPLICATION, FIXTURE_TOKEN, fixtureNames, readFixture } from '../../test/fixtures/read.ts'
import { WaywornError } from '../lib/errors.ts'
import { APPLICATION, type OpenIntake, openIntake } from './testing/open-intake.ts'

let intake: OpenIntake
beforeAll(async () => {
  intake = await openIntake()
})
afterAll(() => intake.app.close())
beforeEach(() => {
  for (const rows of Object.values(intake.logged)) rows.length = 0
})

const rum = `/api/v2/rum?ddsource=browser&dd-api-key=${FIXTURE_TOKEN}`
const event = (id: string, more: object = {}) => ({
  type: 'error',
  date: Date.now(),
  application: { id: FIXTURE_APPLICATION },
  session: { id: 's' },
  view: { id: 'v', url: 'https://a.example/x' },
  error: { id },
  ...more,
})
const lines = (...events: object[]) => events.map((e) => JSON.stringify(e)).join('\n')
const post = (url: string, payload: string | Buffer, headers: Record<string, string> = {}, to = intake) =>
  to.app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers } })

test('202 and nothing else, with CORS, without cookie', async () => {
  const answer = await post(rum, lines(event('a'), event('b')), { cookie: '_dd_s=1', origin: 'https://shop.example' })
  expect([answer.statusCode, answer.body]).toEqual([202, '{}'])
  expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'content-type': /json/ })
  expect(answer.headers).not.toHaveProperty('set-cookie')
  expect(intake.logged.e.map((row) => row.event_id)).toEqual(['a', 'b'])
})

test.each([
  ['no token', '/api/v2/rum?ddsource=browser', 401, 'missing_token'],
  ['an unknown token', '/api/v2/rum?dd-api-key=pubnobody', 403, 'unknown_token'],
  ['an API key where a client token belongs', '/api/v2/rum?dd-api-key=an-api-key', 403, 'unknown_token'],
  ['a recording that is no form', `/api/v2/replay?dd-api-key=${FIXTURE_TOKEN}`, 400, 'undecodable_body'],
])('%s is refused in words, with CORS', async (_, url, status, code) => {
  const answer = await post(url, lines(event('a')))
  expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([status, '*'])
  expect(answer.json().errors[0]).toMatchObject({ status: String(status), code })
})

test('the token may come as a header, and the content type may be anything', async () => {
  for (const type of ['', 'text/plain', 'application/json', 'nonsense', 'a/b; c="', '\u00e9/x']) {
    const headers = { 'dd-api-key': FIXTURE_TOKEN, 'content-type': type }
    expect((await post('/api/v2/rum?ddsource=android', lines(event('a')), headers)).statusCode).toBe(202)
  }
})

test('compressed bodies: by parameter, by header, and refused when broken', async () => {
  const body = lines(event('a'))
  expect((await post(`${rum}&dd-evp-encoding=deflate`, deflateSync(body))).statusCode).toBe(202)
  expect((await post(rum, gzipSync(body), { 'content-encoding': 'gzip' })).statusCode).toBe(202)
  expect(intake.logged.e).toHaveLength(2)
  const bytes = deflateSync(body).fill(0xff, 10, 40)
  const broken = await post(rum, bytes, { 'content-encoding': 'deflate' })
  expect([broken.statusCode, broken.json().errors[0].code]).toEqual([400, 'undecodable_body'])
  expect(intake.logged.x).toMatchObject([
    { reason: 'undecodable_body', application_id: FIXTURE_APPLICATION, track: 'rum' },
  ])
})

test('bodies and bombs beyond the limits are refused with CORS', async () => {
  const wide = await post(rum, Buffer.alloc(6 * 2 ** 20 + 1, 32))
  const bomb = await post(rum, deflateSync(Buffer.alloc(80 * 2 ** 20)), { 'content-encoding': 'deflate' })
  for (const answer of [wide, bomb]) {
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([413, '*'])
    expect(answer.json().errors[0].code).toBe('body_too_large')
  }
})

test('what is wrong with an event stays with it', async () => {
  const deep = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`)
  const wide = Object.fromEntries(Array.from({ length: 2100 }, (_, i) => [`k${i}`, i]))
  const answer = await post(
    rum,
    `${lines(
      event('first'),
      event('a', { type: 'surprise' }),
      event('b', { date: 'today' }),
      event('c', { date: 1795314360 }),
      event('d', { session: {} }),
      event('e', { view: { id: 'x'.repeat(201) } }),
      event('f', { application: { id: 'other' } }),
      event('g', { context: deep }),
      event('h', { context: wide }),
      event('i', { context: { ['k'.repeat(2000)]: 1 } }),
    )}\n{broken\n${lines(event('last'))}`,
  )
  expect(answer.statusCode).toBe(202)
  expect(intake.logged.e.map((row) => row.event_id)).toEqual(['first', 'last'])
  expect(intake.logged.x.map((row) => row.reason)).toEqual([
    'unknown_type',
    'invalid_event',
    'invalid_date',
    'invalid_event',
    'invalid_event',
    'wrong_application',
    'too_deep',
    'too_many_attributes',
    'key_too_long',
    'malformed_json',
  ])
  for (const row of intake.logged.x) expect(row.detail).toMatch(/\.$/)
})

test('a hostile body does not fill the table of what was set aside', async () => {
  await post(rum, 'x\n'.repeat(1000))
  expect(intake.logged.x).toHaveLength(21)
  expect(intake.logged.x.at(-1)).toMatchObject({ reason: 'too_many', detail: expect.stringMatching(/^980 more/) })
})

test('telemetry, discarded resources and own uploads are counted and left out', async () => {
  const own = { id: 'r', url: 'https://a.example/intake?ddforward=%2Fapi' }
  await post(
    rum,
    lines(
      { type: 'telemetry', date: 1 },
      event('a', { type: 'resource', resource: { id: 'r' }, _dd: { discarded: true } }),
      event('b', { type: 'resource', resource: own }),
    ),
  )
  expect([intake.logged.e, intake.logged.x]).toEqual([[], []])
  const metrics = await intake.registry.metrics()
  for (const reason of ['telemetry', 'discarded', 'own_request']) {
    expect(metrics).toMatch(new RegExp(`wayworn_intake_ignored_total{reason="${reason}"} [1-9]`))
  }
})

test('a clock that is off is put right the same way for the whole session, however slow a request', async () => {
  const off = 7_200_000
  const date = Date.now() - off
  await post(`${rum}&batch_time=${date}`, lines(event('a', { date, session: { id: 'off' } })))
  await post(`${rum}&batch_time=${date - 30_000}`, lines(event('b', { date: date + 1, session: { id: 'off' } })))
  await post(`${rum}&batch_time=${Date.now() - 40_000}`, lines(event('c', { session: { id: 'right' } })))
  const [a, b, c] = intake.logged.e
  expect(Math.abs(a!.skew_ms - off)).toBeLessThan(10_000)
  expect(b!.skew_ms).toBe(a!.skew_ms)
  expect(c!.skew_ms).toBe(0)
})

test('preflights, the quota check and other tracks', async () => {
  const preflight = await intake.app.inject({ method: 'OPTIONS', url: '/api/v2/profiling/quota?session_id=1' })
  expect([preflight.statusCode, preflight.headers['access-control-allow-headers']]).toEqual([
    204,
    expect.stringContaining('dd-client-token'),
  ])
  for (const url of ['/api/v2/profiling/quota', '/intake?ddforward=%2Fapi%2Fv2%2Fprofiling%2Fquota%3Fsession_id%3D1']) {
    const quota = await intake.app.inject({ method: 'GET', url })
    expect(quota.json()).toEqual({ data: { attributes: { admitted: false, reason: 'org_disabled' } } })
    expect(quota.headers['access-control-allow-origin']).toBe('*')
  }
  for (const url of [
    '/api/v2/logs',
    '/api/v2/logs/',
    '/intake?ddforward=/api/v2/exposures',
    '/intake/api/v2/anything',
  ]) {
    expect((await post(url, 'x')).statusCode).toBe(202)
  }
  const get = await intake.app.inject({ method: 'GET', url: '/api/v2/rum' })
  expect([get.statusCode, get.headers['access-control-allow-origin']]).toEqual([405, '*'])
})

test('a full log asks the sender to come again', async () => {
  const reasons = [new WaywornError('intake_full', { limit: '1 GB' }), new Error('disk on fire')]
  for (const reason of reasons) {
    const full = await openIntake({ append: () => Promise.reject(reason) })
    const answer = await post(rum, lines(event('a')), {}, full)
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([503, '*'])
    expect(answer.body).not.toContain('on fire')
    await full.app.close()
  }
})

test('an application over its rate waits, and nothing that was taken is cut', async () => {
  let now = Date.now()
  const limited = await openIntake({ applicationByToken: () => ({ ...APPLICATION, rateLimit: 2 }), clock: () => now })
  const send = async () =>
    (await post(rum, lines(...Array.from({ length: 30 }, (_, i) => event(`e${i}`))), {}, limited)).statusCode
  expect(await send()).toBe(202)
  expect(limited.logged.e).toHaveLength(30)
  expect(await send()).toBe(429)
  now += 6_000
  expect(await send()).toBe(202)
  await limited.app.close()
})

test("an application's first event is noted once, and its sender's place only if it may be", async () => {
  const places: string[] = []
  const placeOf = (address: string) => {
    places.push(address)
    return { geo_country: 'France' }
  }
  const open = await openIntake({ trustProxy: true, placeOf })
  const headers = { 'x-forwarded-for': '10.0.0.1, 81.2.69.142' }
  await post(rum, lines(event('a')), headers, open)
  await post(rum, lines(event('b')), headers, open)
  expect(open.first.map(([id]) => id)).toEqual([FIXTURE_APPLICATION])
  expect(open.logged.e[0]).toMatchObject({ geo_country: 'France' })
  expect(JSON.stringify(open.logged)).not.toContain('81.2.69.142')
  expect(places).toEqual(['81.2.69.142', '81.2.69.142'])
  const closed = await openIntake({
    trustProxy: true,
    placeOf,
    applicationByToken: () => ({ ...APPLICATION, keepPlace: false }),
  })
  await post(rum, lines(event('a')), headers, closed)
  expect(places).toHaveLength(2)
  await Promise.all([open.app.close(), closed.app.close()])
})

const captured = fixtureNames().flatMap((name) =>
  readFixture(name).requests.filter((r) => r.method === 'POST' && r.body.length < 20_000),
)

test('whatever comes, the answer is no 5xx and has its CORS header', async () => {
  const noise = fc.record({
    url: fc.constantFrom(
      rum,
      `/api/v2/replay?dd-api-key=${FIXTURE_TOKEN}`,
      `/api/v2/prodlytics?dd-api-key=${FIXTURE_TOKEN}`,
    ),
    encoding: fc.constantFrom('', 'gzip', 'deflate', 'br', 'gzip, deflate'),
    type: fc.constantFrom('text/plain', 'multipart/form-data; boundary=x', 'application/json', '??'),
    body: fc.oneof(
      fc.uint8Array({ maxLength: 500 }),
      fc.json().map((text) => Buffer.from(text)),
    ),
  })
  const mutated = fc.record({
    request: fc.constantFrom(...captured),
    cuts: fc.array(fc.tuple(fc.nat(19_999), fc.nat(255)), { maxLength: 6 }),
    end: fc.nat(20_000),
  })
  const check = async (url: string, body: Buffer, headers: Record<string, string>) => {
    const answer = await intake.app.inject({ method: 'POST', url, payload: body, headers })
    expect(answer.statusCode).toBeLessThan(500)
    expect(answer.headers['access-control-allow-origin']).toBe('*')
    if (answer.statusCode >= 400) expect(answer.json().errors[0].code).toMatch(/^[a-z_]+$/)
  }
  await fc.assert(
    fc.asyncProperty(noise, ({ url, encoding, type, body }) =>
      check(url, Buffer.from(body), { 'content-type': type, ...(encoding ? { 'content-encoding': encoding } : {}) }),
    ),
    { numRuns: 300 },
  )
  await fc.assert(
    fc.asyncProperty(mutated, ({ request, cuts, end }) => {
      const body = Buffer.from(request.body.subarray(0, end))
      for (const [at, byte] of cuts) if (at < body.length) body[at] = byte
      const { 'content-length': _, host: __, ...headers } = request.headers
      return check(request.canonicalUrl, body, headers)
    }),
    { numRuns: 300 },
  )
  expect(intake.errors).toEqual([])
})
