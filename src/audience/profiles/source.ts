import { EVENT_TYPES } from '../../model/attribute.ts'
import type { ImportedColumn, ImportedTable } from '../../model/audience/imported.ts'
import { ALL, type Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { createFields, type Field, type Fields } from '../../query/field.ts'
import { predicateOf } from '../../query/predicate.ts'
import { eventSource } from '../../query/source.ts'
import { and, join, type Sql, sql, word } from '../../sql/sql.ts'
import { type Asked, type Audience, ENTITY_PATH, EVER } from '../entity.ts'
import { importedRows } from '../imports/columns.ts'
import { PROFILE_TEXTS } from './attributes.ts'
import { countColumn, createColumns, type ProfileColumn, type ProfileColumns } from './columns.ts'

/** One row a person or account that has an event (and is `among` these ids): `id`, and the columns. Over all time. */
export const profileRows = (columns: readonly ProfileColumn[], asked: Asked, among?: Sql): Sql => {
  const tables = tablesOf(columns)
  const own = columns.filter(({ attribute }) => attribute.made.kind !== 'imported')
  return tables.reduce(withImported, seenRows(own, tables, asked, among))
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

const seenRows = (
  columns: readonly ProfileColumn[],
  tables: readonly OfTable[],
  { audience, scope }: Asked,
  among?: Sql,
): Sql => {
  const fields = createFields()
  const entity = fields.of(ENTITY_PATH[audience])
  const made = columns
    .filter(({ alias }) => alias !== 'id')
    .map((column) => sql`${expressionOf(column, fields)} AS ${word(column.alias)}`)
  const keys = tables.flatMap(({ table }, i) =>
    isById(table) ? [] : [sql`${lastOf(fields.of(table.key))} AS ${keyColumn(i)}`],
  )
  const types = EVENT_TYPES.filter((type) => type !== 'session')
  const source = eventSource({ ...scope, ...EVER }, { fields: fields.all(), types, own: [sql`arrival`] })
  const chosen = [entity.exists, ...(among ? [sql`${entity.text} GLOBAL IN (${among})`] : [])]
  return sql`SELECT ${join([sql`${entity.text} AS id`, ...made, ...keys])} FROM (${source}) WHERE ${and(chosen)} GROUP BY id`
}

const expressionOf = ({ attribute }: ProfileColumn, fields: Fields): Sql => {
  const { made } = attribute
  switch (made.kind) {
    case 'first_seen':
      return sql`toFloat64(toUnixTimestamp64Milli(min(date)))`
    case 'last_seen':
      return sql`toFloat64(toUnixTimestamp64Milli(max(date)))`
    case 'count':
      return countColumn(made.of, fields)
    case 'id':
      return sql`id`
    case 'imported':
      throw new TypeError('columns of files are joined, not made of events')
    default: {
      const field = fields.of(made.path)
      const way = made.kind === 'first' ? sql`argMinIf` : sql`argMaxIf`
      return sql`${way}(${attribute.type === 'any' ? asSet(field) : sql`toString(${field.text})`}, (date, arrival), ${field.exists})`
    }
  }
}

const lastOf = (field: Field): Sql => sql`argMaxIf(toString(${field.text}), (date, arrival), ${field.exists})`

/** What customers set, in all forms that a question may need: texts, number, JSON. */
const asSet = (field: Field): Sql => sql`(${field.texts}, ${field.number}, toJSONString(${word(field.alias)}))`

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
