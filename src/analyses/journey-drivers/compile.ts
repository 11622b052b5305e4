import { withoutAt } from '../../query/measure.ts'
import { constant, f64, join, or, type Sql, sql, u32, u64 } from '../../sql/sql.ts'
import { onTheWay, tried, withAttempts } from '../funnel/between.ts'
import type { Span } from '../funnel/metric.ts'
import type { Plan } from '../funnel/plan.ts'
import { journeyEvents, typesOfAll } from '../journey/steps.ts'

/** How many have a trait and went on, and how many have it and left. */
export interface TraitRow {
  /** An attribute's place among those asked for, from 1; or the kind of a behaviour. */
  kind: string
  value: string
  converted: number
  dropped: number
  /** How many traits there are in all. */
  found: number
}

/** So many traits are tested at most, those that most people have. */
export const MOST_TESTED = 5000

/** How many went on from the first step to the other, and how many did not. */
export const compileTotals = (plan: Plan, span: Span): Sql =>
  sql`SELECT countIf(made) AS converted, countIf(NOT made) AS dropped FROM (${tried(plan, span)})`

/** The values of each attribute on the event that served the first step, of several in one millisecond the first to arrive. */
export const compileAttributes = (plan: Plan, span: Span, paths: readonly string[], least: number): Sql => {
  const events = journeyEvents(plan)
  const fields = paths.map((path) => events.fields.of(withoutAt(path)))
  const step = events.steps[span.start - 1]!
  const types = typesOfAll(events.searches.slice(span.start - 1, span.start))
  const rows = events.rows({ where: step, types, own: [sql`arrival`] })
  const values = sql`[${join(fields.map(({ texts }) => texts))}]`
  // Without a value people have the empty one, which is shown as N/A.
  const pairs = sql`arrayFlatten(arrayMap((v, i) -> arrayMap(x -> (toString(i), x), if(empty(v), [''], arrayDistinct(v))), values, arrayEnumerate(values)))`
  return counted(
    sql`SELECT who, made, arrayJoin(${pairs}) AS trait FROM (
  SELECT who, any(made) AS made, argMin(${values}, arrival) AS values
  FROM (${withAttempts(events, plan, span, rows)}) WHERE t = since GROUP BY who)`,
    least,
  )
}

/** What was done, met with and seen to load slowly on the way; the empty value stands for any of its kind. */
export const compileBehaviours = (plan: Plan, span: Span, slowMs: number, least: number): Sql => {
  const events = journeyEvents(plan)
  const of = (path: string) => events.fields.of(path)
  const [view, action, server, message] = ['view.name', 'action.name', 'event.name', 'error.message'].map(of)
  const frustrations = of('action.frustration.type').texts
  const slow = sql`(type = 'view' AND ifNull(${of('view.loading_time').number}, 0) >= ${f64(slowMs * 1e6)})`
  const named = (kind: string, names: Sql) => sql`arrayMap(x -> (${constant(`'${kind}'`)}, x), ${names})`
  const one = (condition: Sql, text: Sql) => sql`if(${condition} AND ${text} != '', [toString(${text})], [])`
  const traits = sql`arrayConcat(${join([
    named('view', one(sql`type = 'view'`, view!.text)),
    named('action', one(sql`type = 'action'`, action!.text)),
    named('server', one(sql`type = 'server'`, server!.text)),
    named('error', sql`if(type = 'error', arrayDistinct(['', toString(${message!.text})]), [])`),
    named(
      'frustration',
      sql`if(type = 'action' AND notEmpty(${frustrations}), arrayPushFront(${frustrations}, ''), [])`,
    ),
    named('slow_view', sql`if(${slow}, arrayDistinct(['', toString(${view!.text})]), [])`),
  ])})`
  return counted(
    sql`SELECT DISTINCT who, made, arrayJoin(${traits}) AS trait FROM (${onTheWay(events, plan, span, columnsOf(events.fields.all()))})`,
    least,
  )
}

const columnsOf = (fields: readonly { alias: string }[]): Sql[] => [
  sql`type`,
  ...fields.map(({ alias }) => constant(alias)),
]

/** From rows `{who, made, trait}`, each once, rows of `TraitRow`, what most have first. */
const counted = (rows: Sql, least: number): Sql =>
  sql`SELECT trait.1 AS kind, trait.2 AS value, countIf(made) AS converted, countIf(NOT made) AS dropped, count() OVER () AS found
FROM (${rows}) GROUP BY trait HAVING count() >= ${u64(least)} ORDER BY count() DESC, trait LIMIT ${u32(MOST_TESTED)}`

export interface NextRow {
  /** Empty: nothing that is a view, an action or a server event. */
  kind: string
  name: string
  entities: number
}

/** What those who left did first after the step, the most frequent first. */
export const compileNext = (plan: Plan, span: Span, limit: number): Sql => {
  const events = journeyEvents(plan)
  const names = ['view.name', 'action.name', 'event.name'].map((path) => events.fields.of(path).text)
  const [view, action, server] = names
  const name = sql`toString(multiIf(type = 'view', ${view!}, type = 'action', ${action!}, ${server!}))`
  const rows = onTheWay(events, plan, span, columnsOf(events.fields.all()))
  return sql`SELECT first.1 AS kind, first.2 AS name, count() AS entities FROM (
  SELECT who, argMin((toString(type), ${name}), (t, arrival)) AS first FROM (${rows})
  WHERE NOT made AND ${or(['view', 'action', 'server'].map((type) => sql`type = ${constant(`'${type}'`)}`))} GROUP BY who)
GROUP BY first ORDER BY entities DESC, first LIMIT ${u32(limit)}`
}
