import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startClickHouse, startCluster, type TestCluster } from './clickhouse-cluster.ts'

let cluster: TestCluster
let clients: ClickHouseClient[] = []

beforeAll(async () => {
  cluster = await startCluster({ shards: 2 })
  clients = cluster.urls.map((url) => createClient({ url, log: { level: ClickHouseLogLevel.OFF } }))
})

afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()))
  await cluster?.stop()
})

const rows = async <Row>(client: ClickHouseClient, query: string, query_params = {}) =>
  (await client.query({ query, query_params, format: 'JSONEachRow' })).json<Row>()

const first = () => clients[0]!

test('a distributed table shards what is inserted, and groups over both shards', async () => {
  for (const client of clients) {
    await client.command({ query: 'CREATE DATABASE IF NOT EXISTS shop' })
    await client.command({
      query: 'CREATE TABLE shop.visits_local (who UInt32, page String) ENGINE MergeTree ORDER BY who',
    })
    await client.command({
      query: `CREATE TABLE shop.visits AS shop.visits_local ENGINE Distributed(${cluster.cluster}, 'shop', 'visits_local', who)`,
    })
  }
  await first().insert({
    table: 'shop.visits',
    values: Array.from({ length: 100 }, (_, who) => ({ who, page: who % 3 ? '/cart' : '/' })),
    format: 'JSONEachRow',
    clickhouse_settings: { distributed_foreground_insert: 1 },
  })
  for (const client of clients)
    expect(await rows(client, 'SELECT count() AS n FROM shop.visits_local')).toEqual([{ n: 50 }])
  const query =
    'SELECT page, uniqExact(who) AS n FROM shop.visits WHERE who >= {from:UInt32} GROUP BY page ORDER BY page'
  for (const client of clients)
    expect(await rows(client, query, { from: 10 })).toEqual([
      { page: '/', n: 30 },
      { page: '/cart', n: 60 },
    ])
})

test('a question fails while a shard is down, and has its answer again after a restart on the same data', async () => {
  const question = () => rows(first(), 'SELECT count() AS n FROM shop.visits')
  await cluster.nodes[1]!.kill()
  await expect(question()).rejects.toThrow(/connection/i)
  await cluster.nodes[1]!.restart()
  expect(await question()).toEqual([{ n: 100 }])
})

test('a server that dies of itself is started again on its data', async () => {
  process.kill(cluster.nodes[0]!.pid(), 'SIGSEGV')
  const question = async () => rows(first(), 'SELECT count() AS n FROM shop.visits').catch((error: Error) => error)
  await expect.poll(question, { timeout: 60_000 }).not.toEqual([{ n: 100 }])
  await expect.poll(question, { timeout: 60_000, interval: 500 }).toEqual([{ n: 100 }])
})

test('a shard outlives what is broken off while it reads or answers', async () => {
  const pids = cluster.nodes.map((node) => node.pid())
  const [other] = await rows<{ port: number }>(
    first(),
    `SELECT port FROM system.clusters WHERE cluster = '${cluster.cluster}' AND NOT is_local`,
  )
  for (const said of ['', '\0', 'GET / HTTP/1.1\r\n\r\n']) {
    const shard = connect({ host: '127.0.0.1', port: other!.port })
    await once(shard, 'connect')
    if (said) shard.write(said)
    await sleep(100)
    shard.resetAndDestroy()
  }
  await sleep(500)
  expect(await rows(first(), 'SELECT count() AS n FROM shop.visits')).toEqual([{ n: 100 }])
  expect(cluster.nodes.map((node) => node.pid())).toEqual(pids)
})

test('a single server has no cluster of ours', async () => {
  const node = await startClickHouse()
  const client = createClient({ url: node.url })
  expect(await rows(client, `SELECT count() AS n FROM system.clusters WHERE cluster = '${cluster.cluster}'`)).toEqual([
    { n: 0 },
  ])
  await client.close()
  await node.stop()
  await expect(fetch(node.url)).rejects.toThrow()
})
