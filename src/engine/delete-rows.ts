import { constant, type Sql, sql, word } from '../sql/sql.ts'
import type { Engine, QueryOptions } from './engine.ts'

/** Removes the rows of a table on every node, and resolves once they are gone. Without such rows nothing is written. */
export const deleteRows = async (engine: Engine, table: string, where: Sql, options: QueryOptions): Promise<void> => {
  if (!(await hasRows(engine, table, where, options))) return
  await engine.everywhere(
    (local) => sql`DELETE FROM ${word(local(table))} WHERE ${where} ${constant('SETTINGS lightweight_deletes_sync=2')}`,
    options,
  )
}

export const hasRows = async (engine: Engine, table: string, where: Sql, options: QueryOptions): Promise<boolean> => {
  const { rows } = await engine.query(sql`SELECT 1 FROM ${word(table)} WHERE ${where} LIMIT 1`, options)
  return rows.length > 0
}
