import { and, type Sql, sql } from '../sql/sql.ts'
import { personKey, unnamedDeviceKey, withUserKeys } from './identity.ts'
import { visibleRows } from './sequence-source.ts'
import type { Scope } from './source.ts'

/** What is looked at of rows as they are stored, before it is known who they are of. */
export interface Stored {
  columns: Sql
  where: readonly Sql[]
  /** A condition on the lists of events, or on what `columns` make of them: looked at last. */
  lists: Sql
  /** Only rows of these: a statement with all that their `personKey` may be. */
  persons?: Sql | undefined
}

/**
 * Rows of `sequences` that may have events in the scope's time, with these columns and `user_key`, as `sequenceRows` gives
 * them where the user is of no concern to anything else that is asked: lists are read of few rows then, and dropped
 * before devices get their users. The engine would read lists of all rows to look at them beside the persons.
 */
export const sequenceUsers = (scope: Scope, { columns, where, lists, persons }: Stored): Sql => {
  const ofThem = persons ? [sql`${personKey} GLOBAL IN (${persons})`] : []
  const sooner = and([...visibleRows(scope), ...where, ...ofThem])
  return withUserKeys(sql`SELECT ${columns}, ${unnamedDeviceKey} FROM sequences PREWHERE ${sooner} WHERE ${lists}`)
}
