import type { MemberKey, UploadReport } from '../../model/audience/upload.ts'
import { constant, type Sql, sql } from '../../sql/sql.ts'
import { type Asks, EVER } from '../entity.ts'
import { knownValues } from '../segments/members.ts'

const EXAMPLES = 10

/** What reading a file told already. */
export interface ReadRows {
  rows: number
  empty: number
  /** Some of the rows whose value is too long, and how many there are. */
  tooLong: UploadReport['examples']
  tooLongCount: number
}

interface Counted {
  given: number
  distinct: number
  matched: number
  strangers: [line: number, value: string][]
}

/**
 * How many of a file's values somebody here has, in one pass. `rows`: a table of them with `value` and `line`, sorted by
 * value, and its condition.
 */
export const matchReport = async (read: ReadRows, key: MemberKey, rows: Sql, asks: Asks): Promise<UploadReport> => {
  const known = knownValues(key, asks.scope(EVER.from, EVER.to))
  const values = sql`SELECT value, count() AS times, min(line) AS first FROM ${rows} GROUP BY value SETTINGS optimize_aggregation_in_order=1`
  const [counted] = await asks.run<Counted>(sql`
SELECT toFloat64(sum(times)) AS given, toFloat64(count()) AS distinct, toFloat64(sumIf(times, known)) AS matched,
  groupArraySortedIf(${constant(String(EXAMPLES))})((toFloat64(first), value), NOT known) AS strangers
FROM (SELECT times, first, value, value GLOBAL IN (${known}) AS known FROM (${values}))`)
  const { matched, given, distinct, strangers } = counted!
  const reason = `No event here has this ${key}`
  return {
    rows: read.rows,
    matched,
    unmatched: given - matched + read.tooLongCount,
    empty: read.empty,
    duplicates: given - distinct,
    examples: [...read.tooLong, ...strangers.map(([line, value]) => ({ line, value, reason }))]
      .sort((a, b) => a.line - b.line)
      .slice(0, EXAMPLES),
  }
}
