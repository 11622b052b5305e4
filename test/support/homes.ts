import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClientEngine } from '../../src/engine/client-engine.ts'
import type { Home } from '../../src/engine/engine.ts'
import { type EngineAddress, openEngine } from '../../src/engine/open.ts'
import { startClickHouse, startCluster, type TestNode } from './clickhouse-cluster.ts'

/** A place for events of its own, empty: what an engine is opened on. */
export interface TestHome {
  kind: Home
  address: EngineAddress
  /** The servers behind it; none when embedded. */
  nodes: readonly TestNode[]
  stop(): Promise<void>
}

export const startHome = async (kind: Home): Promise<TestHome> => {
  if (kind === 'embedded') {
    const folder = await mkdtemp(join(tmpdir(), 'wayworn-events-'))
    const stop = () => rm(folder, { recursive: true, force: true })
    return { kind, address: { kind, folder, connections: 3 }, nodes: [], stop }
  }
  if (kind === 'server') {
    const node = await startClickHouse()
    return { kind, address: { kind: 'remote', urls: [node.url] }, nodes: [node], stop: node.stop }
  }
  const cluster = await startCluster({ shards: 2 })
  const address = { kind: 'remote' as const, urls: cluster.urls, cluster: cluster.cluster }
  return { kind, address, nodes: cluster.nodes, stop: cluster.stop }
}

export const openHome = (home: TestHome): Promise<ClientEngine> => openEngine(home.address)
