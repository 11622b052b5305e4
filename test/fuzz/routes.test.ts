import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPERATIONS, openApiDocument } from '../../src/api/openapi.ts'
import { CATALOGUE } from '../../src/lib/errors.ts'
import { FIXTURE_APPLICATION, FIXTURE_TOKEN, readFixture } from '../fixtures/read.ts'
import { openTestHouse, type TestHouse } from '../support/house.ts'
import { bodiesOf } from './bodies.ts'
import { replayBodies, rumBodies, type Sent, serverBodies } from './intake-bodies.ts'
import { byName, byNameAsText, type Names, nastyText } from './pools.ts'
import { ofSchema, type Schema } from './schema-arbitrary.ts'

/** The issue asks for 1,000 a route: WAYWORN_TEST_FUZZ=1000. */
const RUNS = Number(process.env.WAYWORN_TEST_FUZZ ?? 20)
const SLOW = 120_000 + RUNS * 2_000
const API_KEY = 'an0api0key0of0the0tests'
const APP_KEY = 'an0application0key0of0the0tests'
const KEYS = { 'dd-api-key': API_KEY, 'dd-application-key': APP_KEY }
const PASSWORD = 'a long test password'

let house: TestHouse
/** Ids that exist: routes get further with them. */
const ids: string[] = []
let cookie = ''

beforeAll(async () => {
  house = await openTestHouse({
    env: {
      WAYWORN_APPLICATION: `${FIXTURE_APPLICATION}:${FIXTURE_TOKEN}:tidewater`,
      WAYWORN_API_KEY: API_KEY,
      WAYWORN_APP_KEY: APP_KEY,
      WAYWORN_QUERY_SECONDS: '20',
    },
  })
  for (const { url, headers, body } of readFixture('01-v7-journey-string-proxy').requests)
    await house.app.inject({ method: 'POST', url, headers, payload: body })
  const { catalog } = house.house
  await catalog!.people.create({ email: 'admin@example.com', role: 'admin', password: PASSWORD })
  const person = await catalog!.people.create({ email: 'viewer@example.com', role: 'viewer', password: PASSWORD })
  const key = await catalog!.keys.create({
    kind: 'application',
    name: 'k',
    role: 'viewer',
    createdBy: 'test',
    ownerId: person.id,
  })
  const application = await catalog!.applications.create({ name: 'spare' }, 'test')
  ids.push(person.id, key.id, application.id)
  cookie = await signIn()
}, 120_000)
afterAll(() => house?.close(), 60_000)

const signIn = async (): Promise<string> => {
  const payload = { email: 'admin@example.com', password: PASSWORD }
  const answer = await house.app.inject({ method: 'POST', url: '/api/v2/wayworn/sign-in', payload })
  return String([answer.headers['set-cookie']].flat()[0]).split(';')[0]!
}

interface Asked {
  url: string
  headers: Record<string, string>
  payload?: Buffer
}

/** Well-formed, for `encodeURIComponent`. */
const encoded = (value: unknown) => encodeURIComponent(Buffer.from(String(value)).toString('utf8'))

const segment = fc.oneof(
  { arbitrary: fc.nat().map((at) => encoded(ids[at % ids.length])), weight: 4 },
  { arbitrary: nastyText.map((text) => encoded(text.slice(0, 300)) || 'x'), weight: 2 },
  { arbitrary: fc.constantFrom('%zz', '%00', '%E0%A4%A', '..', 'users'), weight: 1 },
)

const pathOf = (path: string): fc.Arbitrary<string> => {
  const count = [...path.matchAll(/\{\w+\}/g)].length
  return fc.array(segment, { minLength: count, maxLength: count }).map((segments) => {
    let at = 0
    return path.replace(/\{\w+\}/g, () => segments[at++]!)
  })
}

interface Parameter {
  name: string
  in: string
  schema: Schema
}

const queryOf = (parameters: Parameter[]): fc.Arbitrary<string> => {
  const known = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema }) => {
      const word = name.replace(/^.*\[(\w+)\]$/, '$1')
      const right = byNameAsText.right[word] ?? ofSchema(schema, byNameAsText, true)
      const nasty = byNameAsText.nasty[word] ?? nastyText
      return fc
        .oneof({ arbitrary: right, weight: 8 }, { arbitrary: nasty, weight: 1 })
        .map((value) => `${encoded(name)}=${encoded(value)}`)
    })
  const more = fc.tuple(nastyText, nastyText).map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
  const parts = fc.tuple(
    ...known.map((one) => fc.option(one, { freq: 6 })),
    fc.oneof({ arbitrary: fc.constant(null), weight: 8 }, { arbitrary: more, weight: 1 }),
    fc.constantFrom(null, null, null, null, null, null, 'explain=true', '&&=&', '%zz'),
  )
  return parts.map((all) => all.filter((part) => part !== null).join('&'))
}

const identity: fc.Arbitrary<'keys' | 'cookie' | 'none'> = fc.oneof(
  { arbitrary: fc.constant('keys' as const), weight: 6 },
  { arbitrary: fc.constant('cookie' as const), weight: 3 },
  { arbitrary: fc.constant('none' as const), weight: 1 },
)

const document = openApiDocument()

const rightAndCareless = (schema: Schema | undefined, names: Names): [fc.Arbitrary<unknown>, fc.Arbitrary<unknown>] =>
  schema ? [ofSchema(schema, names, true), ofSchema(schema, names, false)] : [fc.constant({}), fc.constant({})]

/** Requests to a route of the API, in all degrees of wrongness. */
const askedOf = (key: string): fc.Arbitrary<Asked> => {
  const [method, path] = key.split(' ') as [string, string]
  const operation = document.paths[path]![method.toLowerCase()] as {
    parameters: Parameter[]
    requestBody?: { content: Record<string, { schema: Schema }> }
  }
  const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema
  const names = path.includes('/rum/') ? byNameAsText : byName
  const body = method === 'GET' ? fc.constant(undefined) : bodiesOf(...rightAndCareless(schema, names))
  return fc.tuple(pathOf(path), queryOf(operation.parameters), identity, body).map(([at, query, who, sent]) => ({
    url: query ? `${at}?${query}` : at,
    headers: {
      ...(who === 'keys' ? KEYS : who === 'cookie' ? { cookie } : {}),
      ...(sent?.contentType ? { 'content-type': sent.contentType } : {}),
    },
    ...(sent ? { payload: sent.payload } : {}),
  }))
}

/** Requests of SDKs and backends. */
const sentTo = (path: string, bodies: fc.Arbitrary<Sent>): fc.Arbitrary<Asked> =>
  fc
    .tuple(bodies, fc.constantFrom(FIXTURE_TOKEN, FIXTURE_TOKEN, FIXTURE_TOKEN, API_KEY, 'unknown', ''), nastyText)
    .map(([{ payload, contentType, params }, token, tags]) => {
      const query = `ddsource=browser&dd-api-key=${token}&ddtags=${encoded(tags)}&dd-request-id=${randomUUID()}${params}`
      const forwarded = encodeURIComponent(`/api/v2/rum?${query}`)
      return {
        url: path.startsWith('/intake') ? `${path}?ddforward=${forwarded}` : `${path}?${query}`,
        headers: { ...(contentType === undefined ? {} : { 'content-type': contentType }) },
        payload,
      }
    })

const INTAKE: Record<string, fc.Arbitrary<Asked>> = {
  'POST /api/v2/rum': sentTo('/api/v2/rum', rumBodies),
  'POST /api/v2/replay': sentTo('/api/v2/replay', replayBodies),
  'POST /api/v2/prodlytics': sentTo('/api/v2/prodlytics', serverBodies),
  'POST /intake': sentTo('/intake', rumBodies),
  'POST /intake/{path}': sentTo('/intake/some/path', rumBodies),
}

/** Faults that lie in no one field. */
const OF_THE_WHOLE = new Set(['malformed_json', 'undecodable_body'])

interface Problem {
  status?: string
  code?: string
  title?: string
  detail?: string
  source?: Record<string, unknown>
}

/** What is wrong with an answer, if anything. */
const faultIn = (status: number, type: string, body: string): string | undefined => {
  if (status >= 500) return 'it is a 5xx'
  if (status < 400) return undefined
  if (!type.includes('json')) return `an error of the type ${type}`
  const { errors } = JSON.parse(body) as { errors?: Problem[] }
  if (!Array.isArray(errors) || errors.length === 0) return 'no errors'
  for (const { status: own, code = '', title, detail = '', source } of errors) {
    if (own !== String(status)) return `its own status is ${own}`
    if (!Object.hasOwn(CATALOGUE, code)) return `the code ${code} is not of the catalogue`
    if (!title || !/^\S.*\.$/s.test(detail)) return `the detail is no sentence: ${detail}`
    if (status === 400 && !OF_THE_WHOLE.has(code) && !source) return `no source: ${detail}`
  }
  return undefined
}

/** Some must be right, or nothing but the first check was tried. */
const seen = new Map<string, Map<number, number>>()

const check = async (key: string, { url, headers, payload }: Asked): Promise<void> => {
  const method = key.split(' ')[0] as 'GET' | 'POST'
  const answer = await house.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  const statuses = seen.get(key) ?? new Map<number, number>()
  seen.set(key, statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1))
  const fault = faultIn(answer.statusCode, String(answer.headers['content-type']), answer.body)
  if (!fault) return
  const sent = payload?.toString('utf8').slice(0, 1500)
  throw new Error(
    `${fault}\n${method} ${url.slice(0, 1500)}\n${sent ?? ''}\nwas answered ${answer.statusCode} ${answer.body.slice(0, 1500)}\nLogged: ${house.errors.at(-1)?.slice(0, 1500)}`,
  )
}

test.each(Object.keys(OPERATIONS))('%s answers whatever it is asked', { timeout: SLOW }, async (key) => {
  const asked = INTAKE[key] ?? askedOf(key)
  await fc.assert(
    fc.asyncProperty(asked, (one) => check(key, one)),
    { numRuns: RUNS, interruptAfterTimeLimit: SLOW - 20_000 },
  )
  cookie = await signIn().catch(() => cookie)
})

test('all that the intake took was loaded, whatever it was', { timeout: SLOW }, async () => {
  await expect.poll(() => Number(house.house.intakeLog.lagRecords()), { timeout: SLOW - 20_000 }).toBe(0)
  expect(house.errors.filter((text) => /Events wait|mistake/.test(text))).toEqual([])
  console.log(
    [...seen]
      .map(
        ([key, statuses]) =>
          `${key}: ${[...statuses]
            .sort()
            .map((of) => of.join(' x '))
            .join(', ')}`,
      )
      .join('\n'),
  )
})
