import { SEEN, SEEN_KEYS } from '../engine/schema/0006-seen.ts'
import { and, constant, join, type Sql, sql, word } from '../sql/sql.ts'
import { hotEvents } from './hot-rows.ts'
import type { Picture } from './picture.ts'
import { settledVisible } from './visible.ts'

/** A column of `seen_sessions` by its name; undefined if there is none. */
export const seenColumn = (name: string): Sql | undefined => (SEEN.has(name) ? word(name) : undefined)

/**
 * What users, devices and accounts did in sessions, settled and open ones: the keys and these columns of `seen_sessions`, of one
 * session perhaps in several rows. Only those for which `only` holds, a condition over the keys.
 */
export const seenRows = (picture: Picture, columns: readonly string[], only?: Sql): Sql => {
  const keys = SEEN_KEYS.map(word)
  const own = only ? [only] : []
  const settled = sql`SELECT ${join([...keys, ...columns.map(word)])} FROM seen_sessions WHERE ${and([settledVisible(picture), ...own])}`
  if (picture.hotFrom === Number.MAX_SAFE_INTEGER) return settled
  const made = columns.map((column) => sql`${constant(SEEN.get(column)!)} AS ${word(column)}`)
  return sql`${settled}
UNION ALL
SELECT ${join([...keys, ...made])} FROM (${hotEvents(picture)}) WHERE ${and([...own, sql`type != 'session'`])} GROUP BY ${join(keys)}`
}
