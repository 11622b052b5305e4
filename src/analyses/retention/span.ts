import { i64s, type Sql, sql } from '../../sql/sql.ts'
import type { Periods } from './periods.ts'

/** The number of the span that a moment is in: an event's, unless told otherwise. */
export const spanOf = ({ spans }: Periods, ms = sql`toUnixTimestamp64Milli(date)`): Sql => {
  const starts = i64s(spans)
  return sql`transform(roundDown(${ms}, ${starts}), ${starts}, ${i64s(spans.map((_, e) => e))}, toInt64(0))`
}
