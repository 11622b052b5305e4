import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { programOf, ROOT } from '../support/program.ts'
import { action } from '../support/sdk-events.ts'
import { countOf } from '../support/search-all.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { expectKept } from './expect-kept.ts'
import { startSending } from './steady-sender.ts'

const SLOW = 300_000
const EXIT_WITHIN_MS = 10_000

let folder: string
let server: TestServer
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wayworn-start-'))
  server = await startServer()
}, SLOW)
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
}, SLOW)

interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs `wayworn serve` that is not meant to come up. */
const serve = (
  args: string[],
  { env = {}, node = [] }: { env?: Record<string, string>; node?: string[] } = {},
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const kept = Object.entries(process.env).filter(([name]) => !/^(WAYWORN_|VITEST|NODE_ENV$)/.test(name))
    const child = spawn(process.execPath, [...node, ...programOf(), 'serve', ...args], {
      cwd: ROOT,
      env: { ...Object.fromEntries(kept), ...env },
    })
    const ended: Ended = { code: null, stdout: '', stderr: '' }
    child.stdout.on('data', (piece) => (ended.stdout += piece))
    child.stderr.on('data', (piece) => (ended.stderr += piece))
    const overdue = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`It did not end. Its output:\n${ended.stdout}${ended.stderr}`))
    }, 150_000)
    child.once('exit', (code) => {
      clearTimeout(overdue)
      resolve({ ...ended, code })
    })
  })

const newFolder = () => mkdtempSync(join(folder, 'data-'))

/** Ends with 1 and one sentence, without a stack. */
const expectSentence = ({ code, stderr }: Ended, ...parts: string[]): void => {
  const said = stderr.split('\n').filter((line) => line.startsWith('wayworn: '))
  expect({ code, said: said.length, stack: /^\s+at /m.test(stderr) }).toEqual({ code: 1, said: 1, stack: false })
  expect(said[0]).toMatch(/\.$/)
  for (const part of parts) expect(said[0]).toContain(part)
}

test('a taken port', { timeout: SLOW }, async () => {
  const { port } = new URL(server.url)
  expectSentence(
    await serve(['--port', port, '--data', newFolder()]),
    `Port ${port} on 127.0.0.1 is taken`,
    'choose another with --port',
  )
})

test('a data folder that another process uses', { timeout: SLOW }, async () => {
  const ended = await serve(['--port', '0', '--data', server.data])
  expectSentence(ended, 'Another process uses the data folder', server.data, '--data')
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
})

test.each([
  ['a file in place of the folder', (data: string) => rmThenWrite(data)],
  ['a file in place of the log', (data: string) => writeFileSync(join(data, 'log'), '')],
  ['a file in place of the events', (data: string) => writeFileSync(join(data, 'events'), '')],
  ['a file in place of the catalog', (data: string) => writeFileSync(join(data, 'catalog'), '')],
  ['a folder below a file', (data: string) => rmThenWrite(data), 'below'],
])('%s', { timeout: SLOW }, async (_name, spoil, below = '') => {
  const data = newFolder()
  spoil(data)
  expectSentence(await serve(['--port', '0', '--data', join(data, below)]), "can't be used", data, '--data')
})

const rmThenWrite = (data: string) => {
  rmSync(data, { recursive: true })
  writeFileSync(data, 'a file')
}

test('a catalog whose files are damaged', { timeout: SLOW }, async () => {
  const data = newFolder()
  mkdirSync(join(data, 'catalog'))
  writeFileSync(join(data, 'catalog', 'PG_VERSION'), 'nonsense')
  expectSentence(await serve(['--port', '0', '--data', data]), "can't be used", data)
})

test.each([
  [['--port', 'many'], {}, 'port: "many" does not fit'],
  [['--port', '70000'], {}, 'port: "70000"'],
  [[], { WAYWORN_QUERY_SECONDS: '-1' }, 'WAYWORN_QUERY_SECONDS: "-1"'],
  [[], { WAYWORN_APPLICATION: 'shop' }, 'WAYWORN_APPLICATION: "shop"'],
  [[], { WAYWORN_DEMO: 'maybe' }, 'WAYWORN_DEMO: "maybe"'],
  [[], { WAYWORN_SETTLE_AFTER: '0' }, 'WAYWORN_SETTLE_AFTER: "0"'],
  [['--clickhouse-url', 'not a url'], {}, 'http://clickhouse:8123'],
  [['--postgres-url', 'not a url'], {}, 'postgres://user@postgres/wayworn'],
])('the settings %j %j', { timeout: SLOW }, async (args, env, part) => {
  expectSentence(await serve(['--data', newFolder(), '--port', '0', ...args], { env }), part)
})

test.each([
  ['missing', undefined, "can't be read as JSON"],
  ['no JSON', '{port: 1}', "can't be read as JSON"],
  ['not an object', '[]', 'object'],
  ['nothing', 'null', 'object'],
  ['an unknown setting', '{"prot": 1}', 'prot: it is no setting; known are host, port'],
  ['a wrong value', '{"querySeconds": "soon"}', '"soon" does not fit'],
])('a config file that is %s', { timeout: SLOW }, async (_name, text, part) => {
  const file = join(newFolder(), 'wayworn.json')
  if (text !== undefined) writeFileSync(file, text)
  expectSentence(await serve(['--config', file, '--data', newFolder(), '--port', '0']), part)
})

/** Where no build of the embedded engine exists, its package is not installed. */
const WITHOUT_CHDB = `data:text/javascript,${encodeURIComponent(`
import { register } from 'node:module'
register('data:text/javascript,' + encodeURIComponent(\`
export const resolve = (name, context, next) => {
  if (name === 'chdb' || name.startsWith('chdb/'))
    throw Object.assign(new Error('Cannot find package chdb'), { code: 'ERR_MODULE_NOT_FOUND' })
  return next(name, context)
}\`))
import Module from 'node:module'
const load = Module._load
Module._load = (name, ...rest) => {
  if (/chdb/.test(name)) throw Object.assign(new Error('Cannot find module chdb'), { code: 'MODULE_NOT_FOUND' })
  return load(name, ...rest)
}`)}`

test('a platform that the embedded engine has no build for', { timeout: SLOW }, async () => {
  const ended = await serve(['--port', '0', '--data', newFolder()], { node: ['--import', WITHOUT_CHDB] })
  expectSentence(ended, 'The embedded engine has no build for', 'WAYWORN_CLICKHOUSE_URL')
})

/** Begins a request and leaves the end of its body for later. */
const halfSent = (target: TestServer, name: string) => {
  const body = JSON.stringify(action({ at: Date.now(), session: 'half', name, context: { run: 'half' } }))
  const address = `${target.url}/api/v2/rum?ddsource=browser&dd-api-key=${target.application.token}`
  const sending = request(address, { method: 'POST', headers: { 'content-length': Buffer.byteLength(body) } })
  const answered = new Promise<number | undefined>((resolve) => {
    sending.once('response', (answer) => resolve(answer.resume().statusCode)).once('error', () => resolve(undefined))
  })
  sending.write(body.slice(0, 100))
  return { answered, finish: () => sending.end(body.slice(100)) }
}

/** Resolves when the server has so many requests in hand, and not only for a moment. */
const arrived = async (target: TestServer, count: number): Promise<void> => {
  for (let seen = 0; seen < 5; ) {
    const text = await fetch(`${target.url}/metrics`).then((answer) => answer.text())
    seen = Number(/^wayworn_intake_in_flight (\d+)/m.exec(text)?.[1]) >= count ? seen + 1 : 0
    await sleep(200)
  }
}

test('SIGTERM finishes requests in flight, loses nothing and ends with 0 in time', { timeout: SLOW }, async () => {
  const data = newFolder()
  let running = await startServer({ data })
  const sender = startSending({ url: () => running.url, token: running.application.token, senders: 6, pauseMs: 0 })
  await sleep(2_000)
  const half = Array.from({ length: 5 }, (_, n) => halfSent(running, `Half ${n}`))
  await arrived(running, half.length)
  const asked = performance.now()
  const stopping = running.stop()
  await sleep(500)
  for (const { finish } of half) finish()
  expect(await Promise.all(half.map(({ answered }) => answered))).toEqual(half.map(() => 202))
  expect(await stopping).toBe(0)
  const took = performance.now() - asked
  expect(took).toBeLessThan(EXIT_WITHIN_MS)
  running = await startServer({ data })
  await sender.finish()
  const kept = await expectKept(running, sender)
  expect(await countOf(running, '@type:action @context.run:half')).toBe(half.length)
  console.log(`SIGTERM under load: ended after ${Math.round(took)} ms; ${kept}`)
  expect(await running.stop()).toBe(0)
})

test('SIGTERM does not wait for a sender that never ends', { timeout: SLOW }, async () => {
  const running = await startServer()
  const half = halfSent(running, 'Never')
  await arrived(running, 1)
  const asked = performance.now()
  expect(await running.stop()).toBe(0)
  expect(performance.now() - asked).toBeLessThan(EXIT_WITHIN_MS)
  expect(await half.answered).toBe(undefined)
})

test('SIGTERM while it starts', { timeout: SLOW }, async () => {
  const running = await startServer({ until: 'alive' })
  const asked = performance.now()
  expect(await running.stop()).toBe(0)
  expect(performance.now() - asked).toBeLessThan(EXIT_WITHIN_MS)
})
