import type { EventType } from '../../model/attribute.ts'
import { and, constant, i64, join, or, type Sql, sql } from '../../sql/sql.ts'
import type { NodeQuery } from '../journey/definition.ts'
import { type JourneyEvents, journeyEvents } from '../journey/steps.ts'
import { countedAttempts } from './counted.ts'
import { inGroups, withGroupValues } from './grouping.ts'
import type { Span } from './metric.ts'
import type { Plan } from './plan.ts'

/** What may happen on the way from one step to another. */
const ON_THE_WAY: readonly EventType[] = ['view', 'action', 'server', 'error']

interface Way extends Span {
  /** Only those who did not make the other step. */
  left?: true
}

/**
 * Rows `{who, made, since, until}` (epoch ms), one an entity whose counted attempt made the first of these steps: whether
 * it made the other, when it made the first, and until when it could have: up to the step itself, else as long as the
 * window lasts.
 */
const tried = (plan: Plan, { start, end, within, left }: Way): Sql => {
  const [a, b] = [constant(String(start)), constant(String(end))]
  const over = plan.windowMs === null ? sql`9223372036854775807` : sql`at[1] + ${i64(plan.windowMs + 1)}`
  const attempts = within
    ? withGroupValues(within, plan, countedAttempts(plan, { values: within.values }))
    : countedAttempts(plan)
  return sql`SELECT id AS who, length(at) >= ${b} AS made, at[${a}] AS since, if(made, at[${b}], ${over}) AS until
FROM (${attempts}) WHERE ${and([sql`length(at) >= ${a}`, ...(left ? [sql`NOT made`] : []), ...(within ? inGroups(within) : [])])}`
}

/**
 * Events of those entities with `who`, `made`, `since`, `until`, `t` (epoch ms) and `columns`: the ones after the first
 * step and before `until`, that serve no step in between.
 */
export const onTheWay = (
  events: JourneyEvents,
  plan: Plan,
  span: Way,
  columns: readonly Sql[],
  types = ON_THE_WAY,
): Sql => {
  const passed = events.steps.slice(span.start, span.end - 1)
  const rows = events.rows({ where: sql`NOT ${or(passed)}`, types, own: [sql`arrival`] })
  return sql`SELECT who, made, ${join([sql`t`, sql`arrival`, ...columns])} FROM (${withAttempts(events, plan, span, rows)})
WHERE ${and([sql`t > since`, sql`t < until`])}`
}

/** Events with the attempt of their entity: `t` and what `tried` has. */
export const withAttempts = ({ entity }: JourneyEvents, plan: Plan, span: Way, rows: Sql): Sql =>
  sql`SELECT *, toUnixTimestamp64Milli(date) AS t FROM (${rows}) AS happened
INNER JOIN (${tried(plan, span)}) AS attempts ON ${entity.text} = who`

interface Did {
  query: NodeQuery
  pointer: string
  /** As the very first view, action or server event after the step. */
  first: boolean
}

/** Rows `{who}`: the entities that did such an event on the way. */
export const whoDid = (plan: Plan, span: Span, { query, pointer, first }: Did): Sql => {
  const events = journeyEvents(plan)
  const did = sql`${events.matching(query, pointer)} AS did`
  const isFirst = sql`argMin(did, (t, arrival))`
  const rows = onTheWay(events, plan, span, [sql`type`, did])
  return first
    ? sql`SELECT who FROM (${rows}) WHERE type != 'error' GROUP BY who HAVING ${isFirst}`
    : sql`SELECT who FROM (${rows}) WHERE did`
}
