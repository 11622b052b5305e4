import { Command } from 'commander'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Accounts, openAccounts } from '../../api/routes/accounts.fixture.ts'
import { registerApp } from './app.ts'
import type { CliContext } from './context.ts'
import { registerKey } from './key.ts'
import { registerUser } from './user.ts'

let accounts: Accounts
let headers: Record<string, string>
let lines: string[] = []
beforeAll(async () => {
  accounts = await openAccounts()
  await accounts.catalog.keys.ensure('api', 'a'.repeat(32))
  await accounts.catalog.keys.ensure('application', 'b'.repeat(40))
  headers = { 'dd-api-key': 'a'.repeat(32), 'dd-application-key': 'b'.repeat(40) }
})
afterAll(() => accounts?.close())
beforeEach(() => {
  lines = []
})

const ctx: CliContext = {
  out: (line) => lines.push(line),
  fetch: async (path, { method = 'GET', headers: sent = {}, body } = {}) => {
    const options = { method: method as 'GET', url: path, headers: { ...headers, ...sent } }
    const answer = await accounts.app.inject(body === undefined ? options : { ...options, payload: body })
    const { statusCode: status } = answer
    return { ok: status < 300, status, text: async () => answer.body }
  },
}

const run = async (...words: string[]): Promise<string> => {
  const program = new Command('wayworn')
    .exitOverride()
    .configureOutput({ writeOut: (text) => lines.push(text), writeErr: () => {} })
  for (const register of [registerUser, registerKey, registerApp]) register(program, ctx)
  for (const command of program.commands)
    for (const sub of [command, ...command.commands]) sub.copyInheritedSettings(program)
  lines = []
  await program.parseAsync(words, { from: 'user' })
  return lines.join('\n')
}

test('user: add, link, role, disable, enable, remove', async () => {
  const added = await run('user', 'add', 'Grace@example.com', '--role', 'editor', '--name', 'Grace')
  expect(added).toContain('Added grace@example.com as editor.')
  const link = new URL(lines.at(-1)!)
  expect((await accounts.app.inject(link.pathname + link.search)).headers.location).toBe('/')
  expect(await run('user', 'list')).toMatch(/grace@example\.com +Grace +editor +active +\d{4}-\d\d-\d\d/)
  await run('user', 'role', 'grace@example.com', 'viewer')
  await run('user', 'disable', 'GRACE@example.com')
  expect(await run('user', 'list')).toMatch(/grace@example\.com +Grace +viewer +disabled/)
  await expect(run('user', 'link', 'grace@example.com')).rejects.toThrow('is disabled')
  await run('user', 'enable', 'grace@example.com')
  expect(await run('user', 'link', 'grace@example.com')).toContain('/sign-in?token=')
  await run('user', 'remove', 'grace@example.com')
  await expect(run('user', 'remove', 'grace@example.com')).rejects.toThrow('Nobody has the email grace@example.com')
  await expect(run('user', 'add', 'no email')).rejects.toThrow('data.attributes.email')
  await expect(run('user', 'role', 'viewer@example.com', 'king')).rejects.toThrow('"admin"')
})

test('key: create, list, revoke', async () => {
  await run('key', 'create', 'Nightly')
  const api = lines.at(-1)!
  expect(accounts.catalog.keys.verify('api', api)?.name).toBe('Nightly')
  await run('key', 'create', 'Report', '--kind', 'application', '--role', 'viewer')
  const application = lines.at(-1)!
  expect(accounts.catalog.keys.verify('application', application)?.role).toBe('viewer')
  const listed = await run('key', 'list')
  expect(listed).not.toContain(api)
  expect(listed).toMatch(new RegExp(`…${application.slice(-4)} +application +viewer +Report`))
  await run('key', 'revoke', application.slice(-4))
  expect(accounts.catalog.keys.verify('application', application)).toBeUndefined()
  await run('key', 'create', 'Nightly')
  await expect(run('key', 'revoke', 'Nightly')).rejects.toThrow('2 keys are called Nightly')
  await expect(run('key', 'revoke', 'nothing')).rejects.toThrow('No key is called nothing')
  await expect(run('key', 'create', 'x', '--role', 'admin')).rejects.toThrow('An API key has no role')
})

test('app: create, list, remove', async () => {
  const made = await run('app', 'create', 'Shop', '--no-keep-place', '--rate-limit', '50')
  const token = /clientToken: +(\S+)/.exec(made)![1]!
  expect(accounts.catalog.applications.byToken(token)).toMatchObject({ name: 'Shop', keepPlace: false, rateLimit: 50 })
  expect(await run('app', 'list')).toMatch(new RegExp(`Shop +browser +\\S+ +${token} +\\S+ +never`))
  await run('app', 'create', 'Moved', '--id', 'moved', '--token', 'pub12345678', '--type', 'ios')
  expect(accounts.catalog.applications.byToken('pub12345678')?.type).toBe('ios')
  await run('app', 'remove', 'Shop')
  expect(accounts.catalog.applications.byToken(token)).toBeUndefined()
  await expect(run('app', 'create', 'x', '--rate-limit', 'many')).rejects.toThrow('whole number')
})

test('help says what things are for, with examples', async () => {
  for (const name of ['user', 'key', 'app']) {
    const help = await run(name, '--help').catch(() => lines.join(''))
    expect(help).toContain('Examples:')
    expect(help).toContain(`wayworn ${name} `)
  }
})

test('without the right keys the server says what is missing', async () => {
  headers = { 'dd-api-key': 'a'.repeat(32) }
  await expect(run('app', 'list')).rejects.toThrow('DD-APPLICATION-KEY is missing')
})
