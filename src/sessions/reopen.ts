import type { Engine } from '../engine/engine.ts'
import { constant, join, type Sql, sql, u64, u64s, word } from '../sql/sql.ts'
import { ALL_COLUMNS } from './hot-rows.ts'
import type { Pictures } from './picture.ts'
import { SESSION_COLUMNS } from './roll-up.ts'

const TAG = { tag: 'reopen', lane: 'background' as const }

interface Settled {
  key: string
  batch: string
  first: number
  last: number
}

/** Of these sessions the ones that are settled, with the batch that counts. */
const settledAmong = async (engine: Engine, pictures: Pictures, keys: readonly bigint[]): Promise<Settled[]> => {
  const { committed, reopened } = pictures.current()
  const { rows } = await engine.query<Settled>(
    sql`SELECT toString(session_key) AS key, toString(max(batch)) AS batch,
      toUnixTimestamp64Milli(min(first_date)) AS first, toUnixTimestamp64Milli(max(last_date)) AS last
    FROM session_index
    WHERE session_key IN ${u64s(keys)} AND batch <= ${u64(committed)} AND (session_key, batch) GLOBAL NOT IN (
      SELECT session_key, batch FROM superseded WHERE session_key IN ${u64s(keys)} AND number <= ${u64(reopened)})
    GROUP BY session_key`,
    TAG,
  )
  return rows
}

const copied = ALL_COLUMNS.filter((name) => !SESSION_COLUMNS.includes(name))

/**
 * Brings settled sessions back among the open ones, because something of them has arrived late. Whoever asks sees the
 * settled copy until the picture changes, the open one afterwards. Returns how many it brought back.
 */
export const reopen = async (engine: Engine, pictures: Pictures, keys: readonly bigint[]): Promise<number> => {
  if (!keys.length || pictures.current().committed === 0n) return 0
  const settled = await settledAmong(engine, pictures, keys)
  if (!settled.length) return 0
  const picture = pictures.current()
  const number = picture.reopened + 1n
  // What is still in events_hot need not be copied: it only becomes visible there again.
  const gone = settled.filter((one) => BigInt(one.batch) <= picture.removed)
  if (gone.length) await engine.command(copyBack(gone, number), { ...TAG, limits: { seconds: 300 } })
  const lines = settled.map((one) => JSON.stringify({ session_key: one.key, batch: one.batch, number: String(number) }))
  await engine.insert('superseded', lines.join('\n'))
  await pictures.change({ ...picture, reopened: number, superseded: true })
  return settled.length
}

const copyBack = (sessions: readonly Settled[], number: bigint): Sql => {
  const keys = u64s(sessions.map((one) => BigInt(one.key)))
  const batches = u64s([...new Set(sessions.map((one) => BigInt(one.batch)))])
  const pairs = join(sessions.map((one) => sql`(${u64(BigInt(one.key))}, ${u64(BigInt(one.batch))})`))
  const first = Math.min(...sessions.map((one) => one.first))
  const last = Math.max(...sessions.map((one) => one.last))
  return sql`INSERT INTO events_hot (${join(copied.map(word))}, reopened) ${constant('SETTINGS distributed_foreground_insert=1')}
SELECT ${join(copied.map(word))}, ${u64(number)} FROM events
WHERE session_key IN ${keys} AND batch IN ${batches} AND (session_key, batch) IN (${pairs}) AND type != 'session'
  AND date >= fromUnixTimestamp64Milli(${constant(`toInt64(${first})`)}) AND date <= fromUnixTimestamp64Milli(${constant(`toInt64(${last})`)})`
}
