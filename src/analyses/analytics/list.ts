import type { AudienceCondition } from '../../audience/filter.ts'
import { attributeOf, placeOf, withoutAt } from '../../model/attribute.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { filtered } from '../../query/filter.ts'
import { nearestFirst } from '../../query/nearest-first.ts'
import type { Scope } from '../../query/source.ts'
import { as } from '../../sessions/columns.ts'
import { constant, join, type Sql, sql, str, time, u32, u64 } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import { type Cursor, printEventId } from '../events/event-id.ts'
import { beyondCursor } from '../events/search.ts'
import { DEFAULT_COLUMNS, type ListAttributes, type ListQuery } from './definition.ts'

/** The records that match, with the columns asked for under the names they were asked by, and how many there are. */
export const answerList = async (attributes: ListAttributes, asking: Asking) => {
  const { from, to, query } = attributes
  const columns = columnsOf(query)
  const audience = await asking.audience(query.audience_filters, '/data/attributes/query/audience_filters')
  const { total } = compileList(query, columns, asking.scope(from, to), audience)
  const [rows, counted] = await Promise.all([
    firstRecords(attributes, columns, audience, asking),
    asking.run<{ total: number }>(total),
  ])
  return {
    records: rows.map((row) => recordOf(row, columns)),
    total_count: counted[0]!.total,
  }
}

/** The columns asked for, or those that a list shows. */
export const columnsOf = (query: ListQuery): readonly string[] =>
  query.columns.length ? query.columns : DEFAULT_COLUMNS.map((path) => `@${path}`)

type Row = Record<string, unknown>

const recordOf = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(
    columns.map((name, i) => {
      if (withoutAt(name) === EVENT_ID) return [name, idOf(row)]
      return [name, placeOf(withoutAt(name)).kind === 'more' ? parsed(row[`c${i}`]) : row[`c${i}`]]
    }),
  )

/** Ours: the column by which `GET /api/v2/wayworn/events/{id}` finds the event. */
const EVENT_ID = '__wayworn.event_id'

const idOf = (row: Row): string =>
  printEventId({ type: String(row.k_type), date: Number(row.k_date), eventId: String(row.k_event) })

/** Whether the records are in the order of time, so that they can be asked for slice by slice. */
export const isByTime = ({ sort }: ListQuery): boolean => !sort || ['date', 'timestamp'].includes(withoutAt(sort.facet))

/** Up to `limit` of the records, from after `after` on; `next` is where to go on if there may be more. */
export const answerSlice = async (
  { from, to, query }: ListAttributes,
  limit: number,
  after: Cursor | undefined,
  asking: Asking,
): Promise<{ records: Row[]; next: Cursor | undefined }> => {
  const columns = columnsOf(query)
  const audience = await asking.audience(query.audience_filters, '/data/attributes/query/audience_filters')
  const rows = await firstRecords({ from, to, query: { ...query, limit } }, columns, audience, asking, after)
  const last = rows.length === limit ? rows.at(-1) : undefined
  const next = last && { date: Number(last.k_date), arrival: String(last.k_arrival), eventId: String(last.k_event) }
  return { records: rows.map((row) => recordOf(row, columns)), next }
}

/** Up to the limit: in the order of time from part by part of the range, so that the rest of it is not read. */
const firstRecords = async (
  { from, to, query }: Pick<ListAttributes, 'from' | 'to' | 'query'>,
  columns: readonly string[],
  audience: AudienceCondition,
  asking: Asking,
  after?: Cursor,
): Promise<Row[]> => {
  const ofWholeRange = !isByTime(query) || 'occurrences' in query.query.search
  const order = query.sort?.order ?? 'desc'
  const range = beyondCursor({ from, to, order, after })
  const rows: Row[] = []
  for (const part of ofWholeRange
    ? [{ from, to }]
    : nearestFirst(range, order, parseSearch(query.query.search.query))) {
    const scope = asking.scope(part.from, part.to)
    const left = { ...query, limit: query.limit - rows.length }
    rows.push(...(await asking.run<Row>(compileList(left, columns, scope, audience, after).records)))
    if (rows.length >= query.limit) break
  }
  return rows
}

/** How many records match, whatever the limit. */
export const countRecords = async ({ from, to, query }: ListAttributes, asking: Asking): Promise<number> => {
  const audience = await asking.audience(query.audience_filters, '/data/attributes/query/audience_filters')
  const { total } = compileList(query, columnsOf(query), asking.scope(from, to), audience)
  return (await asking.run<{ total: number }>(total))[0]!.total
}

/** What is kept as JSON text. */
const parsed = (text: unknown): unknown => (text ? JSON.parse(String(text)) : null)

const compileList = (
  query: ListQuery,
  columns: readonly string[],
  scope: Scope,
  audience: AudienceCondition,
  after?: Cursor,
): { records: Sql; total: Sql } => {
  const events = filtered(query.query, scope, audience)
  const shown = columns.map((name, i) => as(recordValue(withoutAt(name), events.fields), `c${i}`))
  const sort = query.sort ?? { facet: 'date', order: 'desc' as const }
  const by = sortKey(withoutAt(sort.facet), events.fields)
  const order = constant(sort.order === 'asc' ? 'ASC' : 'DESC')
  const rows = events.rows([sql`arrival`, sql`event_id`])
  const keys = sql`toUnixTimestamp64Milli(date) AS k_date, toString(arrival) AS k_arrival, event_id AS k_event, toString(type) AS k_type`
  return {
    records: sql`SELECT ${join([...shown, keys])} FROM (${rows}) ${beyond(after, sort.order)}
ORDER BY ${by} ${order} NULLS LAST, date ${order}, arrival ${order}, event_id LIMIT ${u32(query.limit)}`,
    total: sql`SELECT toFloat64(count()) AS total FROM (${rows})`,
  }
}

/** In the order of time: what comes after this event. Of equal times and arrivals the smaller id is first either way. */
const beyond = (after: Cursor | undefined, order: 'asc' | 'desc'): Sql => {
  if (!after) return sql``
  const [date, arrival] = [time(after.date), u64(BigInt(after.arrival))]
  const sign = constant(order === 'asc' ? '>' : '<')
  return sql`WHERE (date, arrival) ${sign} (${date}, ${arrival})
  OR (date = ${date} AND arrival = ${arrival} AND event_id > ${str(after.eventId)})`
}

type Fields = ReturnType<typeof filtered>['fields']

/** The value as JSON: texts, numbers and booleans as such, lists as lists, times in ms; NULL if missing. */
const recordValue = (path: string, fields: Fields): Sql => {
  if (path === 'timestamp') return sql`toUnixTimestamp64Milli(date)`
  if (path === EVENT_ID) return sql`event_id`
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
