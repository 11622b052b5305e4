import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from '../src/sql/sql.ts'
import type { IntakeMeasured } from './intake/measure.ts'
import type { Measured } from './measure.ts'
import { pageOf } from './page.ts'
import { GROUPS } from './questions/groups.ts'
import type { Store } from './store.ts'

export interface Machine {
  cpu: string
  cores: number
  memory: number
  node: string
  /** Processes that wanted a core on average while it was measured, if there was other work. */
  busy?: number
}

/** What `report.json` holds: the last full run, and the questions of runs over other numbers of events. */
export interface Report {
  machine: Machine & { engine: string; at: string }
  data: Data
  questions: Measured[]
  /** Medians by number of events, of all runs that are kept here. */
  growth: Record<string, Record<string, number>>
  intake?: IntakeMeasured
}

interface Data {
  events: number
  rows: number
  sessions: number
  /** Of `events` on disk, and what an event takes of it. */
  bytes: number
  bytes_per_event: number
  filled_in_seconds?: number
}

interface Measurements {
  machine: Machine
  store: Store
  /** Without them those of the run before stay. */
  questions?: Measured[]
  intake?: IntakeMeasured
}

/** Writes the report; what it says of other questions, of other numbers of events, and of intake, is kept. */
export const writeReport = async (
  folder: string,
  { machine, store, questions, intake }: Measurements,
): Promise<void> => {
  const before = await readReport(folder)
  const data = await dataOf(store)
  const medians = Object.fromEntries((questions ?? []).map((one) => [one.name, one.median_ms]))
  const key = String(Math.round(data.events / 1e6))
  const report: Report = {
    machine: { ...machine, engine: `chDB ${store.engine.version}`, at: new Date().toISOString() },
    data,
    questions: merged(before?.data.events === data.events ? before.questions : [], questions ?? []),
    growth: { ...before?.growth, [key]: { ...before?.growth[key], ...medians } },
    ...((intake ?? before?.intake) ? { intake: intake ?? before?.intake } : {}),
  }
  await writeFile(path.join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
  await writeFile(path.join(folder, 'report.md'), pageOf(report))
}

/** In the order of the questions. */
const merged = (before: readonly Measured[], now: readonly Measured[]): Measured[] => {
  const known = new Map([...before, ...now].map((one) => [one.name, one]))
  return GROUPS.flatMap(({ questions }) => questions.flatMap(({ name }) => known.get(name) ?? []))
}

const readReport = async (folder: string): Promise<Report | undefined> => {
  const text = await readFile(path.join(folder, 'report.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as Report)
}

const dataOf = async ({ engine, sessions, filledIn }: Store): Promise<Data> => {
  const tag = { tag: 'bench-data' }
  const counted = await engine.query<{ rows: number; own: number }>(
    sql`SELECT toFloat64(count()) AS rows, toFloat64(countIf(type = 'session')) AS own FROM events`,
    tag,
  )
  const disk = await engine.query<{ bytes: number }>(
    sql`SELECT toFloat64(sum(bytes_on_disk)) AS bytes FROM system.parts WHERE table = 'events' AND active`,
    tag,
  )
  const { rows, own } = counted.rows[0]!
  const bytes = disk.rows[0]!.bytes
  const events = rows - own
  const filled = filledIn === undefined ? {} : { filled_in_seconds: Math.round(filledIn) }
  return {
    events,
    rows,
    sessions,
    bytes,
    bytes_per_event: Math.round((10 * bytes) / events) / 10,
    ...filled,
  }
}
