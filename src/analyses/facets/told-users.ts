import type { EventType } from '../../model/attribute.ts'
import { join, type Sql, sql, word } from '../../sql/sql.ts'
import type { Crossing } from './crossing.ts'
import type { Named } from './facet-value.ts'

/** Whose events of some types are counted by rows that tell whole settled sessions. */
export interface ToldUsers extends Pick<Crossing, 'across' | 'events'> {
  types: readonly EventType[]
  /** Of sessions that lie within the range rows `{value, n}` by the user's id … */
  values(within: Within): Sql[]
  /** … and rows `{user_key, device_number, n}`. */
  numbers(within: Within): Sql[]
}

export interface Within {
  /** Whether there are sessions in `across`. */
  areAcross: boolean
  /** Of whom something is asked: a condition on the id of a user. */
  named: Named | undefined
  /** A condition on `user_key` and `device_number`. */
  only: Sql | undefined
}

/** How many events a row tells of, by the columns that count them. */
export const sumOf = (columns: readonly string[]): Sql => join(columns.map(word), sql` + `)
