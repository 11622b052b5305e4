import { periodNumber } from '../../query/period-number.ts'
import { type Sql, sql } from '../../sql/sql.ts'
import type { Periods } from './periods.ts'

/** The number of the span that a moment is in: an event's, unless told otherwise. */
export const spanOf = ({ spans }: Periods, ms = sql`toUnixTimestamp64Milli(date)`): Sql => periodNumber(spans, ms)
