import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startServer } from '../test/support/server.ts'
import { measureIntake } from './intake/measure.ts'
import { type Measured, measure } from './measure.ts'
import { fillPeer } from './peer.ts'
import { GROUPS } from './questions/groups.ts'
import { writeReport } from './report.ts'
import { openStore, type Store } from './store.ts'

const HELP = `Measures what the product's questions take, over made-up events.

  node --import tsx bench/main.ts [options]

  --events <number>   how many: 5m (default), 50m, 100m, or any other
  --once              nearly everybody comes once: a third as many people as events
  --data <folder>     where the data is kept, to be used again; without it a scratch folder that is removed
  --only <texts>      questions whose name or group holds one of the texts, by commas; "intake" asks none, and prints
                      what intake took
  --runs <number>     of each question; 7 unless told
  --no-peers          leave out PostHog's layout
  --fill              only fill the folder
  --seconds <number>  how long events are taken in; 60 unless told
  --no-intake         leave that out
  --report <folder>   where report.json and report.md are written; bench/ unless told, "-" writes none
`

const numberOf = (text: string): number => {
  const found = /^(\d+(?:\.\d+)?)([km]?)$/i.exec(text)
  if (!found) throw new Error(`--events ${text} is no number such as 5m`)
  return Math.round(Number(found[1]) * { '': 1, k: 1e3, m: 1e6 }[found[2]!.toLowerCase()]!)
}

const { values: flags } = parseArgs({
  allowNegative: true,
  options: {
    events: { type: 'string', default: '5m' },
    once: { type: 'boolean', default: false },
    data: { type: 'string' },
    only: { type: 'string', default: '' },
    runs: { type: 'string', default: '7' },
    peers: { type: 'boolean', default: true },
    fill: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '60' },
    intake: { type: 'boolean', default: true },
    report: { type: 'string', default: import.meta.dirname },
    help: { type: 'boolean', default: false },
  },
})

const say = (line: string) => void process.stderr.write(`${line}\n`)

const texts = flags.only.toLowerCase().split(',')
const questions = () =>
  GROUPS.flatMap(({ name, questions: all }) => all.map((question) => ({ name, question }))).filter(
    ({ name, question }) => texts.some((text) => `${name} ${question.name}`.toLowerCase().includes(text)),
  )

/** After each question what is known so far is reported: a run may be broken off. */
const ask = async (store: Store): Promise<void> => {
  const measured: Measured[] = []
  for (const one of questions()) {
    const line = await measure(one, store, Number(flags.runs))
    measured.push(line)
    const beside = [
      line.scan_ms === undefined ? '' : `scan ${line.scan_ms} ms (${(line.median_ms / line.scan_ms).toFixed(1)}×)`,
      line.peer_ms === undefined ? '' : `peer ${line.peer_ms} ms`,
      line.beside ? `${line.beside.name} ${line.beside.median_ms} ms` : '',
      `${(line.rows / 1e6).toFixed(2)} M rows, ${(line.bytes / 2 ** 20).toFixed(0)} MB, ${(line.memory / 2 ** 20).toFixed(0)} MB held`,
    ]
    say(`${line.met ? '  ' : '✗ '}${line.name}: ${line.median_ms} ms, ${beside.filter(Boolean).join(', ')}`)
    if (flags.report !== '-') await writeReport(flags.report, { machine: machine(), store, questions: measured })
  }
}

/** Into a server of its own. */
const takeIn = async () => {
  const server = await startServer()
  return measureIntake({ server, seconds: Number(flags.seconds), senders: 8, say }).finally(() => server.stop())
}

const machine = () => {
  const cores = cpus().length
  const load = Math.round(loadavg()[2]!)
  const of = { cpu: cpus()[0]?.model ?? '', cores, memory: totalmem(), node: process.version }
  return load > 1.5 * cores ? { ...of, busy: load } : of
}

const run = async (): Promise<void> => {
  const folder = flags.data ?? mkdtempSync(path.join(tmpdir(), 'wayworn-bench-'))
  const to = Math.floor(Date.now() / 86_400_000) * 86_400_000
  const store = await openStore({
    folder: path.resolve(folder),
    events: numberOf(flags.events),
    to,
    once: flags.once,
    say,
  })
  try {
    if (store.filledIn !== undefined) say(`filled in ${store.filledIn.toFixed(0)} s`)
    if (flags.fill) return
    if (flags.peers) await fillPeer(store.engine)
    await ask(store)
    const intake = flags.intake ? await takeIn() : undefined
    if (intake && flags.report !== '-') await writeReport(flags.report, { machine: machine(), store, intake })
  } finally {
    await store.close()
    if (!flags.data) await rm(folder, { recursive: true, force: true })
  }
}

if (flags.help) process.stdout.write(HELP)
else if (flags.only === 'intake') process.stdout.write(`${JSON.stringify(await takeIn(), null, 2)}\n`)
else await run()
