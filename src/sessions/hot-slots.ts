import type { Engine } from '../engine/engine.ts'
import { constant, join, sql, u64, u64s, word } from '../sql/sql.ts'
import { HOT_COLUMNS } from './hot-rows.ts'
import type { Picture } from './picture.ts'
import { leaving } from './visible.ts'

const TAG = { tag: 'hot-slots', lane: 'background' as const, limits: { seconds: 600 } }

/** Rows of `events_hot`, all of one slot. */
export interface Slot {
  number: bigint
  rows: number
  /** Of sessions that have been settled. */
  settled: number
}

/** When a slot is given up. */
export interface SlotLimits {
  /** With so many rows another one is begun. */
  rows: number
  /** It is given up when no more rows than this, or a quarter of the settled ones, are of sessions that are still open. */
  carried: number
}

export const SLOT_LIMITS: SlotLimits = { rows: 100_000, carried: 1_000 }

export const newestSlot = async (engine: Engine): Promise<bigint> => {
  const { rows } = await engine.query<{ newest: string }>(
    sql`SELECT toString(max(slot)) AS newest FROM events_hot`,
    TAG,
  )
  return BigInt(rows[0]!.newest)
}

export const readSlots = async (engine: Engine, picture: Picture): Promise<Slot[]> => {
  const { rows } = await engine.query<{ number: string; rows: number; settled: number }>(
    sql`SELECT toString(slot) AS number, toFloat64(sum(rows)) AS rows, toFloat64(sum(settled)) AS settled FROM (
      SELECT slot, count() AS rows, 0 AS settled FROM events_hot GROUP BY slot UNION ALL
      SELECT slot, 0 AS rows, count() AS settled FROM events_hot WHERE session_key GLOBAL IN (${leaving(picture)}) GROUP BY slot)
    GROUP BY slot ORDER BY slot`,
    TAG,
  )
  return rows.map(({ number, ...counts }) => ({ number: BigInt(number), ...counts }))
}

export const isGivenUp = ({ rows, settled }: Slot, { carried }: SlotLimits): boolean =>
  settled > 0 && rows - settled <= Math.max(carried, settled / 4)

const columns = join([...HOT_COLUMNS, 'reopened'].map(word))

/** Writes rows of open sessions once more, into another slot: they are there twice, which is the same as once. */
export const carryOver = (engine: Engine, picture: Picture, slots: readonly Slot[], to: bigint): Promise<void> =>
  engine.command(
    sql`INSERT INTO events_hot (${columns}, slot) ${SETTINGS}
SELECT ${columns}, ${u64(to)} FROM events_hot
PREWHERE slot IN ${u64s(slots.map(({ number }) => number))} WHERE session_key GLOBAL NOT IN (${leaving(picture)})`,
    TAG,
  )

const SETTINGS = constant(
  'SETTINGS distributed_foreground_insert=1, max_threads=1, min_insert_block_size_rows=0, min_insert_block_size_bytes=67108864',
)

export const dropSlots = async (engine: Engine, slots: readonly Slot[]): Promise<void> => {
  for (const { number } of slots)
    await engine.everywhere(
      (local) => sql`ALTER TABLE ${word(local('events_hot'))} DROP PARTITION ${constant(String(number))}`,
      TAG,
    )
}

/** The last batch up to which no settled session is in `events_hot` any more. */
export const removedUpTo = async (engine: Engine, picture: Picture): Promise<bigint> => {
  const { rows } = await engine.query<{ first: string | null }>(
    sql`SELECT toString(minOrNull(batch)) AS first FROM (${leaving(picture, constant('session_key, batch'))})
    WHERE session_key GLOBAL IN (SELECT session_key FROM events_hot)`,
    TAG,
  )
  const first = rows[0]?.first
  return first ? BigInt(first) - 1n : picture.committed
}
