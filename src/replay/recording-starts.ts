import { sql, strs } from '../sql/sql.ts'
import { recordedSegments } from './recorded-segments.ts'
import type { Reads } from './segments.ts'

/** When the recording of each of the sessions begins, epoch ms; those that were not recorded are left out. */
export const recordingStarts = async (sessions: readonly string[], reads: Reads): Promise<Map<string, number>> => {
  if (sessions.length === 0) return new Map()
  const rows = await reads.run<{ session: string; began: number }>(
    sql`SELECT session_id AS session, toFloat64(min(start)) AS began
FROM ${recordedSegments(sql`session_id IN ${strs(sessions)}`)} GROUP BY session_id`,
  )
  return new Map(rows.map(({ session, began }) => [session, began]))
}
