import { type Sql, sql, strs } from '../../sql/sql.ts'

/** Ids of the people or accounts asked for: a statement that gives them, or they themselves. */
export type Among = Sql | readonly string[]

export const isAmong = (id: Sql, among: Among): Sql =>
  'parts' in among ? sql`${id} GLOBAL IN (${among})` : sql`${id} IN ${strs(among)}`

/** An attribute of events whose last value profiles are found by. */
export interface Key {
  path: string
  alias: Sql
}
