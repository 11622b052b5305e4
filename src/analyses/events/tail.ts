import { parseSearch } from '../../model/search/parse.ts'
import { both } from '../../model/search/terms-of.ts'
import { filtered } from '../../query/filter.ts'
import { type Sql, sql, u32, u64 } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import { type FoundEvent, type Key, wholeEvents } from './search.ts'

export interface TailRequest {
  query: string
  /** What comes after: `after` of the answer before. Without it the newest events. */
  after?: string | undefined
  limit: number
  /** Only events that happened so long ago at most, ms. */
  within: number
}

const AHEAD_MS = 86_400_000

/**
 * The events that arrived last, the newest first, whatever their own time is; sessions, which are made of events, are
 * left out. `more`: there were more than the limit, and the oldest of them are not here.
 */
export const tailEvents = async (
  request: TailRequest,
  nowMs: number,
  asking: Asking,
): Promise<{ events: FoundEvent[]; after: string; more: boolean }> => {
  const { query, limit, within, after } = request
  const events = filtered(
    { search: { query: both(parseSearch(query), parseSearch('-@type:session')) } },
    asking.scope(Math.max(0, nowMs - within), nowMs + AHEAD_MS),
  )
  const newer: Sql = after === undefined ? sql`` : sql`WHERE arrival > ${u64(BigInt(after))}`
  const keys = await asking.run<Key>(sql`
SELECT toString(type) AS type, toUnixTimestamp64Milli(date) AS date_ms, toString(arrival) AS arrival, event_id
FROM (SELECT type, date, arrival, event_id FROM (${events.rows([sql`arrival`, sql`event_id`])}) ${newer}
ORDER BY arrival DESC, event_id LIMIT ${u32(limit + 1)})`)
  const shown = keys.slice(0, limit)
  return {
    events: await wholeEvents(shown, asking),
    after: keys[0]?.arrival ?? after ?? '0',
    more: keys.length > limit,
  }
}
