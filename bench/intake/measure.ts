import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { type Body, bodies, EVENTS_A_BODY } from './bodies.ts'

export interface IntakeMeasured {
  events: number
  seconds: number
  /** Answered with 202, that is: safe in the log. */
  accepted_per_second: number
  /** Loaded into the engine, the rest of the log included. */
  loaded_per_second: number
  bytes_per_event: number
  events_per_batch: number
  senders: number
  /** Of the server, user and system, for each event taken in and loaded. */
  cpu_us_per_event: number
  /** Of this process, which makes and sends the events, on the same machine. */
  sender_cpu_us_per_event?: number
  /** Resident memory of the server, bytes: the most, and every ten seconds. */
  memory: { most: number; over_time: { seconds: number; bytes: number }[] }
  /** Waits for the answer, ms. */
  wait: { p50: number; p99: number }
  /** Questions asked beside it: views per minute over the last hour, ms. */
  beside: { asked: number; failed: number; p50: number; p99: number }
}

export interface IntakeOptions {
  server: { url: string; pid: number; apiKey: string; appKey: string; application: { id: string; token: string } }
  seconds: number
  senders: number
  say(line: string): void
}

/** Sends real-shaped events to a running server as fast as it takes them, and asks it beside. */
export const measureIntake = async ({ server, seconds, senders, say }: IntakeOptions): Promise<IntakeMeasured> => {
  const all = bodies(server.application.id, 16 * senders)
  const agent = new Agent({ keepAlive: true, maxSockets: senders })
  const before = cpuOf(server.pid)
  const ownBefore = process.cpuUsage()
  const loadedBefore = await loadedBy(server.url)
  const started = performance.now()
  const until = started + seconds * 1000
  const waits: number[] = []
  let sent = 0
  let number = Math.floor(Math.random() * 2 ** 24)
  const send = async (own: readonly Body[]) => {
    for (let turn = 0; performance.now() < until; turn += 1) {
      const body = own[turn % own.length]!
      const begun = performance.now()
      await post(server, agent, body.fresh(number++, Date.now()))
      waits.push(performance.now() - begun)
      sent += EVENTS_A_BODY
    }
  }
  const watching = watch(server, started, until, () => sent, say)
  const asking = askBeside(server, until)
  await Promise.all(Array.from({ length: senders }, (_, i) => send(all.slice(16 * i, 16 * (i + 1)))))
  const accepting = (performance.now() - started) / 1000
  while ((await loadedBy(server.url)) - loadedBefore < sent) await pause(100)
  const took = (performance.now() - started) / 1000
  agent.destroy()
  const own = process.cpuUsage(ownBefore)
  const memory = await watching
  return {
    events: sent,
    seconds: rounded(took),
    accepted_per_second: Math.round(sent / accepting),
    loaded_per_second: Math.round(sent / took),
    bytes_per_event: Math.round(all.reduce((sum, body) => sum + body.bytes, 0) / all.length / EVENTS_A_BODY),
    events_per_batch: EVENTS_A_BODY,
    senders,
    cpu_us_per_event: Math.round(((cpuOf(server.pid) - before) * 1e6) / sent),
    sender_cpu_us_per_event: Math.round((own.user + own.system) / sent),
    memory,
    wait: { p50: shareOf(waits, 0.5), p99: shareOf(waits, 0.99) },
    beside: await asking,
  }
}

type Server = IntakeOptions['server']

const post = ({ url, application }: Server, agent: Agent, body: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'text/plain;charset=UTF-8', 'user-agent': AGENT, 'content-length': body.length }
    const address = `${url}/api/v2/rum?ddsource=browser&dd-api-key=${application.token}&batch_time=${Date.now()}`
    const sending = request(address, { method: 'POST', agent, headers }, (answer) => {
      answer.resume()
      answer.once('end', () =>
        answer.statusCode === 202 ? resolve() : reject(new Error(`answered ${answer.statusCode}`)),
      )
    })
    sending.once('error', reject)
    sending.end(body)
  })

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'

const loadedBy = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^wayworn_loaded_events_total (\d+)/m.exec(text)?.[1] ?? 0)
}

/** Seconds of processor time, user and system. Linux counts in hundredths. */
const cpuOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

const residentOf = (pid: number): number =>
  1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)

const watch = async (
  { pid }: Server,
  started: number,
  until: number,
  sent: () => number,
  say: (line: string) => void,
) => {
  const over_time: { seconds: number; bytes: number }[] = []
  let most = 0
  for (let turn = 0; performance.now() < until; turn += 1) {
    const bytes = residentOf(pid)
    most = Math.max(most, bytes)
    const at = (performance.now() - started) / 1000
    if (turn % 10 === 0) over_time.push({ seconds: Math.round(at), bytes })
    if (turn % 10 === 0) say(`intake: ${at.toFixed(0)} s, ${sent()} events, ${(bytes / 2 ** 20).toFixed(0)} MB`)
    await pause(1000)
  }
  return { most, over_time }
}

const askBeside = async ({ url, apiKey, appKey }: Server, until: number): Promise<IntakeMeasured['beside']> => {
  const waits: number[] = []
  let failed = 0
  while (performance.now() < until) {
    const query = { data_source: 'product_analytics', search: { query: '@type:view' } }
    const compute = { aggregation: 'count', interval: 60_000 }
    const attributes = { from: Date.now() - 3_600_000, to: Date.now(), query: { query, compute } }
    const begun = performance.now()
    const answer = await fetch(`${url}/api/v2/product-analytics/analytics/timeseries`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'dd-api-key': apiKey, 'dd-application-key': appKey },
      body: JSON.stringify({ data: { type: 'formula_analytics_extended_request', attributes } }),
    })
    await answer.text()
    if (!answer.ok) failed += 1
    waits.push(performance.now() - begun)
    await pause(1000)
  }
  return { asked: waits.length, failed, p50: shareOf(waits, 0.5), p99: shareOf(waits, 0.99) }
}

const rounded = (of: number) => Math.round(of * 10) / 10

const shareOf = (of: readonly number[], share: number): number => {
  const sorted = [...of].sort((a, b) => a - b)
  return rounded(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
}
