import type { Scope } from '../../query/source.ts'
import { settledVisible } from '../../sessions/visible.ts'
import { or, type Sql, sql, time } from '../../sql/sql.ts'

export interface Crossing {
  /** Rows `{session_key}`: the settled sessions that lie across an end of the range. */
  across: Sql
  /** A condition on settled events: they are of these sessions. */
  events: Sql
  /** Conditions on rows of the table: they lie within the range, as does all of their session if some are `across`. */
  within(areAcross: boolean): Sql[]
}

/** Sessions as a table with `start` and `last` of rows tells how they lie to the ends of the range. */
export const crossingOf = (table: Sql, { picture, from, to }: Scope): Crossing => {
  const rows = (selected: Sql, where: Sql) =>
    sql`SELECT ${selected} FROM ${table} WHERE ${settledVisible(picture)} AND ${where}`
  const across = rows(sql`session_key`, sql`(${or([isAcross(from), isAcross(to)])})`)
  // Of the time only what these sessions can have events in.
  const until = rows(sql`ifNull(maxOrNull(last), ${time(from)})`, isAcross(from))
  const since = rows(sql`ifNull(minOrNull(start), ${time(to)})`, isAcross(to))
  return {
    across,
    events: sql`(session_key GLOBAL IN (${across})
  AND (toStartOfHour(date) <= toStartOfHour((${until})) OR toStartOfHour(date) >= toStartOfHour((${since}))))`,
    within: (areAcross) => [
      settledVisible(picture),
      sql`start >= ${time(from)}`,
      sql`last < ${time(to)}`,
      ...(areAcross ? [sql`session_key GLOBAL NOT IN (${across})`] : []),
    ],
  }
}

const isAcross = (at: number): Sql => sql`(start < ${time(at)} AND last >= ${time(at)})`
