import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { APPLICATION } from './application.ts'
import { KEYS } from './keys.ts'
import { freePort } from './ports.ts'
import { programOf, ROOT } from './program.ts'

/** A real Wayworn in a process of its own. */
export interface TestServer {
  url: string
  pid: number
  /** Its data folder. */
  data: string
  apiKey: string
  appKey: string
  application: { id: string; token: string }
  admin: { email: string; password: string }
  /** What it wrote so far, stdout and stderr. */
  log(): string
  /** Ends it by a signal, SIGKILL unless told, and keeps its data. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Asks it to end, and gives its exit code; null if it had to be killed. A data folder of its own goes away. */
  stop(): Promise<number | null>
}

export interface StartOptions {
  env?: Record<string, string>
  /** A data folder to use and to keep; a new one if absent. */
  data?: string
  /** Further arguments of `wayworn serve`. */
  args?: string[]
  /** What to wait for: `ready` (the default), or only `alive`, as while an engine is away. */
  until?: 'ready' | 'alive'
}

/** What the first line of the program sets, which is passed over here. */
const AS_PROGRAM = { UV_THREADPOOL_SIZE: '16' }

const ADMIN = { email: 'admin@example.com', password: 'a long test password' }
/** Generous: other tests may run besides. */
const READY_WITHIN_MS = 180_000
const STOPPED_WITHIN_MS = 12_000

/** Starts a server on a free port of 127.0.0.1 and waits until it is ready. It ends with this process, however that ends. */
export const startServer = async ({
  env = {},
  data,
  args = [],
  until = 'ready',
}: StartOptions = {}): Promise<TestServer> => {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'wayworn-server-'))
  const port = await freePort()
  const program = [...programOf(), 'serve', '--port', String(port), '--data', folder, ...args]
  const child = spawn(process.execPath, ['--import', ENDS_WITH_PARENT, ...program], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...cleanEnv(), ...AS_PROGRAM, ...settings(), ...env },
  })
  const atExit = () => {
    child.kill('SIGKILL')
    if (!data) rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', atExit)
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const log = collect(child)
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    child.kill(signal)
    await exited
  }
  const stop = async () => {
    child.kill('SIGTERM')
    const overdue = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS)
    const code = await exited
    clearTimeout(overdue)
    process.off('exit', atExit)
    if (!data) rmSync(folder, { recursive: true, force: true })
    return code
  }
  const url = `http://127.0.0.1:${port}`
  try {
    await answering(`${url}${until === 'ready' ? '/readyz' : '/healthz'}`, exited)
  } catch (cause) {
    await kill()
    await stop()
    throw new Error(`${(cause as Error).message}. Its output:\n${log()}`, { cause })
  }
  const keys = { ...KEYS, application: APPLICATION, admin: ADMIN }
  return { url, pid: child.pid!, data: folder, ...keys, log, kill, stop }
}

/** The channel to the parent closes when that dies, also by SIGKILL; it must not keep the server from ending by itself. */
const ENDS_WITH_PARENT = `data:text/javascript,${encodeURIComponent(
  "process.on('disconnect', () => process.kill(process.pid, 'SIGKILL')); process.channel.unref()",
)}`

/** Neither the developer's own settings nor those of the test runner. */
const cleanEnv = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(WAYWORN_|VITEST|NODE_ENV$)/.test(name)))

const settings = () => ({
  WAYWORN_DEMO: '0',
  WAYWORN_APPLICATION: `${APPLICATION.id}:${APPLICATION.token}:test`,
  WAYWORN_API_KEY: KEYS.apiKey,
  WAYWORN_APP_KEY: KEYS.appKey,
  WAYWORN_ADMIN_EMAIL: ADMIN.email,
  WAYWORN_ADMIN_PASSWORD: ADMIN.password,
})

const collect = (child: ChildProcess) => {
  let text = ''
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
    })
  }
  return () => text
}

const answering = async (url: string, exited: Promise<number | null>): Promise<void> => {
  let ended: string | undefined
  void exited.then((code) => {
    ended = `The server ended with ${code} before it was ready`
  })
  const latest = Date.now() + READY_WITHIN_MS
  while (Date.now() < latest) {
    if (ended) throw new Error(ended)
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => null)
    if (answer?.ok) return
    await sleep(100)
  }
  throw new Error(`The server was not ready within ${READY_WITHIN_MS / 1000} s`)
}
