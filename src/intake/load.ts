import type { Engine } from '../engine/engine.ts'
import { isPassing } from '../engine/failure.ts'
import { WaywornError } from '../lib/errors.ts'
import type { Mutex } from '../lib/mutex.ts'
import { pause } from '../lib/pause.ts'
import type { Tombstones } from '../sessions/erase/tombstones.ts'
import { foldArrived } from './fold-arrived.ts'
import { BLOCK_BYTES, type Fresh } from './fresh.ts'
import type { FreshBlock } from './fresh-block.ts'
import { keepOut } from './keep-out.ts'
import { arrivalOf, dateOfLine, LINE_TABLES, type LineLetter, sessionKeyOfLine, withArrival } from './log-lines.ts'
import { linesOfRecord } from './log-record.ts'
import type { OpenSessions } from './open-sessions.ts'
import { type ViewsInPieces, viewOfLine } from './views-in-pieces.ts'

interface Logged {
  sequence: bigint
  payload: Buffer
}

export interface Loading {
  log: {
    read(after: bigint, maxBytes: number): Promise<Logged[]>
    waitFor(after: bigint, timeoutMs: number, signal?: AbortSignal): Promise<void>
    position(): bigint
    advance(to: bigint): Promise<void>
  }
  /** What of the log is still in memory. */
  fresh?: Fresh
  engine: Engine
  exclusive: Mutex
  sessions: OpenSessions
  pieces: ViewsInPieces
  /** Whose data is kept out. */
  tombstones?: Tombstones
  /** Called with what went wrong while the engine is away, and with `null` once it is back. */
  onTrouble(error: Error | null): void
  onLoaded?(events: number): void
  clock(): number
}

const BATCH_BYTES = 16 * 2 ** 20
/**
 * Wait a little so that more comes together: a load costs some 30 ms however small it is, and its rows are merged with
 * those of others the more often the smaller it was. The more comes the longer, but with the loads before and after it
 * for less than the two seconds within which events are to be seen.
 */
const GATHER = [
  { events: 1000, ms: 800 },
  { events: 200, ms: 500 },
  { events: 0, ms: 150 },
]
const gatherMs = (loaded: number): number => GATHER.find(({ events }) => loaded >= events)!.ms
const LONGEST_PAUSE_MS = 5_000

/** Loads the log into the engine until aborted, exactly once: repeating a batch changes nothing, and it is noted last. */
export const runLoader = async (loading: Loading, signal: AbortSignal): Promise<void> => {
  let waitMs = 0
  while (!signal.aborted) {
    try {
      const { events, isFull } = await loadNext(loading)
      if (waitMs) loading.onTrouble(null)
      waitMs = 0
      if (events === 0) await loading.log.waitFor(loading.log.position(), 1_000, signal)
      if (!isFull) await pause(gatherMs(events), signal)
    } catch (error) {
      if (signal.aborted) return
      loading.onTrouble(error as Error)
      waitMs = Math.min(LONGEST_PAUSE_MS, Math.max(250, waitMs * 2))
      await pause(waitMs, signal)
    }
  }
}

/** Loads what has been logged, up to a batch; returns the number of events. */
export const loadOnce = async (loading: Loading): Promise<number> => (await loadNext(loading)).events

/** `isFull`: more may be waiting. */
interface Loaded {
  events: number
  isFull: boolean
}

/** Loads the next block that is still in memory, or up to there what the log holds. */
const loadNext = async (loading: Loading): Promise<Loaded> => {
  const { log, fresh } = loading
  const position = log.position()
  const block = await fresh?.next(position)
  if (fresh && block?.first === position + 1n) return loadBlock(loading, fresh, block)
  const records = (await log.read(position, BATCH_BYTES)).filter(({ sequence }) => !block || sequence < block.first)
  if (records.length) return loadRecords(loading, records)
  return fresh && block ? loadBlock(loading, fresh, block) : { events: 0, isFull: false }
}

/** What can't be loaded this way is loaded from the log next time. */
const loadBlock = async (loading: Loading, fresh: Fresh, block: FreshBlock): Promise<Loaded> => {
  try {
    const { last, bytes } = block
    const events = block.sessionKeys.length
    // Within the lock: a removal holds it too, so that what it has not seen, this sees.
    const isLoaded = await loading.exclusive(async () => {
      const removed = loading.tombstones?.latest()
      if (removed !== undefined && block.oldest <= removed) return false
      await insertFresh(loading, block)
      return true
    })
    if (isLoaded) await noteLoaded(loading, last, events)
    return { events: Math.max(1, events), isFull: !isLoaded || bytes > (BLOCK_BYTES * 3) / 4 }
  } finally {
    fresh.drop(block)
  }
}

const insertFresh = async (loading: Loading, block: FreshBlock): Promise<void> => {
  const { engine, sessions } = loading
  const { events } = block
  await engine.insertBlock(LINE_TABLES.d, block.documents.block())
  for (const { row, arrival } of await foldArrived(engine, loading.pieces, block.views)) block.addFolded(row, arrival)
  const keys = new Set(block.sessionKeys)
  const reopened = await sessions.makeOpen(new Set([...keys].map(BigInt)))
  sessions.expect(block.oldestEvent)
  const slot = sessions.slot()
  for (const [row, key] of block.sessionKeys.entries()) {
    events.put(row, 'slot', slot)
    const number = reopened.size ? reopened.get(BigInt(key)) : undefined
    if (number !== undefined) events.put(row, 'reopened', number)
  }
  await engine.insertBlock(LINE_TABLES.e, events.block())
  for (const letter of ['s', 'i', 'x'] as const) await insert(loading, letter, block.lines[letter])
}

const loadRecords = async (loading: Loading, records: readonly Logged[]): Promise<Loaded> => {
  const batch = await linesOf(records)
  await loading.exclusive(async () => {
    const kept = keepOut(loading.tombstones)
    const documents = kept.documents(batch.d)
    await loading.engine.insert(LINE_TABLES.d, documents.join('\n'))
    const folded = await foldArrived(loading.engine, loading.pieces, documents.map(viewOfLine))
    const foldedLines = folded.map(({ row, arrival }) => withArrival(JSON.stringify(row), arrival))
    const events = kept.events([...batch.e, ...foldedLines])
    const keys = folded.map(({ row }) => BigInt(row.sessionKey))
    const reopened = await loading.sessions.makeOpen(new Set([...batch.keys, ...keys]))
    loading.sessions.expect(
      events.reduce((oldest, line) => Math.min(oldest, dateOfLine(line)), Number.MAX_SAFE_INTEGER),
    )
    const slot = loading.sessions.slot()
    await insert(
      loading,
      'e',
      events.map((line) => placed(line, slot, reopened)),
    )
    await insert(loading, 's', kept.segments(batch.s))
    for (const letter of ['i', 'x'] as const) await insert(loading, letter, batch[letter])
  })
  await noteLoaded(loading, records.at(-1)!.sequence, batch.e.length)
  const bytes = records.reduce((sum, { payload }) => sum + payload.length, 0)
  return { events: Math.max(1, batch.e.length), isFull: bytes > BATCH_BYTES / 2 }
}

const noteLoaded = async (loading: Loading, upTo: bigint, events: number): Promise<void> => {
  await loading.log.advance(upTo)
  loading.onLoaded?.(events)
}

/** With where it goes in front. */
const placed = (line: string, slot: bigint, reopened: ReadonlyMap<bigint, bigint>): string => {
  const number = reopened.size ? reopened.get(BigInt(/"session_key":"(\d+)"/.exec(line)![1]!)) : undefined
  return `{"slot":"${slot}",${number === undefined ? '' : `"reopened":"${number}",`}${line.slice(1)}`
}

type Lines = Record<LineLetter, string[]> & { keys: Set<bigint> }

const linesOf = async (records: readonly Logged[]): Promise<Lines> => {
  const lines: Lines = { e: [], d: [], s: [], i: [], x: [], keys: new Set() }
  for (const { sequence, payload } of records) {
    for (const [index, line] of (await linesOfRecord(payload)).entries()) {
      const letter = line[0] as LineLetter | undefined
      if (!letter || !(letter in LINE_TABLES)) continue
      const json = line.slice(1)
      if (letter === 'e') lines.keys.add(sessionKeyOfLine(json))
      lines[letter].push(letter === 'e' || letter === 'd' ? withArrival(json, arrivalOf(sequence, index)) : json)
    }
  }
  return lines
}

/** A row that the engine refuses must not keep its neighbours out: halve until it stands alone, then set it aside. */
const insert = async (loading: Loading, letter: LineLetter, lines: readonly string[]): Promise<void> => {
  if (!lines.length) return
  try {
    await loading.engine.insert(LINE_TABLES[letter], lines.join('\n'))
  } catch (error) {
    if (isPassing(error) || !(error instanceof WaywornError) || letter === 'x') throw error
    if (lines.length === 1) return insert(loading, 'x', [refused(lines[0]!, error, loading.clock())])
    const middle = lines.length >> 1
    await insert(loading, letter, lines.slice(0, middle))
    await insert(loading, letter, lines.slice(middle))
  }
}

const refused = (line: string, error: WaywornError, now: number): string => {
  const arrival = /^\{(?:"slot":"\d+",)?(?:"reopened":"\d+",)?"arrival":(\d+)/.exec(line)?.[1] ?? String(now)
  return JSON.stringify({
    set_aside_id: `load-${arrival}`,
    application_id: /"application_id":"([^"]{1,64})"/.exec(line)?.[1] ?? '',
    track: 'load',
    reason: error.code,
    detail: error.message.slice(0, 1000),
    sample: line.slice(0, 2048),
    received_at: new Date(now).toISOString().replace('T', ' ').replace('Z', ''),
  })
}
