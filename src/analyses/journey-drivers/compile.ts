import { withoutAt } from '../../model/attribute.ts'
import { constant, f64, join, type Sql, sql, strs, u32, u64, word } from '../../sql/sql.ts'
import { onTheWay, withAttempts } from '../funnel/between.ts'
import type { Span } from '../funnel/metric.ts'
import type { Plan } from '../funnel/plan.ts'
import { type JourneyEvents, journeyEvents, typesOfAll, unnamed } from '../journey/steps.ts'

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

/** The attributes of one value at most. Those of several are counted apart: `several` picks which. */
const fieldsOf = (events: JourneyEvents, paths: readonly string[], several: boolean) =>
  paths.flatMap((path, i) => {
    const field = events.fields.of(withoutAt(path))
    return field.several === several ? [{ field, kind: String(i + 1) }] : []
  })

/**
 * How many went on from the first step to the other and how many did not: in all, under kind 0, and by the values of each
 * attribute of one value on the event that served the first step, of several in one millisecond the first to arrive.
 */
export const compileAttributes = (asked: Plan, span: Span, paths: readonly string[], least: number): Sql => {
  const plan = unnamed(asked)
  const events = journeyEvents(plan)
  const told = fieldsOf(events, paths, false).map((one, i) => ({ ...one, alias: word(`v${i + 1}`) }))
  const values = told.map(({ field, alias }) => sql`${field.text} AS ${alias}`)
  const ofSet = (valueOf: (one: (typeof told)[number]) => Sql, otherwise: Sql) =>
    told.reduceRight((rest, one) => sql`if(grouping(${one.alias}) = 0, ${valueOf(one)}, ${rest})`, otherwise)
  const kind = ofSet((one) => constant(`'${one.kind}'`), constant("'0'"))
  const value = ofSet((one) => sql`toString(${one.alias})`, constant("''"))
  const sets = join([sql`()`, ...told.map((one) => sql`(${one.alias})`)])
  // Without a value people have the empty one, which is shown as N/A.
  return sql`SELECT ${kind} AS kind, ${value} AS value, countIf(made) AS converted, countIf(NOT made) AS dropped,
  count() OVER () - 1 AS found
FROM (SELECT ${join([sql`made`, ...values])} FROM (${atFirstStep(events, plan, span)}))
GROUP BY GROUPING SETS (${sets}) HAVING kind = '0' OR count() >= ${u64(least)}
ORDER BY kind = '0' DESC, count() DESC, kind, value LIMIT ${u32(MOST_TESTED + 1)}`
}

/** The same of attributes that one event may have several values of; undefined where none is asked for. */
export const compileLists = (asked: Plan, span: Span, paths: readonly string[], least: number): Sql | undefined => {
  const plan = unnamed(asked)
  const events = journeyEvents(plan)
  const told = fieldsOf(events, paths, true)
  if (!told.length) return undefined
  const values = sql`[${join(told.map(({ field }) => field.texts))}]`
  const kinds = strs(told.map(({ kind }) => kind))
  const pairs = sql`arrayFlatten(arrayMap((v, kind) -> arrayMap(x -> (kind, x), if(empty(v), [''], arrayDistinct(v))), values, ${kinds}))`
  return sql`SELECT trait.1 AS kind, trait.2 AS value, countIf(made) AS converted, countIf(NOT made) AS dropped, count() OVER () AS found
FROM (SELECT made, arrayJoin(${pairs}) AS trait FROM (
  SELECT made, ${values} AS values FROM (${atFirstStep(events, plan, span)})))
GROUP BY trait HAVING count() >= ${u64(least)} ORDER BY count() DESC, trait LIMIT ${u32(MOST_TESTED)}`
}

/**
 * Of each entity the one event that serves the first step, and whether it `made` the other. The events are found by their
 * arrival, which no two of an entity share, before their attributes are read: to hold those for each entity took 2 GB.
 */
const atFirstStep = (events: JourneyEvents, plan: Plan, span: Span): Sql => {
  const step = (of: JourneyEvents) => {
    const types = typesOfAll(of.searches.slice(span.start - 1, span.start))
    return of.rows({ where: of.steps[span.start - 1]!, types, own: [sql`arrival`] })
  }
  const bare = journeyEvents(plan)
  const served = sql`SELECT who, min(arrival) AS first, any(made) AS made
FROM (${withAttempts(bare, plan, span, step(bare))}) WHERE t = since GROUP BY who`
  return sql`SELECT * FROM (${step(events)}) AS served
INNER JOIN (${served}) AS firsts ON ${events.entity.text} = who AND arrival = first`
}

/**
 * What was done, met with and seen to load slowly on the way; the empty value stands for any of its kind. Events that
 * are the same in all of it are put together first, with those who had them: traits are then made of few rows.
 */
export const compileBehaviours = (asked: Plan, span: Span, slowMs: number, least: number): Sql => {
  const plan = unnamed(asked)
  const events = journeyEvents(plan)
  const of = (path: string) => events.fields.of(path)
  const [view, action, server, message] = ['view.name', 'action.name', 'event.name', 'error.message'].map(of)
  const name = sql`multiIf(type = 'view', toString(${view!.text}), type = 'action', toString(${action!.text}),
    type = 'server', toString(${server!.text}), toString(${message!.text}))`
  const frustrations = sql`if(type = 'action', ${of('action.frustration.type').texts}, [])`
  const slow = sql`type = 'view' AND ifNull(${of('view.loading_time').number}, 0) >= ${f64(slowMs * 1e6)}`
  const columns = [sql`type`, sql`${name} AS name`, sql`${frustrations} AS frustrations`, sql`${slow} AS slow`]
  const rows = onTheWay(events, plan, span, columns)
  const named = (kind: string, names: Sql) => sql`arrayMap(x -> (${constant(`'${kind}'`)}, x), ${names})`
  const traits = sql`arrayConcat(${join([
    sql`if(type != 'error' AND name != '', [(toString(type), name)], [])`,
    named('error', sql`if(type = 'error', arrayDistinct(['', name]), [])`),
    named('frustration', sql`if(notEmpty(frustrations), arrayPushFront(frustrations, ''), [])`),
    named('slow_view', sql`if(slow, arrayDistinct(['', name]), [])`),
  ])})`
  return sql`SELECT trait.1 AS kind, trait.2 AS value, uniqExactMergeIf(whose, made) AS converted,
  uniqExactMergeIf(whose, NOT made) AS dropped, count() OVER () AS found
FROM (SELECT made, whose, arrayJoin(${traits}) AS trait FROM (
  SELECT made, type, name, frustrations, slow, uniqExactState(who) AS whose FROM (${rows}) GROUP BY made, type, name, frustrations, slow))
GROUP BY trait HAVING converted + dropped >= ${u64(least)} ORDER BY converted + dropped DESC, trait LIMIT ${u32(MOST_TESTED)}`
}

export interface NextRow {
  /** Empty: nothing that is a view, an action or a server event. */
  kind: string
  name: string
  entities: number
}

/** What those who left did first after the step, the most frequent first. */
export const compileNext = (asked: Plan, span: Span, limit: number): Sql => {
  const plan = unnamed(asked)
  const events = journeyEvents(plan)
  const [view, action, server] = ['view.name', 'action.name', 'event.name'].map((path) => events.fields.of(path).text)
  const name = sql`toString(multiIf(type = 'view', ${view!}, type = 'action', ${action!}, ${server!})) AS name`
  const rows = onTheWay(events, plan, { ...span, left: true }, [sql`type`, name], ['view', 'action', 'server'])
  return sql`SELECT toString(first.1) AS kind, first.2 AS name, count() AS entities FROM (
  SELECT argMin((type, name), bitShiftLeft(toUInt128(t), 64) + arrival) AS first FROM (${rows}) GROUP BY who)
GROUP BY kind, name ORDER BY entities DESC, kind, name LIMIT ${u32(limit)}`
}
