import { request } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type CapturedRequest,
  FIXTURE_APPLICATION,
  FIXTURE_TOKEN,
  fixtureNames,
  readFixture,
} from '../fixtures/read.ts'
import { caughtUp } from '../support/caught-up.ts'
import { countOf, searchAll } from '../support/search-all.ts'
import { startServer, type TestServer } from '../support/server.ts'

const SLOW = 300_000

const fixtures = fixtureNames().map((name) => ({ name, ...readFixture(name) }))
const truths = fixtures.map(({ truth }) => truth)

/** Resources of the truth that are the SDK's own uploads, which intake leaves out. */
const OWN_REQUESTS = 1

/** A function proxy's path is the customer's; what it sends is told by the canonical address. */
const addressOf = (name: string, { url, canonicalUrl }: CapturedRequest) => (name.startsWith('02') ? canonicalUrl : url)

const everything = fixtures.flatMap(({ name, requests }) =>
  requests.map((each) => ({ ...each, url: addressOf(name, each) })),
)

const shuffled = (seed: number): CapturedRequest[] =>
  fc.sample(fc.shuffledSubarray(everything, { minLength: everything.length }), { seed, numRuns: 1 })[0]!

/** With all its headers, those of the connection too: phones send in chunks. */
const postOne = (server: TestServer, { method, url, headers, body }: CapturedRequest) =>
  new Promise<[status: number | undefined, origin: string | undefined]>((resolve, reject) => {
    const { host: _, ...kept } = headers
    const sending = request(server.url + url, { method, headers: kept }, (answer) => {
      answer.resume().once('end', () => resolve([answer.statusCode, answer.headers['access-control-allow-origin']]))
    })
    sending.once('error', reject).end(body)
  })

const RIGHT_STATUS = { POST: 202, GET: 200, OPTIONS: 204 }

const post = async (server: TestServer, requests: readonly CapturedRequest[]): Promise<void> => {
  for (const each of requests) expect(await postOne(server, each)).toEqual([RIGHT_STATUS[each.method], '*'])
  await caughtUp(server.url)
}

interface Found {
  session: { id: string; type: string }
  view: { id: string; url: string; name?: string; time_spent: number; is_active: boolean; loading_type: string }
  action: { id: string; type: string; target?: { name?: string }; frustration?: { type: string[] } }
  error: { id: string; message: string }
  vital: { id: string; name?: string; type: string }
  usr?: { id?: string }
  tab?: { id?: string }
  _dd: { document_version: number; action?: { target?: { selector?: string } } }
}

const byId = <Item extends { id: string }>(items: Item[]): Item[] =>
  [...items].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

const idOfAction = (id: string | string[]): string => (Array.isArray(id) ? id[0]! : id)

/** What the server says about everything that was sent, to be compared with the truth files. */
const told = async (server: TestServer) => {
  const of = (query: string) => searchAll<Found>(server, query)
  const views = (await of('@type:view')).map(({ view, session, usr, tab, _dd }) => ({
    id: view.id,
    session: session.id,
    url: view.url,
    name: view.name,
    version: _dd.document_version,
    spent: view.time_spent,
    active: view.is_active,
    loading: view.loading_type,
    usr: usr?.id,
    tab: tab?.id,
  }))
  const actions = (await of('@type:action')).map(({ action, view, _dd }) => ({
    id: idOfAction(action.id),
    view: view.id,
    type: action.type,
    name: action.target?.name || undefined,
    frustration: action.frustration?.type ?? [],
    selector: _dd?.action?.target?.selector,
  }))
  const errors = (await of('@type:error')).map(({ error }) => ({ id: error.id, message: error.message }))
  const vitals = (await of('@type:vital')).map(({ vital }) => ({ id: vital.id, name: vital.name, type: vital.type }))
  const sessions = (await of('@type:session')).map(({ session }) => ({ id: session.id, type: session.type }))
  return {
    views: byId(views),
    actions: byId(actions),
    errors: byId(errors),
    vitals: byId(vitals),
    sessions: byId(sessions),
  }
}

/** The contract's rule for views that the SDK gives no name: the path, segments with a digit as `?` but for versions. */
const defaultName = (url: string): string =>
  new URL(url).pathname
    .split('/')
    .map((segment) => (/\d/.test(segment) && !/^v\d+$/.test(segment) ? '?' : segment))
    .join('/')

const truth = {
  views: byId(
    truths.flatMap(({ views }) =>
      views.map((v) => ({
        id: v.id,
        session: v.session,
        url: v.url,
        name: v.name ?? defaultName(v.url),
        version: v.document_version,
        spent: v.time_spent_ns,
        active: v.is_active,
        loading: v.loading_type,
        usr: v.usr,
        tab: v.tab,
      })),
    ),
  ),
  actions: byId(
    truths.flatMap(({ actions }) =>
      actions.map(({ id, view, type, name, frustration, selector }) => ({
        id,
        view,
        type,
        name: name || undefined,
        frustration,
        selector,
      })),
    ),
  ),
  errors: byId(truths.flatMap(({ errors }) => errors.map(({ id, message }) => ({ id, message })))),
  vitals: byId(truths.flatMap(({ vitals }) => vitals.map(({ id, name, type }) => ({ id, name, type })))),
  sessions: byId(truths.flatMap(({ sessions }) => Object.entries(sessions).map(([id, { type }]) => ({ id, type })))),
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)

/** Numbers of the analytics API that can be told from the truth files. */
const NUMBERS: Record<string, [query: string, metric: string | undefined, right: number]> = {
  sessions: ['@type:session', undefined, truth.sessions.length],
  'distinct sessions': ['@type:view', '@session.id', truth.sessions.length],
  views: ['@type:view', undefined, truth.views.length],
  'distinct views': ['@type:view', '@view.id', truth.views.length],
  'views of a route change': [
    '@type:view @view.loading_type:route_change',
    undefined,
    truth.views.filter(({ loading }) => loading === 'route_change').length,
  ],
  users: ['@type:view', '@usr.id', new Set(truth.views.flatMap(({ usr }) => usr ?? [])).size],
  actions: ['@type:action', undefined, truth.actions.length],
  clicks: ['@type:action @action.type:click', undefined, truth.actions.filter(({ type }) => type === 'click').length],
  'custom actions': [
    '@type:action @action.type:custom',
    undefined,
    truth.actions.filter(({ type }) => type === 'custom').length,
  ],
  ...Object.fromEntries(
    ['rage_click', 'dead_click', 'error_click', 'rage_tap', 'error_tap'].map((type) => [
      type,
      [
        `@type:action @action.frustration.type:${type}`,
        undefined,
        truth.actions.filter(({ frustration }) => frustration.includes(type)).length,
      ],
    ]),
  ),
  errors: ['@type:error', undefined, truth.errors.length],
  vitals: ['@type:vital', undefined, truth.vitals.length],
  resources: ['@type:resource', undefined, sum(truths.map(({ resources }) => resources.distinct)) - OWN_REQUESTS],
  'long tasks': ['@type:long_task', undefined, sum(truths.map(({ longTasks }) => longTasks))],
}

const numbersOf = async (server: TestServer): Promise<Record<string, number>> => {
  const found: Record<string, number> = {}
  for (const [name, [query, metric]] of Object.entries(NUMBERS)) found[name] = await countOf(server, query, metric)
  return found
}

const rightNumbers = Object.fromEntries(Object.entries(NUMBERS).map(([name, [, , right]]) => [name, right]))

interface Segments {
  data: { attributes: { index_in_view: number; records_count: number; has_full_snapshot: boolean; data: string } }[]
}

/** The recordings, view by view, as `…/segments` gives them. */
const recordingsOf = async (server: TestServer) => {
  const found: Record<string, unknown> = {}
  for (const [view, { session }] of truths.flatMap(({ replay }) => Object.entries(replay.views))) {
    const path = `/api/v2/rum/replay/sessions/${session}/views/${view}/segments`
    const headers = { 'dd-api-key': server.apiKey, 'dd-application-key': server.appKey }
    const { data } = (await (await fetch(server.url + path, { headers })).json()) as Segments
    found[view] = {
      segments: data.map(({ attributes }) => attributes.index_in_view),
      records: sum(data.map(({ attributes }) => attributes.records_count)),
      hasFullSnapshot: data.some(({ attributes }) => attributes.has_full_snapshot),
      readable: data.every(({ attributes }) => Buffer.from(attributes.data, 'base64')[0] === 0x78),
    }
  }
  return found
}

const rightRecordings = Object.fromEntries(
  truths
    .flatMap(({ replay }) => Object.entries(replay.views))
    .map(([view, { segments, records, hasFullSnapshot }]) => [
      view,
      { segments: [...segments].sort((a, b) => a - b), records, hasFullSnapshot, readable: true },
    ]),
)

const expectTruth = async (server: TestServer): Promise<void> => {
  expect(await numbersOf(server)).toEqual(rightNumbers)
  expect(await told(server)).toEqual(truth)
  expect(await recordingsOf(server)).toEqual(rightRecordings)
}

const env = { WAYWORN_APPLICATION: `${FIXTURE_APPLICATION}:${FIXTURE_TOKEN}:tidewater` }

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env })
}, SLOW)
afterAll(() => server?.stop(), SLOW)

test('the public captures, sent as the SDKs sent them, give the numbers of their truth files', {
  timeout: SLOW,
}, async () => {
  await post(server, everything)
  await expectTruth(server)
})

test('sent again, they give the same', { timeout: SLOW }, async () => {
  await post(server, everything)
  await expectTruth(server)
})

test('sent once more in another order, they give the same', { timeout: SLOW }, async () => {
  await post(server, shuffled(7))
  await expectTruth(server)
})

test('arriving in any order at a server that knows nothing yet, they give the same', { timeout: SLOW }, async () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  console.log(`Order of the requests: seed ${seed}`)
  const other = await startServer({ env })
  try {
    await post(other, shuffled(seed))
    await expectTruth(other)
  } finally {
    await other.stop()
  }
})
