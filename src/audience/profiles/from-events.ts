import { EVENT_TYPES } from '../../model/attribute.ts'
import { createFields, type Field, type Fields } from '../../query/field.ts'
import { eventSource } from '../../query/source.ts'
import { and, join, type Sql, sql, word } from '../../sql/sql.ts'
import { type Asked, ENTITY_PATH, EVER } from '../entity.ts'
import { type Among, isAmong, type Key } from './among.ts'
import { countColumn, type ProfileColumn } from './columns.ts'

/** One row a person or account: `id`, the columns, and the keys: the last values of attributes under their aliases. */
export const rowsFromEvents = (
  columns: readonly ProfileColumn[],
  keys: readonly Key[],
  { audience, scope }: Asked,
  among?: Among,
): Sql => {
  const fields = createFields()
  const entity = fields.of(ENTITY_PATH[audience])
  const made = columns
    .filter(({ alias }) => alias !== 'id')
    .map((column) => sql`${expressionOf(column, fields)} AS ${word(column.alias)}`)
  const last = keys.map(({ path, alias }) => sql`${lastOf(fields.of(path))} AS ${alias}`)
  const types = EVENT_TYPES.filter((type) => type !== 'session')
  const source = eventSource({ ...scope, ...EVER }, { fields: fields.all(), types, own: [sql`arrival`] })
  const chosen = [entity.exists, ...(among ? [isAmong(entity.text, among)] : [])]
  return sql`SELECT ${join([sql`${entity.text} AS id`, ...made, ...last])} FROM (${source}) WHERE ${and(chosen)} GROUP BY id`
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
export const asSet = (field: Field): Sql =>
  sql`(${field.texts}, ${field.number}, ifNull(toJSONString(${word(field.alias)}), ''))`
