import type { MemberKey, UploadReport } from '../../model/audience/upload.ts'
import { type Sql, sql, u32 } from '../../sql/sql.ts'
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

/** How many of a file's values somebody here has. `rows`: a table of them with `value` and `line`, and its condition. */
export const matchReport = async (read: ReadRows, key: MemberKey, rows: Sql, asks: Asks): Promise<UploadReport> => {
  const known = knownValues(key, asks.scope(EVER.from, EVER.to))
  const [counted] = await asks.run<{ matched: number; given: number; distinct: number }>(sql`
SELECT toFloat64(countIf(value GLOBAL IN (${known}))) AS matched, toFloat64(count()) AS given, toFloat64(uniqExact(value)) AS distinct
FROM ${rows}`)
  const { matched, given, distinct } = counted!
  const strangers = await asks.run<{ line: number; value: string }>(sql`
SELECT toFloat64(line) AS line, value FROM ${rows} AND value GLOBAL NOT IN (${known}) ORDER BY line LIMIT ${u32(EXAMPLES)}`)
  const reason = `No event here has this ${key}`
  return {
    rows: read.rows,
    matched,
    unmatched: given - matched + read.tooLongCount,
    empty: read.empty,
    duplicates: given - distinct,
    examples: [...read.tooLong, ...strangers.map((one) => ({ ...one, reason }))]
      .sort((a, b) => a.line - b.line)
      .slice(0, EXAMPLES),
  }
}
