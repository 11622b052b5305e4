import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPERATIONS } from '../../src/api/openapi.ts'
import { openTestHouse, type TestHouse } from '../support/house.ts'

const SLOW = 180_000
const API_KEY = 'an0api0key0of0the0tests'
const APP_KEY = 'an0application0key0of0the0tests'
const PASSWORD = 'a long test password'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ env: { WAYWORN_API_KEY: API_KEY, WAYWORN_APP_KEY: APP_KEY } })
  for (const role of ['viewer', 'editor', 'admin'] as const)
    await house.house.catalog!.people.create({ email: `${role}@example.com`, role, password: PASSWORD })
}, SLOW)
afterAll(() => house?.close(), SLOW)

/** Not of the API: the web app's files, the empty page of the player, and the demo shop, which is a site of its own. */
const isPage = (url: string) =>
  /^\/(demo|assets|replay-frame)(\/|$)|^\/?\*?$/.test(url) || /\.\w+$/.test(url.replace(/\.json$/, ''))
const isIntake = (url: string) => /^\/intake/.test(url) || intakePaths.has(url)
const intakePaths = new Set(
  Object.entries(OPERATIONS)
    .filter(([, { tag, open }]) => tag === 'Intake' && open)
    .map(([key]) => key.split(' ')[1]!),
)

/** The same path with a slash at its end. */
const isTwin = (url: string) => url.endsWith('/') && house.routes.some((one) => one.url === url.slice(0, -1))

/** As the document writes them. The intake takes any method in order to answer each in its own way. */
const registered = (): string[] =>
  house.routes
    .flatMap(({ method, url }) => [method].flat().map((each) => ({ method: each, url })))
    .filter(({ method, url }) => method !== 'HEAD' && method !== 'OPTIONS' && !isPage(url) && !isTwin(url))
    .filter(({ method, url }) => !isIntake(url) || (method === 'GET') === url.endsWith('/quota'))
    .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}')}`)
    .sort()

interface Document {
  openapi: string
  paths: Record<string, Record<string, { operationId: string; security: object[]; requestBody?: object }>>
}

const documentOf = async (): Promise<Document> =>
  (await house.app.inject({ method: 'GET', url: '/api/openapi.json' })).json()

test('the OpenAPI document describes the routes that there are, and no others', { timeout: SLOW }, async () => {
  const { openapi, paths } = await documentOf()
  expect(openapi).toMatch(/^3\.1\./)
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(described.sort()).toEqual([...new Set(registered())])
})

test('its operations have ids of their own, and a body where one is read', { timeout: SLOW }, async () => {
  const { paths } = await documentOf()
  const operations = Object.values(paths).flatMap((methods) => Object.entries(methods))
  const ids = operations.map(([, { operationId }]) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(JSON.stringify(paths)).not.toContain('"$ref":"#/$defs')
})

/** An address of an operation that names nothing which exists. */
const urlOf = (key: string) =>
  key
    .split(' ')[1]!
    .replace('/intake/{path}', '/intake/rum')
    .replace('{entity}', 'users')
    .replace(/\{\w+\}/g, 'nothing')
const methodOf = (key: string) => key.split(' ')[0] as 'GET' | 'POST'
const closed = Object.entries(OPERATIONS).flatMap(([key, { open }]) => (open ? [] : [key]))
const openTo = (who: true | 'token') =>
  Object.entries(OPERATIONS).flatMap(([key, { open }]) => (open === who ? [key] : []))

const ask = async (key: string, headers: Record<string, string> = {}, payload: object = {}) => {
  const method = methodOf(key)
  const sent = method === 'GET' ? {} : { payload }
  const answer = await house.app.inject({ method, url: urlOf(key), headers, ...sent })
  const isJson = String(answer.headers['content-type']).includes('json') && answer.body !== ''
  return { status: answer.statusCode, error: isJson ? answer.json().errors?.[0] : undefined }
}

const WRONG: [string, Record<string, string>][] = [
  ['no credentials', {}],
  ['an unknown API key', { 'dd-api-key': 'unknown', 'dd-application-key': APP_KEY }],
  ['an unknown application key', { 'dd-api-key': API_KEY, 'dd-application-key': 'unknown' }],
  ['the API key alone', { 'dd-api-key': API_KEY }],
  ['a cookie of nobody', { cookie: 'wayworn.session_token=nobody.nothing' }],
]

test.each(WRONG)('with %s every route is closed but the open ones', { timeout: SLOW }, async (_name, headers) => {
  const open: string[] = []
  for (const key of closed) {
    const { status, error } = await ask(key, headers)
    if (status !== 401 || error?.code !== 'unauthorized') open.push(`${key}: ${status} ${error?.code}`)
  }
  expect(open).toEqual([])
})

test('open routes do not ask who comes, and the intake asks for a token or key', { timeout: SLOW }, async () => {
  const asked = []
  for (const key of openTo(true)) if ((await ask(key)).status === 401) asked.push(key)
  expect(asked).toEqual([])
  for (const key of openTo('token')) expect([key, (await ask(key)).error?.code]).toEqual([key, 'missing_token'])
})

const cookies = new Map<string, string>()
const cookieOf = async (role: string): Promise<string> => {
  const known = cookies.get(role)
  if (known) return known
  const payload = { email: `${role}@example.com`, password: PASSWORD }
  const answer = await house.app.inject({ method: 'POST', url: '/api/v2/wayworn/sign-in', payload })
  const cookie = String([answer.headers['set-cookie']].flat()[0]).split(';')[0]!
  cookies.set(role, cookie)
  return cookie
}

const ROLES = ['viewer', 'editor', 'admin'] as const

const needed = (key: string) => OPERATIONS[key]!.role ?? 'viewer'

test.each(ROLES)(
  'a person with the role %s may do what it allows, and nothing else',
  { timeout: SLOW },
  async (role) => {
    const cookie = await cookieOf(role)
    const wrong: string[] = []
    for (const key of closed) {
      const { status, error } = await ask(key, { cookie })
      const allowed = ROLES.indexOf(role) >= ROLES.indexOf(needed(key))
      if ((error?.code === 'forbidden') === allowed || status === 401 || status >= 500)
        wrong.push(`${key}: ${status} ${error?.code}`)
    }
    expect(wrong).toEqual([])
  },
)

test('a page of another site can not use the cookie', { timeout: SLOW }, async () => {
  const headers = { cookie: await cookieOf('admin'), 'sec-fetch-site': 'cross-site', origin: 'https://example.com' }
  const wrong: string[] = []
  for (const key of closed.filter((each) => methodOf(each) !== 'GET')) {
    const { status, error } = await ask(key, headers)
    if (error?.code !== 'cross_origin') wrong.push(`${key}: ${status} ${error?.code}`)
  }
  expect(wrong).toEqual([])
})
