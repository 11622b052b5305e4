import { type AskingDeps, ask, type Way } from '../src/analyses/asking.ts'
import type { Engine } from '../src/engine/engine.ts'
import { and, constant, join, type Sql, sql, strs, time } from '../src/sql/sql.ts'
import { peerStatement } from './peer.ts'
import type { Question, Span, Target } from './questions/question.ts'
import type { Store } from './store.ts'

/** What one question took: a line of `report.json`. */
export interface Measured {
  name: string
  group: string
  /** Of the answer as the product gives it, ms. */
  median_ms: number
  slowest_ms: number
  /** Of the bare scan of the columns that it reads, asked in between. */
  scan_ms?: number
  /** Of the same question over PostHog's layout. */
  peer_ms?: number
  /** Of the question asked in between to be compared with. */
  beside?: { name: string; median_ms: number }
  /** What was read: sequences of sessions or counts of values where they carry what is asked, or events alone. */
  way: Way
  /** Read by all of its statements. */
  rows: number
  bytes: number
  /** The most that its statements held at once, bytes. */
  memory: number
  target: Question['target']
  met: boolean
}

const LIMITS = { seconds: 600, bytes: 8 * 2 ** 30 }
const TAG = { tag: 'bench', limits: LIMITS }

export const measure = async (
  { name: group, question }: { name: string; question: Question },
  store: Store,
  runs: number,
): Promise<Measured> => {
  const { engine, span } = store
  const own: number[] = []
  const scan: number[] = []
  const peer: number[] = []
  const others: number[] = []
  const { reads, peer: peerText, beside } = question
  const deps = question.kept ? { ...store.asking, kept: store.kept } : store.asking
  const once = (asking: AskingDeps, of: Pick<Question, 'ask'> = question) =>
    ask(asking, { tag: 'bench', keep: question.kept === true }, async (one) => {
      await of.ask(one, span)
      return one.way?.() ?? 'events'
    })
  // The first run fetches what the disk has to give, and is watched; no time is taken of it.
  let way: Way = 'events'
  let read = { rows: 0, bytes: 0 }
  const watched = async () => {
    read = await readBy(engine, async (counting) => {
      way = await once({ ...deps, engine: counting })
    })
  }
  const held = await peakOf(engine, watched)
  for (let run = 0; run < runs; run += 1) {
    own.push(await timed(() => once(deps)))
    if (reads) scan.push(await timed(() => engine.query(bareScan(reads, span), TAG)))
    if (peerText) peer.push(await timed(() => engine.query(peerStatement(peerText, span), TAG)))
    if (beside) others.push(await timed(() => once(deps, beside)))
  }
  const taken: Taken = {
    median_ms: medianOf(own),
    ...(scan.length ? { scan_ms: medianOf(scan) } : {}),
    ...(peer.length ? { peer_ms: medianOf(peer) } : {}),
    ...(beside ? { beside: { name: beside.name, median_ms: medianOf(others) } } : {}),
  }
  return {
    name: question.name,
    group,
    slowest_ms: Math.max(...own),
    ...taken,
    way,
    ...read,
    memory: held,
    target: question.target,
    met: isMet(question.target, taken),
  }
}

type Taken = Pick<Measured, 'median_ms' | 'scan_ms' | 'peer_ms' | 'beside'>

const isMet = (target: Target, { median_ms, scan_ms = 0, peer_ms, beside }: Taken): boolean => {
  if ('ms' in target) return median_ms < target.ms
  if ('besides' in target) return median_ms <= target.besides * beside!.median_ms
  const quicker = target.peer === undefined || peer_ms === undefined || median_ms * target.peer <= peer_ms
  return quicker && median_ms <= target.scans * scan_ms
}

/** Reads the columns of all rows that the question can't do without, and does nothing with them. */
const bareScan = ({ types, columns }: NonNullable<Question['reads']>, { from, to }: Span): Sql => {
  const where = [
    sql`type IN ${strs(types)}`,
    sql`date >= ${time(from)} AND date < ${time(to)}`,
    sql`NOT ignore(${join(columns.map(constant))})`,
  ]
  return sql`SELECT count() FROM events WHERE ${and(where)}`
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return rounded(performance.now() - started)
}

const rounded = (ms: number) => Math.round(ms * 10) / 10

const medianOf = (of: readonly number[]): number => {
  const sorted = [...of].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return rounded(sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2)
}

const readBy = async (engine: Engine, work: (counting: Engine) => Promise<unknown>) => {
  const read = { rows: 0, bytes: 0 }
  await work({
    ...engine,
    async query<Row>(...args: Parameters<Engine['query']>) {
      const answer = await engine.query<Row>(...args)
      read.rows += answer.read.rows
      read.bytes += answer.read.bytes
      return answer
    },
  })
  return read
}

const EVERY_MS = 10

/** Asks the engine again and again what the statements under way hold, while the work is done. */
const peakOf = async (engine: Engine, work: () => Promise<unknown>): Promise<number> => {
  let peak = 0
  let working = true
  const watching = (async () => {
    while (working) {
      const { rows } = await engine.query<{ held: number }>(
        sql`SELECT toFloat64(sum(peak_memory_usage)) AS held FROM system.processes WHERE Settings['log_comment'] = 'bench'`,
        { tag: 'bench-watch' },
      )
      peak = Math.max(peak, rows[0]!.held)
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
  })()
  await work().finally(() => {
    working = false
  })
  await watching
  return peak
}
