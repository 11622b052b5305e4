import { setTimeout as pause } from 'node:timers/promises'
import { Command } from 'commander'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { FIXTURE_APPLICATION, FIXTURE_TOKEN } from '../../test/fixtures/read.ts'
import { registerDemo } from '../cli/commands/demo.ts'
import { openIntake } from '../intake/testing/open-intake.ts'
import { type Batch, fillDemo, trafficOf } from './fill.ts'
import { askAt, demoTarget, postTo } from './post.ts'
import { demoRoutes } from './routes.ts'
import { generateTraffic } from './traffic/generate.ts'

const NOW = Date.UTC(2026, 10, 22, 8)
const SMALL = { now: NOW, applicationId: 'app', days: 5, sessions: 60 }

test('it sends the whole traffic, never more than the width at once, and says how far it is', async () => {
  const all = [...generateTraffic(trafficOf(SMALL))]
  const got: Batch[] = []
  const shares: number[] = []
  let underway = 0
  let most = 0
  const send = async (batch: Batch) => {
    most = Math.max(most, ++underway)
    await pause(1)
    got.push(batch)
    underway--
  }
  const sent = await fillDemo({ ...SMALL, send, width: 4, onProgress: ({ share }) => shares.push(share) })
  const lines = (batches: Batch[]) =>
    batches
      .flatMap(({ address, userAgent, events, serverEvents = [] }) =>
        [...events, ...serverEvents].map((event) => JSON.stringify([address, userAgent, event])),
      )
      .sort()
  expect(lines(got)).toEqual(lines(all))
  expect(got.length).toBeLessThan(all.length)
  expect(sent).toEqual({ batches: got.length, events: lines(all).length, share: 1 })
  expect(most).toBe(4)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
})

test('a signal stops it, and what was underway has arrived', async () => {
  const stop = new AbortController()
  let arrived = 0
  const send = async () => {
    if (arrived === 9) stop.abort()
    await pause(1)
    arrived++
  }
  const sent = await fillDemo({ ...SMALL, send, signal: stop.signal })
  expect(sent.batches).toBe(arrived)
  expect(sent.share).toBeLessThan(1)
})

test('an error of the sender ends it', async () => {
  const send = async () => {
    throw new Error('no room')
  }
  await expect(fillDemo({ ...SMALL, send })).rejects.toThrow('no room')
})

const startServer = async (statuses: number[] = []) => {
  const app = Fastify()
  const requests: { query: Record<string, string>; headers: Record<string, unknown>; lines: number; at: number }[] = []
  await app.register(demoRoutes, { application: () => ({ id: 'app-1', clientToken: 'pub-1' }) })
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_, body, done) => done(null, body))
  app.post<{ Querystring: Record<string, string>; Body: string }>(
    '/api/v2/rum',
    async ({ query, headers, body }, reply) => {
      const status = statuses.shift() ?? 202
      if (status === 202) requests.push({ query, headers, lines: body.split('\n').length, at: Date.now() })
      return reply.code(status).send({})
    },
  )
  const others: { track: string; events: number }[] = []
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
  app.post('/api/v2/prodlytics', async ({ body }, reply) => {
    others.push({ track: 'prodlytics', events: (body as object[]).length })
    return reply.code(202).send({})
  })
  app.post('/api/v2/replay', async (_, reply) => {
    others.push({ track: 'replay', events: 0 })
    return reply.code(202).send({})
  })
  return { app, requests, others, url: await app.listen({ host: '127.0.0.1', port: 0 }) }
}

test('the command posts to the demo application as browsers would, dated by the present', async () => {
  const { app, requests, others, url } = await startServer()
  try {
    const program = new Command().exitOverride()
    const said: string[] = []
    registerDemo(program, { fetch: askAt(url), out: (line) => said.push(line) })
    await program.parseAsync(['demo', '--days', '3', '--sessions', '40'], { from: 'user' })
    expect(requests.length).toBeGreaterThan(40)
    for (const { query, headers, at, lines } of requests) {
      expect(query).toMatchObject({ 'dd-api-key': 'pub-1', ddsource: 'browser' })
      expect(Math.abs(at - Number(query.batch_time))).toBeLessThan(20_000)
      expect(headers['user-agent']).toMatch(/^Mozilla/)
      expect(headers['x-forwarded-for']).toMatch(/^\d+\.\d+\.\d+\.\d+$/)
      expect(lines).toBeGreaterThan(0)
    }
    const told = others.reduce((sum, { events }) => sum + events, 0)
    expect(said.join()).toContain(`${requests.reduce((sum, { lines }) => sum + lines, told)} events in `)
    expect(others.some(({ track }) => track === 'replay')).toBe(true)
    await expect(program.parseAsync(['demo', '--days', 'many'], { from: 'user' })).rejects.toThrow(
      'whole number above 0',
    )
  } finally {
    await app.close()
  }
})

test('a server that asks for patience gets it, a refusal is told', async () => {
  const { app, requests, url } = await startServer([503, 202, 403])
  try {
    const [batch] = generateTraffic(trafficOf(SMALL))
    const post = postTo(askAt(url), 'pub-1')
    await post(batch!)
    expect(requests.length).toBe(1)
    await expect(post(batch!)).rejects.toThrow('The intake answered 403')
    expect(await demoTarget(askAt(url))).toEqual({ id: 'app-1', clientToken: 'pub-1' })
  } finally {
    await app.close()
  }
  await expect(demoTarget(askAt(url))).rejects.toThrow('Start it with')
})

test('the intake takes every event as it is: nothing set aside, no date moved, browsers told apart', async () => {
  const { app, logged } = await openIntake({ trustProxy: true, placeOf: (address) => ({ geo_city: address }) })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  try {
    const options = { ...SMALL, applicationId: FIXTURE_APPLICATION }
    const sent = await fillDemo({ ...options, send: postTo(askAt(url), FIXTURE_TOKEN) })
    expect(logged.x).toEqual([])
    expect(logged.e.length).toBe(sent.events)
    expect(new Set(logged.e.map((row) => row.skew_ms))).toEqual(new Set([0]))
    const browsed = logged.e.filter((row) => row.type !== 'server')
    expect(new Set(browsed.map((row) => row.geo_city))).toEqual(
      new Set([...generateTraffic(trafficOf(options))].flatMap(({ address }) => address || [])),
    )
    expect(logged.s.length).toBeGreaterThan(20)
    const browsers = new Set(logged.e.map((row) => row.browser_name))
    for (const browser of ['Chrome', 'Safari', 'Firefox']) expect([...browsers].join()).toContain(browser)
    expect(logged.e.some((row) => row.device_type === 'Bot')).toBe(true)
    expect(logged.e.some((row) => row.view_url_path_group === '/products/?')).toBe(true)
  } finally {
    await app.close()
  }
})
