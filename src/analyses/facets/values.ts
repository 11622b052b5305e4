import { filtered } from '../../query/filter.ts'
import { withoutAt } from '../../query/measure.ts'
import { sql, str, u32 } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'

export interface FacetValuesRequest {
  facet: string
  /** Part of the value, whatever its case. */
  term: string
  query: string
  from: number
  to: number
  limit: number
}

/** The values of an attribute that hold the term, the most frequent first, with how many events have them. */
export const facetValues = async (
  request: FacetValuesRequest,
  asking: Asking,
): Promise<{ value: string; count: number }[]> => {
  const events = filtered({ search: { query: request.query } }, asking.scope(request.from, request.to))
  const field = events.fields.of(withoutAt(request.facet))
  const value = field.several ? sql`arrayJoin(${field.texts})` : field.text
  const like = str(`%${request.term.replace(/[%_\\]/g, '\\$&')}%`)
  const named = request.term ? sql`AND value ILIKE ${like}` : sql``
  return asking.run(sql`SELECT toString(value) AS value, toFloat64(count()) AS count
FROM (SELECT ${value} AS value FROM (${events.rows()}))
WHERE value != '' ${named}
GROUP BY value ORDER BY count DESC, value LIMIT ${u32(request.limit)}`)
}
