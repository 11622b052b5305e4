import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { APPLICATION } from '../../../test/support/application.ts'
import { openTestHouse, type TestHouse } from '../../../test/support/house.ts'
import { KEYS } from '../../../test/support/keys.ts'
import { action, view } from '../../../test/support/sdk-events.ts'

const HEADERS = { 'dd-api-key': KEYS.apiKey, 'dd-application-key': KEYS.appKey }
const NOW = Date.now()
const RANGE = { from: NOW - 3_600_000, to: NOW + 3_600_000 }

let test_: TestHouse
const cookies: Record<string, string> = {}

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came and fail if it is not what they expect
type Body = any

const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, payload?: object, as = 'keys') => {
  const headers = as === 'keys' ? HEADERS : { cookie: cookies[as]! }
  const response = await test_.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  const isJson = String(response.headers['content-type']).includes('application/json')
  return {
    status: response.statusCode,
    body: (isJson ? response.json() : response.body) as Body,
    headers: response.headers,
  }
}

const send = async (events: object[]) => {
  const before = test_.house.loads.now().version
  const response = await test_.app.inject({
    method: 'POST',
    url: `/api/v2/rum?ddsource=browser&dd-api-key=${APPLICATION.token}&dd-request-id=1`,
    headers: { 'content-type': 'text/plain;charset=UTF-8' },
    payload: events.map((event) => JSON.stringify(event)).join('\n'),
  })
  expect(response.statusCode).toBe(202)
  return ask('GET', `/api/v2/wayworn/live?after=${before}&wait=20`)
}

beforeAll(async () => {
  test_ = await openTestHouse({
    env: {
      WAYWORN_APPLICATION: `${APPLICATION.id}:${APPLICATION.token}:test`,
      WAYWORN_API_KEY: KEYS.apiKey,
      WAYWORN_APP_KEY: KEYS.appKey,
    },
  })
  for (const role of ['editor', 'viewer'] as const) {
    const email = `${role}@example.com`
    await test_.house.catalog!.people.create({ email, role, password: 'correct horse' })
    const entered = await test_.house.catalog!.sessions.open(email, 'correct horse', { address: '', agent: '' })
    cookies[role] = entered!.cookies[0]!.split(';')[0]!
  }
  await send([
    view({ at: NOW - 60_000, session: 's1', name: '/=danger', context: { plan: 'pro', size: 3 } }),
    view({ at: NOW - 50_000, session: 's1', name: '/cart', context: { plan: 'free', size: 5 } }),
    action({ at: NOW - 40_000, session: 's1', name: 'Buy', on: '/cart' }),
  ])
})
afterAll(() => test_.close())

const COUNT = {
  query: { data_source: 'product_analytics', search: { query: '@type:view' } },
  compute: { aggregation: 'count' },
}
const analytics = (attributes: object) => ({ data: { type: 'formula_analytics_extended_request', attributes } })
const list = (query: object) => ({
  data: {
    type: 'formula_analytics_extended_list_request',
    attributes: { ...RANGE, query: { query: COUNT.query, ...query } },
  },
})

test('an answer says that it was kept', async () => {
  const url = '/api/v2/product-analytics/analytics/scalar'
  const first = await ask('POST', url, analytics({ ...RANGE, query: COUNT }))
  const second = await ask('POST', url, analytics({ ...RANGE, query: COUNT }))
  expect(first.body.data.attributes.columns[0].values).toEqual([2])
  expect([first.body.meta.kept, second.body.meta.kept]).toEqual([undefined, true])
})

const chart = (attributes: object) => ({ data: { type: 'chart', attributes } })
const saved = () =>
  chart({
    name: 'Views by plan',
    request: analytics({ time_frame: 'past 1 day', query: { ...COUNT, group_by: [{ facet: '@context.plan' }] } }),
    view: { show: 'bar' },
  })

test('a chart is saved by an editor, found, starred, chosen, run, changed and removed', async () => {
  const charts = '/api/v2/wayworn/charts'
  expect((await ask('POST', charts, saved(), 'viewer')).status).toBe(403)
  const made = await ask('POST', charts, saved(), 'editor')
  expect(made.status).toBe(201)
  expect(made.body.data.attributes).toMatchObject({
    kind: 'analytics',
    view: { show: 'bar' },
    used_attributes: ['@context.plan', '@type'],
    starred: false,
    created_by: 'editor@example.com',
  })
  const { id, attributes } = made.body.data
  expect((await ask('POST', `${charts}/${id}/star`, undefined, 'viewer')).status).toBe(204)
  expect(
    (await ask('PUT', '/api/v2/wayworn/me/default-chart', { data: { type: 'default_chart', id } }, 'viewer')).status,
  ).toBe(200)
  const found = await ask('GET', `${charts}?search=PLAN&starred=true&attribute=%40context.plan`, undefined, 'viewer')
  expect(found.body.meta.page.total_count).toBe(1)
  expect(found.body.data[0].attributes).toMatchObject({ starred: true, default: true })
  expect((await ask('GET', `${charts}?search=plan`, undefined, 'editor')).body.data[0].attributes.starred).toBe(false)
  expect((await ask('GET', `${charts}?search=100%25`, undefined, 'editor')).body.data).toEqual([])
  const ran = await ask('POST', '/api/v2/product-analytics/analytics/scalar', attributes.request)
  expect(ran.body.data.attributes.columns[0].values).toEqual([['free'], ['pro']])
  const change = { data: { type: 'chart', id, attributes: { name: 'Renamed' } } }
  expect((await ask('PATCH', `${charts}/${id}`, change, 'editor')).body.data.attributes.name).toBe('Renamed')
  expect((await ask('POST', `${charts}/${id}/star`)).status).toBe(409)
  expect((await ask('DELETE', `${charts}/${id}`, undefined, 'editor')).status).toBe(204)
  expect((await ask('GET', '/api/v2/wayworn/me/default-chart', undefined, 'viewer')).body.data.id).toBeNull()
  expect((await ask('GET', `${charts}/${id}`, undefined, 'viewer')).status).toBe(404)
})

const faults: [what: string, attributes: object, pointer: string][] = [
  ['no name', { request: analytics({}) }, '/data/attributes/name'],
  ['another type', { name: 'a', request: { data: { type: 'x' } } }, '/data/attributes/request/data/type'],
  ['no time', { name: 'a', request: analytics({ query: COUNT }) }, '/data/attributes/request/data/attributes/from'],
  [
    'a broken search',
    { name: 'a', request: list({ query: { ...COUNT.query, search: { query: 'a AND' } } }) },
    '/data/attributes/request/data/attributes/query/query/search/query',
  ],
  ['what can not be stored', { name: 'a', request: list({}), view: { a: '\0' } }, '/data/attributes/view'],
]

test.each(faults)('a chart with %s is refused, pointing at it', async (_, attributes, pointer) => {
  const { status, body } = await ask('POST', '/api/v2/wayworn/charts', chart(attributes), 'editor')
  expect([status, body.errors[0].source]).toEqual([400, { pointer }])
})

test("recent searches are each person's own, the last one first", async () => {
  const path = '/api/v2/wayworn/recent-searches'
  const use = (query: string) => ask('POST', path, { data: { type: 'recent_search', attributes: { query } } }, 'viewer')
  for (const query of ['a', '@type:view', 'a']) {
    expect((await use(query)).status).toBe(204)
    await sleep(5)
  }
  const texts = async (as: string) =>
    (await ask('GET', path, undefined, as)).body.data.map((one: Body) => one.attributes.query)
  expect(await texts('viewer')).toEqual(['a', '@type:view'])
  expect(await texts('editor')).toEqual([])
  await ask('DELETE', path, undefined, 'viewer')
  expect(await texts('viewer')).toEqual([])
})

test('an attribute tells its values, and is called as editors say', async () => {
  const path = '/api/v2/wayworn/facets/%40context.size'
  const attributes = { label: 'Size', unit: 'items', description: 'In the cart' }
  const change = { data: { type: 'facet', attributes } }
  expect((await ask('PATCH', path, change, 'viewer')).status).toBe(403)
  expect((await ask('PATCH', path, change, 'editor')).status).toBe(200)
  const one = await ask('GET', `${path}?from=${RANGE.from}&to=${RANGE.to}&query=%40type%3Aview`)
  expect(one.body.data).toMatchObject({
    id: '@context.size',
    attributes: { ...attributes, cardinality: 2, events: 2, min: 3, max: 5, types: ['Int64'], last_seen: NOW - 50_000 },
  })
  expect(one.body.data.attributes.examples).toEqual([
    { value: '3', count: 1 },
    { value: '5', count: 1 },
  ])
  const all = await ask('GET', `/api/v2/wayworn/facets?from=${RANGE.from}&to=${RANGE.to}`)
  const listed = all.body.data.find((facet: Body) => facet.id === '@context.size')
  expect(listed.attributes).toMatchObject({ label: 'Size', value_type: 'number', description: 'In the cart' })
  await ask('PATCH', path, { data: { type: 'facet', attributes: { label: null } } }, 'editor')
  expect((await ask('GET', `${path}?from=${RANGE.from}&to=${RANGE.to}`)).body.data.attributes.label).toBe(
    'context.size',
  )
})

const exported = (attributes: object) =>
  ask('POST', '/api/v2/wayworn/export', { data: { type: 'export_request', attributes } })

test('a list is exported in slices, safe for spreadsheets', async () => {
  const request = list({ columns: ['@view.name', '@context.size'], sort: { facet: 'date', order: 'asc' } })
  const csv = await exported({ request, bom: true })
  expect(csv.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'x-wayworn-total': '2',
    'x-wayworn-cut': 'false',
  })
  expect(csv.body).toBe('\uFEFFview.name,context.size\r\n/=danger,3\r\n/cart,5\r\n')
  const cut = await exported({ request, limit: 1, format: 'ndjson' })
  expect([cut.body, cut.headers['x-wayworn-cut']]).toEqual(['{"@view.name":"/=danger","@context.size":3}\n', 'true'])
  const bySize = list({ columns: ['@context.size'], sort: { facet: '@context.size', order: 'desc' } })
  expect((await exported({ request: bySize })).body).toBe('context.size\r\n5\r\n3\r\n')
  expect((await exported({ request: bySize, limit: 200_000 })).status).toBe(400)
})

test('events and aggregates are exported', async () => {
  const filter = { query: '@type:action', from: String(RANGE.from), to: String(RANGE.to) }
  const whole = await exported({ request: { filter }, format: 'ndjson' })
  expect(JSON.parse(whole.body)).toMatchObject({ type: 'rum', attributes: { attributes: { type: 'action' } } })
  const columns = ['@type', '@action.target.name']
  expect((await exported({ request: { filter }, columns })).body).toBe('type,action.target.name\r\naction,Buy\r\n')
  const grouped = { ...COUNT, group_by: [{ facet: '@context.plan' }] }
  const scalar = await exported({ request: analytics({ ...RANGE, query: grouped }) })
  expect(scalar.body).toBe('context.plan,query\r\nfree,1\r\npro,1\r\n')
  const compute = { aggregation: 'count', interval: 7_200_000 * 12 }
  const overTime = await exported({ request: analytics({ ...RANGE, query: { ...grouped, compute } }) })
  expect(overTime.body.split('\r\n')[0]).toBe('time,context.plan,query')
  const fault = await exported({
    request: analytics({ ...RANGE, query: { ...COUNT, compute: { aggregation: 'sum' } } }),
  })
  expect(fault.status).toBe(400)
  const wrong = await exported({ request: { data: { type: 'x' } } })
  expect(wrong.body.errors[0].source.pointer).toBe('/data/attributes/request/data/type')
})

test('who waits is told of a load, and the tail goes on after what was seen', async () => {
  const tail = (attributes: object) =>
    ask('POST', '/api/v2/wayworn/live/events', { data: { type: 'live_events_request', attributes } })
  const names = ({ body }: { body: Body }) => body.data.map((event: Body) => event.attributes.attributes.view.name)
  const first = await tail({ query: '@type:view', limit: 1 })
  expect([names(first), first.body.meta.more]).toEqual([['/cart'], true])
  const { after } = first.body.meta.page
  expect(names(await tail({ query: '@type:view', after }))).toEqual([])
  const told = await send([view({ at: Date.now(), session: 's2', name: '/new' })])
  expect(told.body.data.attributes).toMatchObject({ events: 4, version: test_.house.loads.now().version })
  expect(names(await tail({ query: '@type:view', after }))).toEqual(['/new'])
  expect((await tail({ query: 'a) OR (b' })).status).toBe(400)
})

test('server-sent events tell of each load until the server stops', async () => {
  const address = await test_.app.listen({ host: '127.0.0.1', port: 0 })
  const aborter = new AbortController()
  const headers = { ...HEADERS, accept: 'text/event-stream' }
  const response = await fetch(`${address}/api/v2/wayworn/live`, { headers, signal: aborter.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const until = async (count: number) => {
    while (text.split('event: loaded').length <= count) text += (await reader.read()).value
  }
  await until(1)
  await send([view({ at: Date.now(), session: 's3', name: '/newer' })])
  await until(2)
  expect(text).toContain(`id: ${test_.house.loads.now().version}\nevent: loaded\ndata: {"version":`)
  expect((await fetch(`${address}/api/v2/wayworn/live`)).status).toBe(401)
})
