import type { Engine } from '../engine/engine.ts'
import type { Mutex } from '../lib/mutex.ts'
import { constant, i64, join, type Sql, sql, u32, u64, word } from '../sql/sql.ts'
import { deriveSequences } from './derive.ts'
import { deriveFacets } from './facet-rows.ts'
import { oldestHot } from './hot-from.ts'
import { ALL_COLUMNS, eventsOfOpen, hotVersions, sessionRows, withSession } from './hot-rows.ts'
import { carryOver, dropSlots, isGivenUp, readSlots, removedUpTo, SLOT_LIMITS } from './hot-slots.ts'
import type { Picture, Pictures } from './picture.ts'
import { clearReopening, clearSettling } from './recover.ts'
import { supersede } from './reopen.ts'
import { endMs, IDLE_MS } from './roll-up.ts'

const MINUTE = 60_000

export interface SettleOptions {
  /** Nothing of the session arrived for so long. */
  quietMs: number
  /** Its last event happened so long ago; more than the session's own time-out, so that it is no longer active. */
  overMs: number
  /** Sessions moved as one batch: bounds how long it takes. */
  sessions: number
  /** Of these copied in one go, which takes some 50 KB of memory each. */
  copied: number
}

export const SETTLE_DEFAULTS: SettleOptions = {
  quietMs: 10 * MINUTE,
  overMs: IDLE_MS + 5 * MINUTE,
  sessions: 20_000,
  copied: 5_000,
}

export interface Settling {
  engine: Engine
  pictures: Pictures
  /** The same that the loader holds while it loads. */
  exclusive: Mutex
  /** From now on collect the sessions that are loaded; the function returned gives them and stops. */
  watchLoads(): () => ReadonlySet<bigint>
  /** These sessions are no longer among the open ones. */
  left(keys: readonly bigint[]): void
  clock(): number
}

const TAG = { tag: 'settle', lane: 'background' as const, limits: { seconds: 600 } }

/** Moves sessions that have gone quiet from `events_hot` to `events`; returns how many. */
export const settle = async (settling: Settling, options: SettleOptions = SETTLE_DEFAULTS): Promise<number> => {
  const { engine, pictures, exclusive } = settling
  const now = settling.clock()
  // Between two loads: of a load under way, some rows could come after the copy without being noticed.
  const loadedSince = await exclusive(async () => settling.watchLoads())
  try {
    return await pictures.attempt(
      'settle',
      (picture) => clearSettling(engine, picture),
      async () => {
        const picture = pictures.current()
        const quiet = await quietSessions(engine, picture, now, options)
        if (!quiet.length) return 0
        const keys = quiet.map(({ key }) => key)
        const batch = picture.committed + 1n
        await writeBatch(engine, copies(picture, quiet, options.copied), batch, now)
        await exclusive(async () => {
          const late = loadedSince()
          settling.left(keys)
          await commit(
            engine,
            pictures,
            batch,
            keys.filter((key) => late.has(key)),
          )
        })
        return keys.length
      },
    )
  } finally {
    loadedSince()
  }
}

/** A session that may be settled, and between which slots of `events_hot` all of its rows lie, both included. */
interface Quiet {
  key: bigint
  first: number
  last: number
}

/** Of all versions, which are as many as are being sent: to resolve them first would tell hardly any session apart. */
const quietSessions = async (
  engine: Engine,
  picture: Picture,
  now: number,
  options: SettleOptions,
): Promise<Quiet[]> => {
  const { rows } = await engine.query<Record<keyof Quiet, string>>(
    sql`SELECT toString(session_key) AS key, toString(min(slot)) AS first, toString(max(slot)) AS last FROM (
      SELECT session_key, slot, received_at, ${endMs} AS end_ms FROM (${hotVersions(picture)}))
    GROUP BY session_key
    HAVING max(toUnixTimestamp64Milli(received_at)) < ${i64(now - options.quietMs)}
      AND max(end_ms) < ${i64(now - options.overMs)}
    ORDER BY max(received_at), session_key LIMIT ${u32(options.sessions)}`,
    TAG,
  )
  return rows.map(({ key, first, last }) => ({ key: BigInt(key), first: Number(first), last: Number(last) }))
}

/** The events of these sessions, some of them at a time. */
const copies = (picture: Picture, quiet: readonly Quiet[], atOnce: number): Sql[] => {
  const pieces = Math.ceil(quiet.length / atOnce)
  return Array.from({ length: pieces }, (_, i) => {
    const piece = quiet.slice(i * atOnce, (i + 1) * atOnce)
    const first = Math.min(...piece.map((one) => one.first))
    const last = Math.max(...piece.map((one) => one.last))
    return eventsOfOpen(picture, { keys: piece.map(({ key }) => key), slots: [first, last] })
  })
}

const columns = join(ALL_COLUMNS.map(word))

/**
 * Writes whole sessions as a batch, which does not count before the picture says so. `pieces` are their events as
 * `hotEvents` gives them, each of some sessions.
 */
export const writeBatch = async (engine: Engine, pieces: readonly Sql[], batch: bigint, now: number): Promise<void> => {
  for (const rows of pieces) await engine.command(copyRows(rows, batch, now), TAG)
  await engine.command(indexRows(batch), TAG)
  await deriveSequences(engine, batch)
  await deriveFacets(engine, batch)
}

const copyRows = (rows: Sql, batch: bigint, now: number): Sql => sql`
INSERT INTO events (${columns}, batch) ${constant('SETTINGS distributed_foreground_insert=1, max_threads=1')}
SELECT ${columns}, ${u64(batch)} FROM (
  SELECT ${columns} FROM (${withSession(rows, now)}) UNION ALL SELECT ${columns} FROM (${sessionRows(rows, now)}))`

const indexRows = (batch: bigint): Sql => sql`
INSERT INTO session_index (session_key, batch, first_date, last_date) ${constant('SETTINGS distributed_foreground_insert=1')}
SELECT session_key, ${u64(batch)}, min(date), max(date) FROM events WHERE batch = ${u64(batch)} GROUP BY session_key`

/** Makes the batch count, but for sessions of which something arrived meanwhile: those stay among the open ones. */
const commit = async (engine: Engine, pictures: Pictures, batch: bigint, changed: readonly bigint[]) => {
  await pictures.certain()
  const picture = pictures.current()
  if (!changed.length) return pictures.change({ ...picture, committed: batch })
  const number = picture.reopened + 1n
  await pictures.attempt(
    'reopen',
    () => clearReopening(engine, picture),
    async () => {
      await supersede(
        engine,
        changed.map((key) => ({ key, batch })),
        number,
      )
      await pictures.change({ ...picture, committed: batch, reopened: number, superseded: true })
    },
  )
}

/** Removes from `events_hot` what has been settled, once no question looks at it any more. Returns whether it did. */
export const removeSettled = async (settling: Settling, waitMs = 60_000, limits = SLOT_LIMITS): Promise<boolean> => {
  const { engine, pictures, exclusive } = settling
  await exclusive(() => pictures.certain())
  const picture = pictures.current()
  const { committed, removed } = picture
  if (committed === removed || !(await pictures.released(committed, waitMs))) return false
  const slots = await readSlots(engine, picture)
  const given = slots.filter((slot) => isGivenUp(slot, limits))
  await exclusive(async () => {
    const newest = slots.find(({ number }) => number === pictures.slot())
    if (newest && (newest.rows >= limits.rows || given.includes(newest))) pictures.nextSlot()
  })
  if (given.length) {
    await carryOver(engine, picture, given, pictures.slot())
    await dropSlots(engine, given)
  }
  const isAll = slots.every((slot) => slot.settled === 0 || given.includes(slot))
  const upTo = isAll ? committed : await removedUpTo(engine, picture)
  await exclusive(async () => {
    await pictures.certain()
    await pictures.change({ ...pictures.current(), removed: upTo, hotFrom: await oldestHot(engine) })
  })
  return true
}
