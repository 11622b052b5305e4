import { CLICK_COLUMNS } from '../engine/schema/0041-clicks.ts'
import { constant, join, type Sql, sql, word } from '../sql/sql.ts'
import { KEYS, type Key, keyColumn } from './keys.ts'

export type MadeColumn = Key | keyof typeof CLICK_COLUMNS

/** Columns of settled events that are made from others of the row, and from which: open sessions' rows lack them. */
export const MADE_COLUMNS: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.entries(KEYS).map(([name, id]): [string, readonly string[]] => [name, [id]]),
  ...Object.entries(CLICK_COLUMNS).map(([name, { from }]): [string, readonly string[]] => [name, from]),
])

/** Of the very type that it has when stored: to bring the two together, texts would be unpacked of each settled row. */
const madeColumn = (name: MadeColumn): Sql => {
  if (name in KEYS) return keyColumn(name as Key)
  const { made, type } = CLICK_COLUMNS[name as keyof typeof CLICK_COLUMNS]
  return sql`CAST(${constant(made)} AS ${constant(type)}) AS ${word(name)}`
}

/** Rows that have only what is sent, such as those of open sessions, with these of the columns. */
export const withMade = (rows: Sql, names: readonly MadeColumn[]): Sql =>
  names.length ? sql`SELECT *, ${join(names.map(madeColumn))} FROM (${rows})` : rows
