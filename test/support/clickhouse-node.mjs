// One ClickHouse server for tests, made of the library inside the chdb package. Started by clickhouse-cluster.ts:
//   node clickhouse-node.mjs <folder> <config file> <port for other shards> <tcp port> <http port>
// `chdb_query_cmdline` takes the command line of `clickhouse local` and blocks this thread for as long as it serves.
import { Worker } from 'node:worker_threads'
import { libchdbPath } from 'chdb/libchdb'
import { DataType, load, open } from 'ffi-rs'

const [folder, config, port, tcpPort, httpPort] = process.argv.slice(2)

new Worker(new URL('clickhouse-link.mjs', import.meta.url), {
  workerData: { port: Number(port), tcpPort: Number(tcpPort) },
})

const options = {
  path: folder,
  'config-file': config,
  listen: '127.0.0.1',
  tcp_port: tcpPort,
  http_port: httpPort,
  'logger.log': `${folder}/server.log`,
  'log-level': 'warning',
  query: `SYSTEM START LISTEN TCP; SYSTEM START LISTEN HTTP;
    SELECT sleepEachRow(0.2) FROM system.numbers FORMAT Null
    SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0`,
}
const line = ['clickhouse', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])]

open({ library: 'chdb', path: libchdbPath() })
const call = (funcName, retType, paramsType, paramsValue) =>
  load({ library: 'chdb', funcName, retType, paramsType, paramsValue })
const result = call('chdb_query_cmdline', DataType.External, [DataType.I32, DataType.StringArray], [line.length, line])
console.error(call('chdb_result_error', DataType.String, [DataType.External], [result]))
process.exit(1)
