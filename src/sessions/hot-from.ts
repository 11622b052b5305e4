import type { Engine } from '../engine/engine.ts'
import { sql } from '../sql/sql.ts'

/** The date of the oldest row of `events_hot`, epoch ms, whether it counts or not; later than any date if it is empty. */
export const oldestHot = async (engine: Engine): Promise<number> => {
  const { rows } = await engine.query<{ oldest: number | null }>(
    sql`SELECT minOrNull(toUnixTimestamp64Milli(date)) AS oldest FROM events_hot`,
    { tag: 'oldest-hot', lane: 'background', limits: { seconds: 600 } },
  )
  return rows[0]?.oldest ?? Number.MAX_SAFE_INTEGER
}
