import { keyOf } from '../engine/schema/0019-person-keys.ts'
import { constant, type Sql, sql, word } from '../sql/sql.ts'

/** Columns of settled events and sequences that hold ids as numbers, 0 where there is none, and the ids. */
export const KEYS = { user_key: 'usr_id', device_key: 'usr_anonymous_id', session_number: 'session_id' } as const

export type Key = keyof typeof KEYS

/** The column, made from the id beside it. */
export const keyColumn = (name: Key): Sql => sql`${constant(keyOf(KEYS[name]))} AS ${word(name)}`
