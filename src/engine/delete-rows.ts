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

/** Counts instead of stopping at the first: a shard whose answer is not read to its end may die of it (26.7.2, two shards of chDB). */
export const hasRows = async (engine: Engine, table: string, where: Sql, options: QueryOptions): Promise<boolean> => {
  const { rows } = await engine.query<{ found: number }>(
    sql`SELECT count() > 0 AS found FROM ${word(table)} WHERE ${where}`,
    options,
  )
  return rows[0]!.found === 1
}
