import type { Engine } from '../engine/engine.ts'
import { isPassing } from '../engine/failure.ts'
import { WaywornError } from '../lib/errors.ts'
import type { Mutex } from '../lib/mutex.ts'
import { pause } from '../lib/pause.ts'
import type { Tombstones } from '../sessions/erase/tombstones.ts'
import { foldArrived } from './fold-arrived.ts'
import { keepOut } from './keep-out.ts'
import { arrivalOf, dateOfLine, LINE_TABLES, type LineLetter, sessionKeyOfLine, withArrival } from './log-lines.ts'
import type { OpenSessions } from './open-sessions.ts'
import type { ViewsInPieces } from './views-in-pieces.ts'

export interface Loading {
  log: {
    read(after: bigint, maxBytes: number): Promise<{ sequence: bigint; payload: Buffer }[]>
    waitFor(after: bigint, timeoutMs: number, signal?: AbortSignal): Promise<void>
    position(): bigint
    advance(to: bigint): Promise<void>
  }
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
 * Wait a little so that more comes together: a load costs some 10 ms however small it is, and its rows are merged with
 * those of others the more often the smaller it was. While much comes, longer.
 */
const GATHER_MS = { few: 150, many: 500 }
const MANY_EVENTS = 200
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
      if (!isFull) await pause(events < MANY_EVENTS ? GATHER_MS.few : GATHER_MS.many, signal)
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
const loadNext = async (loading: Loading): Promise<{ events: number; isFull: boolean }> => {
  const records = await loading.log.read(loading.log.position(), BATCH_BYTES)
  if (!records.length) return { events: 0, isFull: false }
  const batch = linesOf(records)
  await loading.exclusive(async () => {
    // Within the lock: a removal holds it too, so that what it has not seen, this sees.
    const kept = keepOut(loading.tombstones)
    const { folded, keys } = await foldArrived(loading.engine, loading.pieces, kept.documents(batch.d))
    const events = kept.events([...batch.e, ...folded])
    const reopened = await loading.sessions.makeOpen(new Set([...batch.keys, ...keys]))
    loading.sessions.expect(
      events.reduce((oldest, line) => Math.min(oldest, dateOfLine(line)), Number.MAX_SAFE_INTEGER),
    )
    await insert(loading, 'e', reopened.size ? events.map((line) => withReopened(line, reopened)) : events)
    await insert(loading, 's', kept.segments(batch.s))
    for (const letter of ['i', 'x'] as const) await insert(loading, letter, batch[letter])
  })
  await loading.log.advance(records.at(-1)!.sequence)
  loading.onLoaded?.(batch.e.length)
  const bytes = records.reduce((sum, { payload }) => sum + payload.length, 0)
  return { events: Math.max(1, batch.e.length), isFull: bytes > BATCH_BYTES / 2 }
}

const withReopened = (line: string, reopened: ReadonlyMap<bigint, bigint>): string => {
  const number = reopened.get(BigInt(/"session_key":"(\d+)"/.exec(line)![1]!))
  return number === undefined ? line : `{"reopened":"${number}",${line.slice(1)}`
}

type Lines = Record<LineLetter, string[]> & { keys: Set<bigint> }

const linesOf = (records: readonly { sequence: bigint; payload: Buffer }[]): Lines => {
  const lines: Lines = { e: [], d: [], s: [], i: [], x: [], keys: new Set() }
  for (const { sequence, payload } of records) {
    payload
      .toString('utf8')
      .split('\n')
      .forEach((line, index) => {
        const letter = line[0] as LineLetter | undefined
        if (!letter || !(letter in LINE_TABLES)) return
        const json = line.slice(1)
        if (letter === 'e') lines.keys.add(sessionKeyOfLine(json))
        lines[letter].push(letter === 'e' || letter === 'd' ? withArrival(json, arrivalOf(sequence, index)) : json)
      })
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
  const arrival = /^\{(?:"reopened":"\d+",)?"arrival":(\d+)/.exec(line)?.[1] ?? String(now)
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
