import { withoutAt } from '../../model/attribute.ts'
import { answerScalar, answerTimeseries } from '../analytics/answer.ts'
import type { AnalyticsAttributes, ListAttributes } from '../analytics/definition.ts'
import { valueAt } from '../analytics/event.ts'
import { answerList, answerSlice, columnsOf, countRecords, isByTime } from '../analytics/list.ts'
import type { Asking } from '../asking.ts'
import { type Cursor, parseCursor } from '../events/event-id.ts'
import { countEvents, type EventsRequest, type FoundEvent, searchEvents } from '../events/search.ts'

/** Rows in slices, each asked for when the one before has been taken. */
export interface Exported {
  columns: readonly string[]
  /** Rows that there are, whatever the limit. */
  total: number
  slices: AsyncIterable<readonly Record<string, unknown>[]>
}

/** Runs one statement after another, each under the picture of its moment, so that no picture is held for long. */
export type AskAgain = <R>(work: (asking: Asking) => Promise<R>) => Promise<R>

const RECORDS_AT_ONCE = 10_000
const EVENTS_AT_ONCE = 1_000

/** Lists in another order than that of time are asked for at once, and so can't be longer. */
export const MOST_UNSLICED = 100_000

export const exportList = async (attributes: ListAttributes, limit: number, ask: AskAgain): Promise<Exported> => {
  const columns = columnsOf(attributes.query)
  if (!isByTime(attributes.query)) {
    const query = { ...attributes.query, limit: Math.min(limit, MOST_UNSLICED) }
    const { records, total_count } = await ask((asking) => answerList({ ...attributes, query }, asking))
    return { columns, total: total_count, slices: one(records) }
  }
  const total = await ask((asking) => countRecords(attributes, asking))
  const next = (size: number, after: Cursor | undefined) =>
    ask((asking) => answerSlice(attributes, size, after, asking))
  return { columns, total, slices: sliced(limit, RECORDS_AT_ONCE, next) }
}

/** Whole events: as columns for tables, as they are for the rest. */
export const exportEvents = async (
  request: Omit<EventsRequest, 'limit' | 'after'>,
  limit: number,
  columns: readonly string[],
  whole: (event: FoundEvent) => Record<string, unknown>,
  ask: AskAgain,
): Promise<Exported> => {
  const total = await ask((asking) => countEvents({ ...request, limit: 1 }, asking))
  const next = async (size: number, after: Cursor | undefined) => {
    const found = await ask((asking) => searchEvents({ ...request, limit: size, after }, asking))
    return { records: found.events.map(whole), next: found.next ? parseCursor(found.next) : undefined }
  }
  return { columns, total, slices: sliced(limit, EVENTS_AT_ONCE, next) }
}

/** One event's values in columns. */
export const cellsOf =
  (columns: readonly string[]) =>
  ({ date, event }: FoundEvent): Record<string, unknown> =>
    Object.fromEntries(
      columns.map((name) => {
        const path = withoutAt(name)
        const isTime = path === 'date' || path === 'timestamp'
        return [name, isTime ? new Date(date).toISOString() : valueAt(event, path)]
      }),
    )

/** A row a group; over time a row a group and period. */
export const exportAggregates = async (
  attributes: AnalyticsAttributes,
  limit: number,
  overTime: boolean,
  ask: AskAgain,
): Promise<Exported> => {
  const { columns, rows } = overTime
    ? overTimeRows(await ask((asking) => answerTimeseries(attributes, asking)), attributes)
    : scalarRows(await ask((asking) => answerScalar(attributes, asking)))
  return { columns, total: rows.length, slices: one(rows.slice(0, limit)) }
}

const scalarRows = ({ columns }: Awaited<ReturnType<typeof answerScalar>>) => {
  const names = columns.map((column) => ('comparison' in column ? `${column.name} (compared)` : column.name))
  const length = Math.max(0, ...columns.map((column) => column.values.length))
  const cell = (value: unknown) => (Array.isArray(value) ? value.join(', ') : value)
  const rows = Array.from({ length }, (_, i) =>
    Object.fromEntries(columns.map((column, c) => [names[c]!, cell(column.values[i])])),
  )
  return { columns: names, rows }
}

const overTimeRows = (
  { series, times, values }: Awaited<ReturnType<typeof answerTimeseries>>,
  { query, queries, formulas }: AnalyticsAttributes,
) => {
  const facets = (query ?? queries![0]!).group_by.map((group) => group.facet)
  const outputs = formulas?.length
    ? formulas.map((one) => one.alias ?? one.formula)
    : (queries?.map((one) => one.name) ?? ['query'])
  const nameOf = (one: (typeof series)[number]) =>
    'comparison' in one ? `${outputs[one.query_index]} (compared)` : outputs[one.query_index]!
  const groups = new Map<string, { tags: string[]; values: Map<string, readonly (number | null)[]> }>()
  for (const [i, one] of series.entries()) {
    const key = JSON.stringify(one.group_tags)
    const group = groups.get(key) ?? { tags: one.group_tags, values: new Map() }
    groups.set(key, group)
    group.values.set(nameOf(one), values[i]!)
  }
  const rows = times.flatMap((time, at) =>
    [...groups.values()].map((group) => ({
      time: new Date(time).toISOString(),
      ...Object.fromEntries(facets.map((facet, i) => [facet, group.tags[i]])),
      ...Object.fromEntries([...group.values].map(([name, all]) => [name, all[at]])),
    })),
  )
  return { columns: ['time', ...facets, ...new Set(series.map(nameOf))], rows }
}

async function* one<R>(rows: readonly R[]) {
  yield rows
}

type Slice = { records: Record<string, unknown>[]; next: Cursor | undefined }

async function* sliced(
  limit: number,
  size: number,
  slice: (size: number, after: Cursor | undefined) => Promise<Slice>,
) {
  let after: Cursor | undefined
  for (let left = limit; left > 0; left -= size) {
    const { records, next } = await slice(Math.min(size, left), after)
    yield records
    if (!next) return
    after = next
  }
}
