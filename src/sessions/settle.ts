import type { Engine } from '../engine/engine.ts'
import type { Mutex } from '../lib/mutex.ts'
import { constant, i64, join, type Sql, sql, u32, u64, u64s, word } from '../sql/sql.ts'
import { deriveSequences } from './derive.ts'
import { deriveFacets } from './facet-rows.ts'
import { oldestHot } from './hot-from.ts'
import { ALL_COLUMNS, hotEvents, hotVersions, sessionRows, withSession } from './hot-rows.ts'
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
  /** Sessions moved in one go: bounds memory, and how long it takes. */
  sessions: number
}

export const SETTLE_DEFAULTS: SettleOptions = { quietMs: 10 * MINUTE, overMs: IDLE_MS + 5 * MINUTE, sessions: 20_000 }

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
        const keys = await quietSessions(engine, picture, now, options)
        if (!keys.length) return 0
        const batch = picture.committed + 1n
        await writeBatch(engine, hotEvents(picture, sql`session_key IN ${u64s(keys)}`), batch, now)
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

/** Of all versions, which are as many as are being sent: to resolve them first would tell hardly any session apart. */
const quietSessions = async (
  engine: Engine,
  picture: Picture,
  now: number,
  options: SettleOptions,
): Promise<bigint[]> => {
  const { rows } = await engine.query<{ key: string }>(
    sql`SELECT toString(session_key) AS key FROM (
      SELECT session_key, received_at, ${endMs} AS end_ms FROM (${hotVersions(picture)}))
    GROUP BY session_key
    HAVING max(toUnixTimestamp64Milli(received_at)) < ${i64(now - options.quietMs)}
      AND max(end_ms) < ${i64(now - options.overMs)}
    ORDER BY max(received_at), session_key LIMIT ${u32(options.sessions)}`,
    TAG,
  )
  return rows.map((row) => BigInt(row.key))
}

const columns = join(ALL_COLUMNS.map(word))

/**
 * Writes whole sessions as a batch, which does not count before the picture says so. `rows` are their events as
 * `hotEvents` gives them.
 */
export const writeBatch = async (engine: Engine, rows: Sql, batch: bigint, now: number): Promise<void> => {
  await engine.command(copyRows(rows, batch, now), TAG)
  await engine.command(indexRows(batch), TAG)
  await deriveSequences(engine, batch)
  await deriveFacets(engine, batch)
}

const copyRows = (rows: Sql, batch: bigint, now: number): Sql => sql`
INSERT INTO events (${columns}, batch) ${constant('SETTINGS distributed_foreground_insert=1')}
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
export const removeSettled = async (settling: Settling, waitMs = 60_000): Promise<boolean> => {
  const { engine, pictures, exclusive } = settling
  const { committed, removed } = pictures.current()
  if (committed === removed || !(await pictures.released(committed, waitMs))) return false
  await exclusive(async () => {
    await pictures.certain()
    const picture = pictures.current()
    await engine.everywhere((local) => deleteSettled(local, picture), TAG)
    await pictures.change({ ...picture, removed: picture.committed, hotFrom: await oldestHot(engine) })
  })
  return true
}

const deleteSettled = (local: (table: string) => string, { removed, committed, reopened }: Picture): Sql => sql`
DELETE FROM ${word(local('events_hot'))} WHERE session_key IN (
  SELECT session_key FROM ${word(local('session_index'))}
  WHERE batch > ${u64(removed)} AND batch <= ${u64(committed)}
    AND (session_key, batch) NOT IN (
      SELECT session_key, batch FROM ${word(local('superseded'))} WHERE number <= ${u64(reopened)}))
${constant('SETTINGS lightweight_deletes_sync=2')}`
