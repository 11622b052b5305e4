import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Accounts, answerOf, openAccounts, PASSWORD } from './accounts.fixture.ts'

let accounts: Accounts
beforeAll(async () => {
  accounts = await openAccounts({ perAddress: 8, perEmail: 3 })
})
afterAll(() => accounts?.close())

let visitors = 0
const signIn = (email: string, password: string, headers: Record<string, string> = {}) => {
  visitors += 1
  const address = { 'x-forwarded-for': `198.51.100.${visitors}` }
  const payload = { email, password }
  return answerOf(accounts.app, {
    method: 'POST',
    url: '/api/v2/wayworn/sign-in',
    headers: { ...address, ...headers },
    payload,
  })
}
const cookieIn = (headers: Record<string, unknown>) => String([headers['set-cookie']].flat()[0]).split(';')[0]!
const me = (cookie: string) => answerOf(accounts.app, { url: '/api/v2/wayworn/me', headers: { cookie } })

test('signing in answers a cookie that says who I am until I sign out', async () => {
  const entered = await signIn('Editor@example.com', PASSWORD)
  expect([entered.status, entered.body]).toEqual([204, ''])
  expect(entered.headers['set-cookie']).toMatch(/HttpOnly; SameSite=Lax$/)
  const cookie = cookieIn(entered.headers)
  const answer = await me(cookie)
  expect(answer.body.data).toMatchObject({
    type: 'person',
    attributes: { email: 'editor@example.com', name: 'editor', role: 'editor' },
  })
  const out = await answerOf(accounts.app, {
    method: 'POST',
    url: '/api/v2/wayworn/sign-out',
    headers: { cookie },
  })
  expect([out.status, cookieIn(out.headers)]).toEqual([204, 'wayworn.session_token='])
  expect((await me(cookie)).status).toBe(401)
})

test('behind TLS the cookie is for TLS only', async () => {
  const entered = await signIn('editor@example.com', PASSWORD, { 'x-forwarded-proto': 'https' })
  expect(entered.headers['set-cookie']).toMatch(/; Secure$/)
})

test('wrong and unknown look the same, and a malformed body is named', async () => {
  const wrong = await signIn('viewer@example.com', 'wrong password')
  const unknown = await signIn('unknown@example.com', 'wrong password')
  expect(wrong.status).toBe(401)
  expect(unknown.body).toEqual(wrong.body)
  expect(wrong.headers['set-cookie']).toBeUndefined()
  const url = '/api/v2/wayworn/sign-in'
  for (const payload of [{ email: 'a@example.com' }, { email: 'a@example.com', password: 1 }]) {
    const { status, body } = await accounts.as('nobody', 'POST', url, payload)
    expect([status, body.errors[0].source]).toEqual([400, { pointer: '/password' }])
  }
  const none = await accounts.as('nobody', 'POST', url)
  expect([none.status, none.body.errors[0].code]).toEqual([400, 'invalid_field'])
})

test('after too many attempts for one email, from wherever, the right password waits too', async () => {
  for (const _ of [1, 2, 3]) expect((await signIn('guessed@example.com', 'wrong password')).status).toBe(401)
  const refused = await signIn('GUESSED@example.com', 'wrong password')
  expect([refused.status, refused.body.errors[0].code]).toEqual([429, 'rate_limited'])
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await signIn('viewer@example.com', PASSWORD)).status).toBe(204)
})

test('after too many attempts from one address, whatever the email, it waits', async () => {
  const from = { 'x-forwarded-for': '203.0.113.9' }
  for (let n = 0; n < 8; n += 1) expect((await signIn(`guess${n}@example.com`, 'wrong', from)).status).toBe(401)
  expect((await signIn('viewer@example.com', PASSWORD, from)).status).toBe(429)
  expect((await signIn('viewer@example.com', PASSWORD)).status).toBe(204)
})

test('a one-time link signs in once and leads to the start page', async () => {
  const { path } = await accounts.catalog.people.signInLink('viewer@example.com')
  expect((await answerOf(accounts.app, { method: 'HEAD', url: path })).headers['set-cookie']).toBeUndefined()
  const first = await accounts.as('nobody', 'GET', path)
  expect([first.status, first.headers.location]).toEqual([302, '/'])
  expect((await me(cookieIn(first.headers))).body.data.attributes.email).toBe('viewer@example.com')
  for (const url of [path, '/sign-in?token=made-up', '/sign-in?token=%00', '/sign-in?token=']) {
    const again = await accounts.as('nobody', 'GET', url)
    expect([again.status, again.headers.location, again.headers['set-cookie']]).toEqual([
      302,
      '/sign-in?error=link',
      undefined,
    ])
  }
  expect((await accounts.as('nobody', 'GET', '/sign-in')).body).toEqual({ page: 'app' })
})

test('a page of another site can neither sign in nor act with our cookie', async () => {
  const cookie = await accounts.cookieOf('editor')
  const create = (headers: Record<string, string>) =>
    answerOf(accounts.app, {
      method: 'POST',
      url: '/api/v2/rum/applications',
      headers: { host: 'wayworn.example.com', cookie, ...headers },
      payload: { data: { type: 'rum_application_create', attributes: { name: 'Cross' } } },
    })
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example.com' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site', origin: 'https://wayworn.example.com' },
    { 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of foreign) {
    const refused = await create(headers)
    expect([refused.status, refused.body.errors[0].code]).toEqual([403, 'cross_origin'])
  }
  expect((await signIn('editor@example.com', PASSWORD, { origin: 'https://evil.example.com' })).status).toBe(403)
  const own: Record<string, string>[] = [
    { origin: 'https://wayworn.example.com' },
    { 'sec-fetch-site': 'same-origin' },
    {},
  ]
  for (const headers of own) expect((await create(headers)).status).toBe(200)
})

test('I can change my name and my password, which ends my other sessions', async () => {
  const cookie = await accounts.cookieOf('admin')
  const other = await accounts.cookieOf('admin')
  const patch = (attributes: object) =>
    answerOf(accounts.app, {
      method: 'PATCH',
      url: '/api/v2/wayworn/me',
      headers: { cookie },
      payload: { data: { attributes } },
    })
  expect((await patch({ name: 'Ada' })).body.data.attributes.name).toBe('Ada')
  const wrong = await patch({ password: 'a new password', current_password: 'no' })
  expect([wrong.status, wrong.body.errors[0].source.pointer]).toEqual([400, '/data/attributes/current_password'])
  expect((await patch({ password: 'short', current_password: PASSWORD })).status).toBe(400)
  const changed = await patch({ password: 'a new password', current_password: PASSWORD })
  expect(changed.status).toBe(200)
  expect((await me(other)).status).toBe(401)
  expect((await me(cookieIn(changed.headers))).status).toBe(200)
  expect((await signIn('admin@example.com', 'a new password')).status).toBe(204)
})

test('the audit names sign-ins and failures, for administrators', async () => {
  await signIn('auditor@example.com', 'wrong password')
  expect((await accounts.as('editor', 'GET', '/api/v2/wayworn/audit')).status).toBe(403)
  const { key: apiKey } = await accounts.catalog.keys.create({ kind: 'api', name: 'a', createdBy: 'test' })
  const wanted = { kind: 'application', name: 'b', role: 'admin', createdBy: 'test' } as const
  const { key } = await accounts.catalog.keys.create(wanted)
  const headers = { 'dd-api-key': apiKey, 'dd-application-key': key }
  const answer = await answerOf(accounts.app, { url: '/api/v2/wayworn/audit?limit=1', headers })
  expect(answer.body.data).toMatchObject([
    { type: 'audit_entry', attributes: { action: 'sign-in.failed', subject: 'auditor@example.com' } },
  ])
  const next = `/api/v2/wayworn/audit?action=sign-in&before=${answer.body.meta.next}`
  const older = await answerOf(accounts.app, { url: next, headers })
  expect(older.body.data.length).toBeGreaterThan(2)
  expect((await answerOf(accounts.app, { url: '/api/v2/wayworn/audit?limit=x', headers })).status).toBe(400)
})
