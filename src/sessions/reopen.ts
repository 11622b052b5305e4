import type { Engine } from '../engine/engine.ts'
import { constant, join, type Sql, sql, time, u64, u64s, word } from '../sql/sql.ts'
import { HOT_COLUMNS } from './hot-rows.ts'
import type { Pictures } from './picture.ts'
import { clearReopening } from './recover.ts'

const TAG = { tag: 'reopen', lane: 'background' as const }

interface Settled {
  key: string
  newest: string
  first: number
  last: number
}

/** Of these sessions the ones that are settled, with the batch that counts. */
const settledAmong = async (engine: Engine, pictures: Pictures, keys: readonly bigint[]): Promise<Settled[]> => {
  const { committed, reopened } = pictures.current()
  const { rows } = await engine.query<Settled>(
    // An alias must not be named like a column of the WHERE clause: the engine would put the aggregate there.
    sql`SELECT toString(session_key) AS key, toString(max(batch)) AS newest,
      toUnixTimestamp64Milli(min(first_date)) AS first, toUnixTimestamp64Milli(max(last_date)) AS last
    FROM session_index
    WHERE session_key IN ${u64s(keys)} AND batch <= ${u64(committed)} AND (session_key, batch) GLOBAL NOT IN (
      SELECT session_key, batch FROM superseded WHERE session_key IN ${u64s(keys)} AND number <= ${u64(reopened)})
    GROUP BY session_key`,
    TAG,
  )
  return rows
}

/**
 * Brings settled sessions back among the open ones, because something of them has arrived late. Whoever asks sees the
 * settled copy until the picture changes, the open one afterwards. Returns the sessions that it brought back.
 */
export const reopen = async (engine: Engine, pictures: Pictures, keys: readonly bigint[]): Promise<bigint[]> => {
  if (!keys.length || pictures.current().committed === 0n) return []
  const settled = await settledAmong(engine, pictures, keys)
  if (!settled.length) return []
  await pictures.attempt(
    'reopen',
    (picture) => clearReopening(engine, picture),
    async () => {
      const picture = pictures.current()
      const number = picture.reopened + 1n
      // Also those that may still be in events_hot: a removal that broke off may have taken them, and twice is once there.
      await engine.command(copyBack(settled, number, pictures.slot()), { ...TAG, limits: { seconds: 300 } })
      await supersede(
        engine,
        settled.map((one) => ({ key: BigInt(one.key), batch: BigInt(one.newest) })),
        number,
      )
      pictures.lowerHot(Math.min(...settled.map((one) => one.first)))
      await pictures.change({ ...pictures.current(), reopened: number, superseded: true })
    },
  )
  return settled.map((one) => BigInt(one.key))
}

/** Under this number these settled copies no longer count. */
export const supersede = (
  engine: Engine,
  copies: readonly { key: bigint; batch: bigint }[],
  number: bigint,
): Promise<void> => {
  const line = ({ key, batch }: { key: bigint; batch: bigint }) =>
    JSON.stringify({ session_key: String(key), batch: String(batch), number: String(number) })
  return engine.insert('superseded', copies.map(line).join('\n'))
}

const hotColumns = join(HOT_COLUMNS.map(word))

const copyBack = (sessions: readonly Settled[], number: bigint, slot: bigint): Sql => {
  const keys = u64s(sessions.map((one) => BigInt(one.key)))
  const batches = u64s([...new Set(sessions.map((one) => BigInt(one.newest)))])
  const pairs = join(sessions.map((one) => sql`(${u64(BigInt(one.key))}, ${u64(BigInt(one.newest))})`))
  const first = Math.min(...sessions.map((one) => one.first))
  const last = Math.max(...sessions.map((one) => one.last))
  return sql`INSERT INTO events_hot (${hotColumns}, reopened, slot) ${constant('SETTINGS distributed_foreground_insert=1')}
SELECT ${hotColumns}, ${u64(number)}, ${u64(slot)} FROM events
WHERE session_key IN ${keys} AND batch IN ${batches} AND (session_key, batch) IN (${pairs}) AND type != 'session'
  AND date >= ${time(first)} AND date <= ${time(last)}`
}
