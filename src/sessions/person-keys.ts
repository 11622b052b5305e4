import { keyOf } from '../engine/schema/0019-person-keys.ts'
import { constant, type Sql, sql, word } from '../sql/sql.ts'

/** Columns of settled events and sequences that hold ids of people as numbers, 0 where there is none, and the ids. */
export const PERSON_KEYS = { user_key: 'usr_id', device_key: 'usr_anonymous_id' } as const

/** The same of rows that have only ids, such as those of open sessions. */
export const withKeys = (rows: Sql): Sql =>
  sql`SELECT *, ${personKey('user_key')}, ${personKey('device_key')} FROM (${rows})`

/** The column, made from the id beside it. */
export const personKey = (name: keyof typeof PERSON_KEYS): Sql =>
  sql`${constant(keyOf(PERSON_KEYS[name]))} AS ${word(name)}`
