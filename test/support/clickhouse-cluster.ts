import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const CLUSTER = 'wayworn_test'
const PROGRAM = fileURLToPath(new URL('clickhouse-node.mjs', import.meta.url))
const START_MS = 60_000
const STOP_MS = 5_000

interface Ports {
  /** What the other shards reach it by; see clickhouse-link.mjs. */
  link: number
  tcp: number
  http: number
}

/**
 * A ClickHouse server with data of its own, on loopback; user `default` without a password. If it dies of itself it is
 * started again on its data, as a service would be, and what it said is printed.
 */
export interface TestNode {
  url: string
  pid(): number
  /** Ends it as a crash would. What it acknowledged stays on disk. */
  kill(): Promise<void>
  /** Starts it again on the same data and ports. */
  restart(): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

export interface TestCluster {
  /** One URL a shard; each of them can answer for all. */
  urls: string[]
  /** The name in `system.clusters`. */
  cluster: typeof CLUSTER
  nodes: TestNode[]
  stop(): Promise<void>
}

/**
 * A sharded ClickHouse from npm packages alone. There is no Keeper in it: no `ON CLUSTER`, no Replicated tables; create
 * local tables node by node. Throws with the end of the node's log when one does not start.
 */
export const startCluster = async ({ shards }: { shards: number }): Promise<TestCluster> => {
  const ports = await freePorts(shards)
  const starts = await Promise.allSettled(ports.map((own) => startNode(own, ports)))
  const nodes = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []))
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()))
  }
  const failed = starts.find((start) => start.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  return { urls: nodes.map((node) => node.url), cluster: CLUSTER, nodes, stop }
}

/** One ClickHouse server without shards. */
export const startClickHouse = async (): Promise<TestNode> => {
  const [ports] = await freePorts(1)
  return startNode(ports!, [])
}

const startNode = async (own: Ports, shards: Ports[]): Promise<TestNode> => {
  const folder = await mkdtemp(join(tmpdir(), 'wayworn-clickhouse-'))
  const data = join(folder, 'data')
  mkdirSync(data)
  writeFileSync(join(folder, 'config.xml'), configOf(own, shards))
  let isWanted = true
  let child: ChildProcess
  let starting: Promise<void>
  const start = async (): Promise<void> => {
    const started = await launch(folder, own)
    child = started
    started.once('exit', () => {
      if (!isWanted || child !== started) return
      console.error(`The test's ClickHouse died and is started again. It said:\n${fatalOf(folder)}`)
      starting = start().catch((error: Error) => console.error(error.message))
    })
  }
  const stopped = async (signal: 'SIGTERM' | 'SIGKILL') => {
    isWanted = false
    await starting
    await end(child, signal)
  }
  starting = start()
  await starting
  return {
    url: urlOf(own),
    pid: () => child.pid!,
    kill: () => stopped('SIGKILL'),
    restart: async () => {
      await stopped('SIGKILL')
      isWanted = true
      starting = start()
      await starting
    },
    stop: async () => {
      await stopped('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const urlOf = (ports: Ports): string => `http://127.0.0.1:${ports.http}`

const launch = async (folder: string, ports: Ports): Promise<ChildProcess> => {
  const output = openSync(join(folder, 'output.log'), 'a')
  const args = [join(folder, 'data'), join(folder, 'config.xml'), ...[ports.link, ports.tcp, ports.http].map(String)]
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', output, output] })
  const deadline = Date.now() + START_MS
  while (!(await answers(urlOf(ports)))) {
    if (child.exitCode === null && Date.now() < deadline) {
      await sleep(50)
      continue
    }
    await end(child, 'SIGKILL')
    throw new Error(`The test's ClickHouse did not start. Its output, kept in ${folder}:\n${tailOf(folder)}`)
  }
  return child
}

const answers = async (url: string): Promise<boolean> => {
  try {
    const answer = await fetch(`${url}/?query=SELECT+1`, { signal: AbortSignal.timeout(2000) })
    return answer.ok
  } catch {
    return false
  }
}

const end = async (child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill(signal)
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await gone
  clearTimeout(late)
}

const tailOf = (folder: string): string =>
  ['output.log', 'data/server.log'].map((file) => readIfThere(join(folder, file)).slice(-3000)).join('\n')

/** Where its log tells of a fatal error. */
const fatalOf = (folder: string): string =>
  readIfThere(join(folder, 'data/server.log'))
    .split('\n')
    .filter((line) => line.includes('<Fatal>'))
    .slice(0, 80)
    .join('\n')

const readIfThere = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** A node knows itself by its own port: what lies there is read without a connection, as in any cluster. */
const configOf = (own: Ports, shards: Ports[]): string => {
  const portOf = (ports: Ports) => (ports === own ? ports.tcp : ports.link)
  const shard = (ports: Ports) =>
    `<shard><replica><host>127.0.0.1</host><port>${portOf(ports)}</port></replica></shard>`
  const servers = shards.length
    ? `<remote_servers><${CLUSTER}>${shards.map(shard).join('')}</${CLUSTER}></remote_servers>`
    : ''
  return `<clickhouse>${servers}<max_server_memory_usage>4000000000</max_server_memory_usage></clickhouse>`
}

/** Ports that were free a moment ago; all are held until the last is found, so that none comes twice. */
const freePorts = async (count: number): Promise<Ports[]> => {
  const servers = await Promise.all(Array.from({ length: count * 3 }, listenAnywhere))
  const found = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return Array.from({ length: count }, (_, i) => ({
    link: found[3 * i]!,
    tcp: found[3 * i + 1]!,
    http: found[3 * i + 2]!,
  }))
}

const listenAnywhere = () =>
  new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
