import type { AudienceCondition } from '../../audience/filter.ts'
import { attributeOf } from '../../model/attribute.ts'
import { filtered } from '../../query/filter.ts'
import { withoutAt } from '../../query/measure.ts'
import type { Scope } from '../../query/source.ts'
import { as } from '../../sessions/columns.ts'
import { constant, join, type Sql, sql, u32 } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import type { ListAttributes, ListQuery } from './definition.ts'

/** What a list shows when no columns are asked for. */
export const DEFAULT_COLUMNS = [
  'date',
  'type',
  'view.name',
  'action.name',
  'usr.id',
  'usr.name',
  'session.id',
  'geo.country',
  'browser.name',
]

/** The records that match, with the columns asked for under the names they were asked by, and how many there are. */
export const answerList = async (attributes: ListAttributes, asking: Asking) => {
  const { from, to, query } = attributes
  const columns = query.columns.length ? query.columns : DEFAULT_COLUMNS.map((path) => `@${path}`)
  const audience = await asking.audience(query.audience_filters, '/data/attributes/query/audience_filters')
  const { records, total } = compileList(query, columns, asking.scope(from, to), audience)
  const [rows, counted] = await Promise.all([
    asking.run<Record<string, unknown>>(records),
    asking.run<{ total: number }>(total),
  ])
  return {
    records: rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[`c${i}`]]))),
    total_count: counted[0]!.total,
  }
}

const compileList = (
  query: ListQuery,
  columns: readonly string[],
  scope: Scope,
  audience: AudienceCondition,
): { records: Sql; total: Sql } => {
  const events = filtered(query.query, scope, audience)
  const shown = columns.map((name, i) => as(recordValue(withoutAt(name), events.fields), `c${i}`))
  const sort = query.sort ?? { facet: 'date', order: 'desc' as const }
  const by = sortKey(withoutAt(sort.facet), events.fields)
  const order = constant(sort.order === 'asc' ? 'ASC' : 'DESC')
  const rows = events.rows([sql`arrival`, sql`event_id`])
  return {
    records: sql`SELECT ${join(shown)} FROM (${rows})
ORDER BY ${by} ${order} NULLS LAST, date ${order}, arrival ${order}, event_id LIMIT ${u32(query.limit)}`,
    total: sql`SELECT toFloat64(count()) AS total FROM (${rows})`,
  }
}

type Fields = ReturnType<typeof filtered>['fields']

/** The value as JSON: texts, numbers and booleans as such, lists as lists, times in ms; NULL if missing. */
const recordValue = (path: string, fields: Fields): Sql => {
  if (path === 'timestamp') return sql`toUnixTimestamp64Milli(date)`
  const field = fields.of(path)
  switch (attributeOf(path)?.type) {
    case 'string':
      return sql`nullIf(toString(${field.text}), '')`
    case 'number':
      return field.number
    case 'boolean':
      return sql`${constant(field.alias)}`
    case 'time':
      return sql`toUnixTimestamp64Milli(${constant(field.alias)})`
    case 'strings':
      return field.texts
    default:
      return constant(field.alias)
  }
}

const sortKey = (path: string, fields: Fields): Sql => {
  if (path === 'timestamp' || path === 'date') return sql`date`
  const field = fields.of(path)
  return field.type === 'number' ? field.number : sql`nullIf(toString(${field.text}), '')`
}
