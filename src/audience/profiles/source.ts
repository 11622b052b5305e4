import { EVENT_TYPES } from '../../model/attribute.ts'
import { ALL, type Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { createFields, type Field, type Fields } from '../../query/field.ts'
import { predicateOf } from '../../query/predicate.ts'
import { eventSource } from '../../query/source.ts'
import { and, join, type Sql, sql, word } from '../../sql/sql.ts'
import { type Asked, type Audience, ENTITY_PATH, EVER } from '../entity.ts'
import { PROFILE_TEXTS } from './attributes.ts'
import { countColumn, createColumns, type ProfileColumn, type ProfileColumns } from './columns.ts'

/** One row a person or account that has an event (and is `among` these ids): `id`, and the columns. Over all time. */
export const profileRows = (columns: readonly ProfileColumn[], { audience, scope }: Asked, among?: Sql): Sql => {
  const fields = createFields()
  const entity = fields.of(ENTITY_PATH[audience])
  const made = columns
    .filter(({ alias }) => alias !== 'id')
    .map((column) => sql`${expressionOf(column, fields)} AS ${word(column.alias)}`)
  const types = EVENT_TYPES.filter((type) => type !== 'session')
  const source = eventSource({ ...scope, ...EVER }, { fields: fields.all(), types, own: [sql`arrival`] })
  const chosen = [entity.exists, ...(among ? [sql`${entity.text} GLOBAL IN (${among})`] : [])]
  return sql`SELECT ${join([sql`${entity.text} AS id`, ...made])} FROM (${source}) WHERE ${and(chosen)} GROUP BY id`
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
    default: {
      const field = fields.of(made.path)
      const way = made.kind === 'first' ? sql`argMinIf` : sql`argMaxIf`
      return sql`${way}(${attribute.type === 'any' ? asSet(field) : sql`toString(${field.text})`}, (date, arrival), ${field.exists})`
    }
  }
}

/** What customers set, in all forms that a question may need: texts, number, JSON. */
const asSet = (field: Field): Sql => sql`(${field.texts}, ${field.number}, toJSONString(${word(field.alias)}))`

/** A search over profiles, `bare` or with `@`, as a condition over the columns that it then uses. */
export const profileCondition = (query: string, audience: Audience, columns: ProfileColumns, pointer: string): Sql => {
  const search: Search = query.trim() && query.trim() !== '*' ? parseSearch(query, { pointer }) : ALL
  return predicateOf(search, columns, PROFILE_TEXTS[audience])
}

/** A statement with the ids of the people or accounts whose profile matches, as `id`. */
export const profilesMatching = (query: string, asked: Asked, pointer: string): Sql => {
  const columns = createColumns(asked.audience, pointer)
  const condition = profileCondition(query, asked.audience, columns, pointer)
  return sql`SELECT id FROM (${profileRows(columns.used(), asked)}) WHERE ${and([condition])}`
}
