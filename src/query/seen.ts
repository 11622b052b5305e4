import { attributeOf } from '../model/attribute.ts'
import { customRows } from '../sessions/custom-rows.ts'
import { seenColumn, seenRows } from '../sessions/seen-rows.ts'
import { and, join, or, type Sql, sql, strs, word } from '../sql/sql.ts'
import { unnamedDevice, withUsers } from './identity.ts'
import type { Scope } from './source.ts'

/** Whose rows: these users or accounts alone. */
export interface Chosen {
  key: 'usr_id' | 'account_id'
  ids: readonly string[] | Sql
}

/**
 * What was seen of users and accounts, over all time: rows with `usr_id` (anonymous activity being its device's first
 * user's), `account_id`, `application_id`, `session_id` and these columns. Some rows of others may be among the chosen.
 */
export const seenSource = (scope: Scope, columns: readonly string[], chosen?: Chosen): Sql => {
  const rows = seenRows(scope.picture, columns, chosen && of(chosen))
  return withUsers(sql`SELECT *, ${unnamedDevice} FROM (${rows})`)
}

/** What customers set of users and accounts: rows of `seen_custom`, anonymous activity being its device's first user's. */
export const customSource = (scope: Scope, columns: readonly Sql[], chosen?: Chosen): Sql => {
  const rows = customRows(scope.picture, chosen && of(chosen))
  const read = join([sql`usr_id, account_id, last_date, last_arrival`, ...columns, unnamedDevice])
  return withUsers(sql`SELECT ${read} FROM (${rows})`)
}

const of = ({ key, ids }: Chosen): Sql => {
  const isOne = (id: Sql) => ('parts' in ids ? sql`${id} GLOBAL IN (${ids})` : sql`${id} IN ${strs(ids)}`)
  const named = isOne(word(key))
  if (key === 'account_id') return named
  const devices = sql`SELECT anonymous_id FROM identity_links WHERE ${isOne(sql`user_id`)}`
  return or([named, and([sql`usr_id = ''`, sql`usr_anonymous_id != ''`, sql`usr_anonymous_id GLOBAL IN (${devices})`])])
}

/** Whether a settled event is of a session in which one of the chosen was seen; true of some sessions of others. */
export const inSessionsOf = (chosen: Chosen): Sql =>
  sql`session_key GLOBAL IN (SELECT session_key FROM seen_sessions WHERE ${of(chosen)})`

/** The column that holds the first or last value of an attribute; undefined if events must be asked. */
export const seenValue = (which: 'first' | 'last', path: string): string | undefined => {
  const attribute = attributeOf(path)
  const name = attribute && `${which}_${attribute.column}`
  return name !== undefined && seenColumn(name) ? name : undefined
}
