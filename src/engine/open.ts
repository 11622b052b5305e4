import { mkdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { WaywornError } from '../lib/errors.ts'
import { type ClientEngine, clientEngine } from './client-engine.ts'
import { sideBySide } from './side-by-side.ts'

/** The one file that knows which home the events have. */
export type EngineAddress =
  | { kind: 'embedded'; folder: string; connections?: number }
  /** `urls`: one server, or one of each shard when the cluster has no Keeper and so no ON CLUSTER. */
  | { kind: 'remote'; urls: readonly string[]; cluster?: string }

export const openEngine = (address: EngineAddress): Promise<ClientEngine> =>
  address.kind === 'embedded' ? openEmbedded(address) : openRemote(address)

/**
 * Readers, beside one connection that only writes: a connection runs one statement at a time, and holds a thread of Node's
 * meanwhile. One thread is left for files, or the log of intake would wait for questions. Node has 4 unless its environment
 * says otherwise when it starts, as the first line of the program does.
 */
const CONNECTIONS = Math.min(4, Math.max(1, (Number(process.env.UV_THREADPOOL_SIZE) || 4) - 2))

const openEmbedded = async ({ folder, connections = CONNECTIONS }: Extract<EngineAddress, { kind: 'embedded' }>) => {
  await makeFolder(folder)
  const { createChdbConnection } = await loadChdb()
  const clients: ClickHouseClient[] = []
  try {
    while (clients.length <= connections) {
      const connection = sideBySide(createChdbConnection({ path: folder }))
      clients.push(createClient({ connection } as Parameters<typeof createClient>[0]))
    }
    // These stay on the connection, as they are meant to here.
    for (const client of clients) await client.command({ query: `SET max_query_size = ${16 * LONGEST_STATEMENT}` })
    const [writer, ...readers] = clients as [ClickHouseClient, ...ClickHouseClient[]]
    const blockFile = blockFileIn(folder)
    return await clientEngine({
      home: 'embedded',
      readers,
      writer,
      nodes: [writer],
      where: folder,
      mend: forget,
      blockFile,
    })
  } catch (cause) {
    await Promise.all(clients.map((client) => client.close()))
    if (await isTaken(folder)) throw new WaywornError('data_folder_taken', { folder }, undefined, { cause })
    const reason = (cause as Error).message
    throw new WaywornError('data_folder_unusable', { folder, reason }, undefined, { cause })
  }
}

/** The engine would take these letters of a path for patterns. */
const blockFileIn = (folder: string): string => {
  const file = path.resolve(folder, 'block.native')
  return /[*?{}]/.test(file) ? path.join(tmpdir(), `wayworn-block-${process.pid}.native`) : file
}

/** What a failed statement had already written comes before the next answer of its connection (chdb 3.4.0). */
const forget = async (client: ClickHouseClient) => {
  try {
    await (await client.query({ query: 'SELECT 1', format: 'JSON' })).text()
  } catch {
    // The next statement tells what is wrong.
  }
}

/** The engine writes the process that holds the folder into the file `status`, and does not say so in its error. */
const isTaken = async (folder: string): Promise<boolean> => {
  const status = await readFile(path.join(folder, 'status'), 'utf8').catch(() => '')
  const pid = Number(/^PID: (\d+)/m.exec(status)?.[1])
  if (!pid || pid === process.pid) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Four group-bys over mixed data make long statements. */
const LONGEST_STATEMENT = 4 * 2 ** 20

const openRemote = async ({ urls, cluster }: Extract<EngineAddress, { kind: 'remote' }>) => {
  const nodes: ClickHouseClient[] = urls.map((url) =>
    createClient({
      url,
      application: 'wayworn',
      max_open_connections: 16,
      // Of silence: a statement at work tells its progress.
      request_timeout: 120_000,
      clickhouse_settings: {
        send_progress_in_http_headers: 1,
        http_headers_progress_interval_ms: '20000',
        cancel_http_readonly_queries_on_client_close: 1,
        // Without it an error half-way through an answer looks like a broken connection.
        wait_end_of_query: 1,
        max_query_size: String(LONGEST_STATEMENT),
      },
      keep_alive: { enabled: true },
      // Errors are told to whoever asked.
      log: { level: ClickHouseLogLevel.OFF },
    }),
  )
  const first = nodes[0]!
  return clientEngine({
    home: cluster ? 'cluster' : 'server',
    // HTTP connections are pooled inside the client: the entries here only bound how many questions run at once.
    readers: Array.from({ length: 12 }, () => first),
    writer: first,
    nodes,
    where: withoutSecrets(urls[0]!),
    ...(cluster ? { cluster, onCluster: urls.length === 1 } : {}),
  })
}

const makeFolder = async (folder: string) => {
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    throw new WaywornError('data_folder_unusable', { folder, reason: (cause as Error).message }, undefined, { cause })
  }
}

/**
 * How long the engine keeps memory that it has freed before the system has it back, ms; its own measure are 5 s, in which
 * a merge or a large question leaves hundreds of megabytes. It reads this when it is loaded.
 */
const FREED_IS_KEPT = 'dirty_decay_ms:1000,muzzy_decay_ms:0'

const loadChdb = async () => {
  process.env.JE_MALLOC_CONF ??= FREED_IS_KEPT
  try {
    return await import('chdb/connection')
  } catch (cause) {
    throw new WaywornError('platform_unsupported', { platform: `${process.platform}-${process.arch}` }, undefined, {
      cause,
    })
  }
}

const withoutSecrets = (url: string): string => {
  const parsed = new URL(url)
  parsed.password = ''
  parsed.username = ''
  return parsed.href
}
