import type { ImportedColumn, ImportedTable } from '../../model/audience/imported.ts'
import { decimal } from '../../query/field.ts'
import { constant, join, type Sql, sql, str, u64, word } from '../../sql/sql.ts'
import type { Audience } from '../entity.ts'
import { type ProfileAttribute, rootOf } from '../profiles/attributes.ts'

/** The attribute of an imported column, if a path such as `usr.crm.spent` names one. */
export const importedAttribute = (
  path: string,
  audience: Audience,
  tables: readonly ImportedTable[],
): ProfileAttribute | undefined => {
  const [root, name, id, ...more] = path.split('.')
  if (root !== rootOf(audience) || more.length) return undefined
  const table = tables.find((one) => one.audience === audience && one.name === name)
  const column = table?.columns.find((one) => one.id === id)
  return table && column && attributeOfColumn(table, column)
}

export const attributeOfColumn = (table: ImportedTable, column: ImportedColumn): ProfileAttribute => ({
  id: `${table.audience === 'users' ? 'user_' : 'account_'}${table.name}.${column.id}`,
  label: column.label,
  description: column.description,
  type: column.type === 'boolean' ? 'string' : column.type,
  group: `Imported: ${table.name}`,
  ...(column.groups?.length ? { groups: column.groups } : {}),
  made: { kind: 'imported', table, column },
})

/** Rows `{<keyName>, …}` of the upload that counts, one a key: of several the last of the file. Columns under their aliases. */
export const importedRows = (
  table: ImportedTable,
  columns: readonly { column: ImportedColumn; alias: string }[],
  keyName: Sql,
): Sql => {
  const values = columns.map(
    ({ column, alias }) => sql`${valueOf(column.type, sql`row[${placeOf(table, column)}]`)} AS ${word(alias)}`,
  )
  return sql`SELECT ${join([sql`value AS ${keyName}`, ...values])} FROM (
  SELECT value, argMax(cells, line) AS row FROM imported_rows
  WHERE table_id = ${str(table.id)} AND version = ${u64(table.version)} GROUP BY value)`
}

const placeOf = (table: ImportedTable, column: ImportedColumn): Sql =>
  constant(String(table.kept.findIndex((one) => one.source === column.source) + 1))

/** What is not of the column's type counts as missing. */
const valueOf = (type: ImportedColumn['type'], cell: Sql): Sql => {
  switch (type) {
    case 'number':
      return decimal(cell)
    case 'boolean':
      return sql`if(lower(${cell}) IN ('true', 'false'), lower(${cell}), '')`
    case 'timestamp':
      return sql`toFloat64(toUnixTimestamp64Milli(parseDateTime64BestEffortOrNull(${cell}, 3, 'UTC')))`
    default:
      return cell
  }
}
