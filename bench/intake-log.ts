import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openIntakeLog } from '../src/intake/log/intake-log.ts'

/**
 * How fast records get onto the disk: `node --import tsx bench/intake-log.ts [seconds] [record bytes] [appenders]`. A loader
 * reads beside them, 4 MB at a time, and advances.
 */
const [seconds = 5, recordBytes = 100_000, appenders = 50] = process.argv.slice(2).map(Number)
const folder = await mkdtemp(join(process.env.BENCH_FOLDER ?? tmpdir(), 'wayworn-bench-'))
const log = await openIntakeLog({ folder })
const payload = Buffer.alloc(recordBytes, '{"type":"view","date":1790000000000}\n')
const end = performance.now() + seconds * 1000
const waits: number[] = []
let loaded = 0
let appending = true

const append = async () => {
  while (performance.now() < end) {
    const start = performance.now()
    await log.append(payload)
    waits.push(performance.now() - start)
  }
}
const load = async () => {
  while (appending || log.lagRecords() > 0n) {
    const records = await log.read(log.position(), 4 * 2 ** 20)
    loaded += records.length
    if (records.length > 0) await log.advance(records.at(-1)!.sequence)
    else await log.waitFor(log.position(), 100)
  }
}

const start = performance.now()
const loading = load()
await Promise.all(Array.from({ length: appenders }, append))
const took = (performance.now() - start) / 1000
appending = false
await loading
waits.sort((a, b) => a - b)
const at = (share: number) => waits[Math.floor(share * (waits.length - 1))]!.toFixed(1)
const { fsyncs } = log.counters()
const rate = waits.length / took
console.log(`${appenders} appenders, ${recordBytes} bytes a record, ${took.toFixed(1)} s`)
console.log(`${rate.toFixed(0)} appends/s, ${((rate * recordBytes) / 1e6).toFixed(0)} MB/s`)
console.log(`${fsyncs} fsyncs, ${(waits.length / fsyncs).toFixed(1)} appends each`)
console.log(`wait p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms; ${loaded} records loaded beside`)
await log.close()
await rm(folder, { recursive: true })
