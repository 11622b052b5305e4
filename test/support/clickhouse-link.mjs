// Beside a node of clickhouse-node.mjs, whose main thread is blocked: what the other shards reach it through, and its end
// when the test that started it is gone.
//
// A shard that has enough rows breaks its question to another off, with a reset where an answer lies unread. A ClickHouse
// server logs that; `clickhouse local`, which the node is, ends its process at any exception of a connection. So the node
// is told of an end instead, and what it still says is read to nowhere.
import { connect, createServer } from 'node:net'
import { workerData } from 'node:worker_threads'

const { port, tcpPort } = workerData
const host = '127.0.0.1'

const link = (shard) => {
  const node = connect({ host, port: tcpPort, allowHalfOpen: true, noDelay: true })
  shard.pipe(node)
  node.pipe(shard)
  shard.on('error', () => {})
  shard.on('close', () => node.end().resume())
  node.on('error', () => shard.destroy())
}
createServer({ allowHalfOpen: true, noDelay: true }, link).listen(port, host)

const parent = process.ppid
setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 500)
