import { mkdir } from 'node:fs/promises'
import { type ClickHouseClient, createClient } from '@clickhouse/client'
import { WaywornError } from '../lib/errors.ts'
import { type ClientEngine, clientEngine } from './client-engine.ts'

/** The one file that knows which home the events have. */
export type EngineAddress =
  | { kind: 'embedded'; folder: string; connections?: number }
  /** `urls`: one server, or one of each shard when the cluster has no Keeper and so no ON CLUSTER. */
  | { kind: 'remote'; urls: readonly string[]; cluster?: string }

export const openEngine = (address: EngineAddress): Promise<ClientEngine> =>
  address.kind === 'embedded' ? openEmbedded(address) : openRemote(address)

/** Readers, plus one connection that only writes: a connection runs one statement at a time. */
const CONNECTIONS = 4

const openEmbedded = async ({ folder, connections = CONNECTIONS }: Extract<EngineAddress, { kind: 'embedded' }>) => {
  await makeFolder(folder)
  const { createChdbConnection } = await loadChdb()
  const clients = Array.from({ length: connections + 1 }, () =>
    createClient({ connection: createChdbConnection({ path: folder }) } as Parameters<typeof createClient>[0]),
  )
  return clientEngine({
    home: 'embedded',
    readers: clients.slice(1),
    writer: clients[0]!,
    nodes: [clients[0]!],
    where: folder,
  }).catch((cause) => {
    throw /lock file/i.test(String(cause))
      ? new WaywornError('data_folder_taken', { folder }, undefined, { cause })
      : cause
  })
}

const openRemote = async ({ urls, cluster }: Extract<EngineAddress, { kind: 'remote' }>) => {
  const nodes: ClickHouseClient[] = urls.map((url) =>
    createClient({
      url,
      application: 'wayworn',
      max_open_connections: 16,
      request_timeout: 120_000,
      keep_alive: { enabled: true },
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

const loadChdb = async () => {
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
