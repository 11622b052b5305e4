import { CUSTOM_COLUMNS, customSets } from '../engine/schema/0030-seen-custom.ts'
import { and, constant, join, type Sql, sql, word } from '../sql/sql.ts'
import { hotEvents } from './hot-rows.ts'
import type { Picture } from './picture.ts'
import { settledVisible } from './visible.ts'

const COLUMNS = join(['usr_id', 'usr_anonymous_id', 'account_id', ...CUSTOM_COLUMNS].map(word))
const [BEFORE, AFTER] = customSets('EVENTS').split('EVENTS') as [string, string]

/** What customers set of users and accounts in sessions, settled and open ones: rows of `seen_custom`. */
export const customRows = (picture: Picture, only?: Sql): Sql => {
  const own = only ? [only] : []
  const settled = sql`SELECT ${COLUMNS} FROM seen_custom WHERE ${and([settledVisible(picture), ...own])}`
  if (picture.hotFrom === Number.MAX_SAFE_INTEGER) return settled
  const open = sql`SELECT * FROM (${hotEvents(picture)}) WHERE ${and([sql`1`, ...own])}`
  return sql`${settled}
UNION ALL
SELECT ${COLUMNS} FROM (${constant(BEFORE)}(${open})${constant(AFTER)})`
}
