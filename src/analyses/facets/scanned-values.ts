import type { Search } from '../../model/search/ast.ts'
import { filtered } from '../../query/filter.ts'
import type { Scope } from '../../query/source.ts'
import { type Sql, sql } from '../../sql/sql.ts'

/** Rows `{value, n}` of the events of a scope; `sign` -1 takes them away. */
export const scannedValues = (path: string, search: Search, scope: Scope, sign: 1 | -1 = 1): Sql => {
  const events = filtered({ search: { query: search } }, scope)
  const field = events.fields.of(path)
  const value = field.several ? sql`arrayJoin(${field.texts})` : field.text
  const n = sign === 1 ? sql`toInt64(count())` : sql`-toInt64(count())`
  return sql`SELECT value, ${n} AS n FROM (SELECT ${value} AS value FROM (${events.rows()})) GROUP BY value`
}
