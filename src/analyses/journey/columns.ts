import { withoutAt } from '../../model/attribute.ts'
import type { Fields } from '../../query/field.ts'
import { as } from '../../sessions/columns.ts'
import { join, type Sql, sql, u32 } from '../../sql/sql.ts'

/** The latest value that an entity's events have of every path, as `c0`, `c1`, … Events need `date` and `arrival`. */
export const latestValues = (paths: readonly string[], fields: Fields): readonly Sql[] =>
  paths.map((path, i) => {
    const { type, text, texts, number, exists } = fields.of(withoutAt(path))
    const value = type === 'number' ? number : type === 'strings' ? texts : text
    return as(sql`argMaxIf(${value}, (date, arrival), ${exists})`, `c${i}`)
  })

interface Members {
  /** Rows `{who}`. */
  members: Sql
  /** Whose values are shown: their events with `who`, and the columns made of them. */
  events: Sql
  columns: readonly Sql[]
  limit: number
}

/** Rows `{who, c0…, total}`, at most `limit` of them, in the order of their ids; `total` says how many there are. */
export const memberRows = ({ members, events, columns, limit }: Members): Sql => {
  const few = sql`ORDER BY who LIMIT ${u32(limit)}`
  if (!columns.length) return sql`SELECT who, toFloat64(count() OVER ()) AS total FROM (${members}) ${few}`
  const values = sql`SELECT who, ${join(columns)} FROM (${events}) WHERE who GLOBAL IN (${members}) GROUP BY who`
  return sql`SELECT *, toFloat64(count() OVER ()) AS total FROM (${values}) ${few}`
}

/** A row as a published record: the entity's id and its columns under the names that they were asked by. */
export const recordOf =
  (entity: string, paths: readonly string[]) =>
  (row: Record<string, unknown>): Record<string, unknown> => ({
    [entity]: row.who,
    ...Object.fromEntries(paths.map((path, i) => [path, row[`c${i}`] === '' ? null : row[`c${i}`]])),
  })
