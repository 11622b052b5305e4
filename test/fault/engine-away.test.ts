import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caughtUp } from '../support/caught-up.ts'
import { startClickHouse, type TestNode } from '../support/clickhouse-cluster.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { view } from '../support/sdk-events.ts'
import { countOf } from '../support/search-all.ts'
import { send } from '../support/send.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { expectKept } from './expect-kept.ts'
import { startSending } from './steady-sender.ts'

const SLOW = 300_000
/** Stands for the minute of the issue, which the setting makes of it. */
const AWAY_MS = Number(process.env.WAYWORN_TEST_AWAY_SECONDS ?? 20) * 1000

let clickhouse: TestNode
let postgres: TestPostgres
let databaseUrl: string
let server: TestServer

beforeAll(async () => {
  ;[clickhouse, postgres] = await Promise.all([startClickHouse(), startPostgres()])
  databaseUrl = await postgres.newDatabase()
}, SLOW)
afterAll(async () => {
  await server?.stop()
  await Promise.all([clickhouse?.stop(), postgres?.stop()])
}, SLOW)

const start = async (data?: string) => {
  const env = { WAYWORN_CLICKHOUSE_URL: clickhouse.url, WAYWORN_POSTGRES_URL: databaseUrl, WAYWORN_SETTLE_AFTER: '5' }
  server = await startServer({ env, until: 'alive', ...(data ? { data } : {}) })
}

interface Told {
  status: number
  /** Of the first error. */
  code: string | undefined
  detail: string
}

const ask = async (path: string, init: RequestInit = {}): Promise<Told> => {
  const answer = await fetch(server.url + path, init)
  const text = await answer.text()
  const [error] = (text.startsWith('{') && JSON.parse(text).errors) || []
  return { status: answer.status, code: error?.code, detail: error?.detail ?? '' }
}

const statusOf = async (path: string): Promise<number> => (await ask(path)).status

const question = (): Promise<Told> =>
  ask('/api/v2/rum/events/search', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'dd-api-key': server.apiKey, 'dd-application-key': server.appKey },
    body: JSON.stringify({ filter: { query: '@type:view', from: 'now-1d', to: 'now' } }),
  })

const signIn = (): Promise<Told> =>
  ask('/api/v2/wayworn/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(server.admin),
  })

const becomesReady = () => expect.poll(() => statusOf('/readyz'), { timeout: 60_000 }).toBe(200)

const daysAgo = (days: number) => () => Date.now() - days * 24 * 3600_000

const SENTENCE = /^[A-Z].+\.$/

test('with ClickHouse down at the start it lives, says what it waits for, takes events, and is ready once it can be', {
  timeout: SLOW,
}, async () => {
  await clickhouse.kill()
  await start()
  await expect.poll(async () => (await ask('/readyz')).detail, { timeout: 30_000 }).toContain(clickhouse.url)
  const told = await ask('/readyz')
  expect([await statusOf('/healthz'), told.status, told.code]).toEqual([200, 503, 'unavailable'])
  expect(told.detail).toMatch(SENTENCE)
  expect(told.detail).toContain('WAYWORN_CLICKHOUSE_URL')
  await send(server, [view({ at: Date.now(), session: 'early', name: '/early' })])
  expect(await question()).toMatchObject({ status: 503, code: 'unavailable', detail: expect.stringMatching(SENTENCE) })
  await clickhouse.restart()
  await becomesReady()
  await expect.poll(() => countOf(server, '@type:view @view.name:/early'), { timeout: 30_000 }).toBe(1)
  expect(server.log().match(/ClickHouse at/g)?.length).toBe(1)
})

test(`with ClickHouse away for ${AWAY_MS / 1000} s under load, intake goes on, questions are refused, nothing is lost`, {
  timeout: SLOW + 2 * AWAY_MS,
}, async () => {
  const sender = startSending({ url: () => server.url, token: server.application.token, at: daysAgo(2) })
  await sleep(5_000)
  await clickhouse.kill()
  const before = sender.acknowledged.actions.size
  await sleep(AWAY_MS / 2)
  const refused = await question()
  expect(refused).toMatchObject({ status: 503, detail: expect.stringMatching(SENTENCE) })
  expect(await ask('/readyz')).toMatchObject({ status: 503, detail: expect.stringMatching(SENTENCE) })
  await sleep(AWAY_MS / 2)
  const meanwhile = sender.acknowledged.actions.size - before
  expect(meanwhile).toBeGreaterThan(0)
  await clickhouse.restart()
  await becomesReady()
  const ready = performance.now()
  await sender.finish()
  await caughtUp(server.url)
  const caught = Math.round(performance.now() - ready)
  expect([...sender.statuses.keys()]).toEqual([202])
  const kept = await expectKept(server, sender)
  console.log(
    `ClickHouse away: ${meanwhile} actions taken meanwhile, caught up ${caught} ms after it was back; ${kept}; longest time without a 202: ${Math.round(sender.longestSilence())} ms; a question was told "${refused.detail}"`,
  )
})

test('with Postgres away intake goes on and sign-in is refused with a sentence; both recover', {
  timeout: SLOW,
}, async () => {
  expect((await signIn()).status).toBe(204)
  const sender = startSending({ url: () => server.url, token: server.application.token, at: daysAgo(3) })
  await sleep(2_000)
  await postgres.crash()
  await sleep(6_000)
  const refused = await signIn()
  expect(refused).toMatchObject({ status: 503, code: 'unavailable', detail: expect.stringMatching(SENTENCE) })
  expect((await ask('/readyz')).status).toBe(503)
  await postgres.start()
  await becomesReady()
  await expect.poll(async () => (await signIn()).status, { timeout: 30_000 }).toBe(204)
  await sleep(3_000)
  await sender.finish()
  expect([...sender.statuses.keys()]).toEqual([202])
  const kept = await expectKept(server, sender)
  console.log(`Postgres away: ${kept}; sign-in was told "${refused.detail}"`)
})

test('with Postgres down at the start it lives, asks senders to wait, and is ready once it can be', {
  timeout: SLOW,
}, async () => {
  await postgres.crash()
  expect(await server.stop()).toBe(0)
  await start()
  await expect.poll(async () => (await ask('/readyz')).detail, { timeout: 30_000 }).toContain('WAYWORN_POSTGRES_URL')
  expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 503])
  await expect(send(server, [view({ at: Date.now(), session: 'late', name: '/late' })])).rejects.toThrow(
    /answered 503.*WAYWORN_POSTGRES_URL/s,
  )
  await postgres.start()
  await becomesReady()
  await send(server, [view({ at: Date.now(), session: 'late', name: '/late' })])
  await expect.poll(() => countOf(server, '@type:view @view.name:/late'), { timeout: 30_000 }).toBe(1)
})
