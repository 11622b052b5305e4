import type { EventType } from '../../model/attribute.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { createFields, type Fields } from '../../query/field.ts'
import { filtered } from '../../query/filter.ts'
import { nearestFirst } from '../../query/nearest-first.ts'
import { eventSource, type Scope } from '../../query/source.ts'
import { ALL_COLUMNS } from '../../sessions/hot-rows.ts'
import { constant, type Sql, sql, str, strs, time, u32, u64, word } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import { type Cursor, type EventAddress, printCursor, printEventId } from './event-id.ts'
import { type WideRow, wholeEvent } from './whole-event.ts'

export interface EventsRequest {
  query: string
  from: number
  to: number
  order: 'asc' | 'desc'
  limit: number
  after?: Cursor | undefined
  /** A condition on events: those of the audience asked about. */
  audience?: ((fields: Fields) => Sql) | undefined
}

export interface FoundEvent {
  id: string
  date: number
  event: Record<string, unknown>
}

/** What finds an event again. */
export interface Key {
  type: EventType
  date_ms: number
  arrival: string
  event_id: string
}

/** A page of whole events in the order of time; `next` is where the page after it begins, if there is one. */
export const searchEvents = async (
  request: EventsRequest,
  asking: Asking,
): Promise<{ events: FoundEvent[]; next?: string }> => {
  const keys = await keysOf(request, asking)
  const page = keys.slice(0, request.limit)
  const last = page.at(-1)
  const events = await wholeEvents(page, asking)
  return {
    events,
    ...(last && keys.length > request.limit
      ? { next: printCursor({ date: last.date_ms, arrival: last.arrival, eventId: last.event_id }) }
      : {}),
  }
}

/** How many events match. */
export const countEvents = async ({ query, from, to }: EventsRequest, asking: Asking): Promise<number> => {
  const events = filtered({ search: { query } }, asking.scope(from, to))
  return (await asking.run<{ n: number }>(sql`SELECT toFloat64(count()) AS n FROM (${events.rows()})`))[0]!.n
}

/** First only the keys, one more than asked: reading 150 columns to sort them would cost far more. */
const keysOf = async (request: EventsRequest, asking: Asking): Promise<Key[]> => {
  const keys: Key[] = []
  for (const { from, to } of nearestFirst(beyondCursor(request), request.order, parseSearch(request.query))) {
    const left = request.limit + 1 - keys.length
    keys.push(...(await asking.run<Key>(pageOfKeys(request, asking.scope(from, to), left))))
    if (keys.length > request.limit) break
  }
  return keys
}

/** The part of the range in which the page can lie. */
export const beyondCursor = ({ from, to, order, after }: Pick<EventsRequest, 'from' | 'to' | 'order' | 'after'>) => {
  if (!after) return { from, to }
  return order === 'asc' ? { from: Math.max(from, after.date), to } : { from, to: Math.min(to, after.date + 1) }
}

const pageOfKeys = ({ query, order, after, audience }: EventsRequest, scope: Scope, limit: number): Sql => {
  const events = filtered({ search: { query } }, scope, audience)
  const rows = events.rows([sql`arrival`, sql`event_id`])
  const way = constant(order === 'asc' ? 'ASC' : 'DESC')
  const beyond = after
    ? sql`WHERE (date, arrival, event_id) ${constant(order === 'asc' ? '>' : '<')} (${time(after.date)}, ${u64(BigInt(after.arrival))}, ${str(after.eventId)})`
    : sql``
  return sql`SELECT toString(type) AS type, toUnixTimestamp64Milli(date) AS date_ms, toString(arrival) AS arrival, event_id
FROM (SELECT type, date, arrival, event_id FROM (${rows}) ${beyond}
ORDER BY date ${way}, arrival ${way}, event_id ${way} LIMIT ${u32(limit)})`
}

/** The events behind these keys, in their order. */
export const wholeEvents = async (keys: readonly Key[], asking: Asking): Promise<FoundEvent[]> => {
  if (!keys.length) return []
  const dates = keys.map((key) => key.date_ms)
  const scope = asking.scope(Math.min(...dates), Math.max(...dates) + 1)
  const rows = await asking.run<WideRow>(
    wide(
      scope,
      [...new Set(keys.map((key) => key.type))],
      keys.map((key) => key.event_id),
    ),
  )
  const byKey = new Map(rows.map((row) => [`${row.type} ${row.event_id} ${row.date_ms}`, row]))
  return keys.flatMap((key) => {
    const row = byKey.get(`${key.type} ${key.event_id} ${key.date_ms}`)
    return row ? [found(row)] : []
  })
}

const wide = (scope: Scope, types: readonly EventType[], eventIds: readonly string[]): Sql => {
  const fields = createFields()
  fields.of('session.is_active')
  const own = ALL_COLUMNS.filter((name) => !['type', 'date', 'session_is_active'].includes(name)).map(word)
  return sql`SELECT *, toUnixTimestamp64Milli(date) AS date_ms FROM (
${eventSource(scope, { fields: fields.all(), types, own })}) WHERE event_id IN ${strs(eventIds)}`
}

const found = (row: WideRow): FoundEvent => ({
  id: printEventId({ type: row.type, date: row.date_ms, eventId: String(row.event_id) }),
  date: row.date_ms,
  event: wholeEvent(row),
})

/** One whole event, if it is there. */
export const findEvent = async (address: EventAddress, asking: Asking): Promise<FoundEvent | undefined> => {
  const scope = asking.scope(address.date, address.date + 1)
  const rows = await asking.run<WideRow>(wide(scope, [address.type as EventType], [address.eventId]))
  return rows[0] && found(rows[0])
}
