import type { ImportedColumn, ImportedTable } from '../../model/audience/imported.ts'
import { ALL, type Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { predicateOf } from '../../query/predicate.ts'
import { and, join, type Sql, sql, word } from '../../sql/sql.ts'
import { type Asked, type Audience, ENTITY_PATH } from '../entity.ts'
import { importedRows } from '../imports/columns.ts'
import type { Among, Key } from './among.ts'
import { PROFILE_TEXTS } from './attributes.ts'
import { createColumns, type ProfileColumn, type ProfileColumns } from './columns.ts'
import { rowsFromCustom } from './from-custom.ts'
import { rowsFromEvents } from './from-events.ts'
import { rowsFromKept } from './from-kept.ts'
import { isSeen, rowsFromSeen } from './from-seen.ts'

/** One row a person or account that has an event (and is `among` these ids): `id`, and the columns. Over all time. */
export const profileRows = (columns: readonly ProfileColumn[], asked: Asked, among?: Among): Sql => {
  const tables = tablesOf(columns)
  const own = columns.filter(({ attribute }) => attribute.made.kind !== 'imported')
  const keys = tables.flatMap(({ table }, i) => (isById(table) ? [] : [{ path: table.key, alias: keyColumn(i) }]))
  return tables.reduce(withImported, ownRows(own, keys, asked, among))
}

/**
 * Whatever else is asked for, an attribute that sessions are known to hold is told by them: errors and resources are
 * forgotten sooner than the sessions that had them, so that events would count fewer.
 */
const ownRows = (own: readonly ProfileColumn[], keys: readonly Key[], asked: Asked, among?: Among): Sql =>
  rowsFromKept(own, keys, asked, among, rowsAnew) ?? rowsAnew(own, keys, asked, among)

const rowsAnew = (own: readonly ProfileColumn[], keys: readonly Key[], asked: Asked, among?: Among): Sql => {
  const seen = own.filter(isSeen)
  const known = rowsFromKept(seen, keys, asked, among) ?? rowsFromSeen(seen, keys, asked, among)
  const others = own.filter((column) => !isSeen(column))
  if (known && !others.length) return known
  const custom = rowsFromCustom(others, asked, among)
  const isAlone = !keys.length && own.every((column) => column.alias === 'id' || !isSeen(column))
  if (!known || (!custom && isAlone)) return rowsFromEvents(own, keys, asked, among)
  const set = join(others.map(({ alias }) => word(alias)))
  return sql`SELECT * EXCEPT (set_id) FROM (${known}) AS known
LEFT JOIN (SELECT id AS set_id, ${set} FROM (${custom ?? rowsFromEvents(others, [], asked, among)})) AS set_by_customers ON id = set_id`
}

interface OfTable {
  table: ImportedTable
  columns: { column: ImportedColumn; alias: string }[]
}

/** The imported tables that are asked for, each with its columns. */
const tablesOf = (columns: readonly ProfileColumn[]): OfTable[] => {
  const tables = new Map<string, OfTable>()
  for (const { attribute, alias } of columns) {
    const { made } = attribute
    if (made.kind !== 'imported') continue
    const of = tables.get(made.table.id) ?? { table: made.table, columns: [] }
    of.columns.push({ column: made.column, alias })
    tables.set(made.table.id, of)
  }
  return [...tables.values()]
}

const isById = ({ key, audience }: ImportedTable) => key === ENTITY_PATH[audience]

/** What the rows of a table are found by, where that is not the id: the last email or name. */
const keyColumn = (i: number): Sql => word(`key_${i}`)

const withImported = (rows: Sql, { table, columns }: OfTable, i: number): Sql => {
  const key = word(`imported_key_${i}`)
  const names = isById(table) ? key : join([key, keyColumn(i)])
  return sql`SELECT * EXCEPT (${names}) FROM (${rows}) AS seen
LEFT JOIN (${importedRows(table, columns, key)}) AS imported ON ${isById(table) ? word('id') : keyColumn(i)} = ${key}`
}

/** A search over profiles, `bare` or with `@`, as a condition over the columns that it then uses. */
export const profileCondition = (query: string, audience: Audience, columns: ProfileColumns, pointer: string): Sql => {
  const search: Search = query.trim() && query.trim() !== '*' ? parseSearch(query, { pointer }) : ALL
  return predicateOf(search, columns, PROFILE_TEXTS[audience])
}

/** A statement with the ids of the people or accounts whose profile matches, as `id`. */
export const profilesMatching = (query: string, asked: Asked, pointer: string): Sql => {
  const columns = createColumns(asked.audience, pointer, asked.scope.imported)
  const condition = profileCondition(query, asked.audience, columns, pointer)
  return sql`SELECT id FROM (${profileRows(columns.used(), asked)}) WHERE ${and([condition])}`
}
