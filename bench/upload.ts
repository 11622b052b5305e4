/**
 * Measures what uploading a segment takes: `node --import tsx bench/upload.ts [rows]`, 5,000,000 ids unless told, and a
 * file of 10 GB that is one line. Resident memory of the server: before, the most, and afterwards.
 */
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { startServer, type TestServer } from '../test/support/server.ts'

const rows = Number(process.argv[2] ?? 5_000_000)
const ROWS_A_CHUNK = 1_000
const BOUNDARY = 'bench-boundary'
const MB = 2 ** 20

function* ids(): Generator<string> {
  yield 'id,email\n'
  for (let first = 0; first < rows; first += ROWS_A_CHUNK) {
    const numbers = Array.from({ length: Math.min(ROWS_A_CHUNK, rows - first) }, (_, i) => first + i)
    yield `${numbers.map((n) => `u-${n},user${n}@example.com`).join('\n')}\n`
  }
}

function* oneLine(): Generator<string> {
  const chunk = 'a'.repeat(65_536)
  for (let sent = 0; sent < 10 * 1024 * MB; sent += chunk.length) yield chunk
}

interface Sent {
  status: number
  answer: string
  bytes: number
}

const send = (server: TestServer, name: string, texts: Generator<string>): Promise<Sent> =>
  new Promise((resolve, reject) => {
    const fields = Object.entries({ name, column: 'id', key: 'usr.id' }).map(
      ([field, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
    )
    let bytes = 0
    function* body() {
      yield `${fields.join('')}--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="ids.csv"\r\nContent-Type: text/csv\r\n\r\n`
      for (const text of texts) {
        bytes += text.length
        yield text
      }
      yield `\r\n--${BOUNDARY}--\r\n`
    }
    const headers = {
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'dd-api-key': server.apiKey,
      'dd-application-key': server.appKey,
    }
    const source = Readable.from(body())
    const sending = request(
      `${server.url}/api/v2/product-analytics/segments/csv`,
      { method: 'POST', headers },
      (got) => {
        let answer = ''
        got.setEncoding('utf8').on('data', (text: string) => {
          answer += text
        })
        got.once('end', () => {
          source.destroy()
          resolve({ status: got.statusCode!, answer, bytes })
          sending.destroy()
        })
      },
    )
    sending.once('error', reject)
    source.pipe(sending)
  })

const residentOf = (pid: number): number =>
  1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)

/** Seconds of processor time, user and system. Linux counts in hundredths. */
const processorOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

const measure = async (server: TestServer, name: string, texts: Generator<string>) => {
  const [before, processor, started] = [residentOf(server.pid), processorOf(server.pid), performance.now()]
  let most = before
  let under = true
  const watching = (async () => {
    while (under) {
      most = Math.max(most, residentOf(server.pid))
      await pause(100)
    }
  })()
  const { status, answer, bytes } = await send(server, name, texts)
  const seconds = (performance.now() - started) / 1000
  under = false
  await watching
  const memory = [before, most, residentOf(server.pid)].map((of) => (of / MB).toFixed(0)).join(' / ')
  const took = `${seconds.toFixed(1)} s, ${(processorOf(server.pid) - processor).toFixed(1)} s of processor`
  process.stdout.write(
    `${name}: ${(bytes / MB).toFixed(0)} MB sent, ${took}, memory ${memory} MB, answered ${status}\n`,
  )
  process.stdout.write(`  ${answer.slice(0, 300)}\n`)
}

const server = await startServer({})
try {
  await measure(server, `${rows} ids`, ids())
  await measure(server, `${rows} ids again`, ids())
  await measure(server, 'one line', oneLine())
} finally {
  await server.stop()
}
