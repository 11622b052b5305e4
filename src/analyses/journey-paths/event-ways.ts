import type { EventType } from '../../model/attribute.ts'
import type { Scope } from '../../query/source.ts'
import { and, constant, join, or, type Sql, sql, str, strs } from '../../sql/sql.ts'
import { journeyEvents, typesOfAll } from '../journey/steps.ts'
import type { Kind, PathsQuery } from './definition.ts'
import { longest, type Question, stepsOf } from './question.ts'

/**
 * Rows `{who, way, ms, user}` of events as `wayEvents` gives them: one an entity that went from the start to the end, or
 * that never came there.
 */
export const followed = (question: Question, events: Sql): Sql =>
  question.query.conversion_type === 'conversion' ? converted(question, events) : dropped(question, events)

/**
 * Of each entity that came from the start to the end the way to its first end, from the last start before it. `ms` is
 * how long it took.
 */
const converted = (question: Question, events: Sql): Sql => sql`
SELECT who, ${way(sql`begun`, sql`x < over`)} AS way, ${msOf('over')} - ${msOf('begun')} AS ms, user
FROM (
  SELECT *, ${reached(question)} AS last, steps[last].1 AS over, starts_before[last] AS begun
  FROM (${entities(events)}))
WHERE last > 0`

/** Of each entity that came to the start and never from one to the end what it did after its last start. */
const dropped = (question: Question, events: Sql): Sql => {
  const inTime = sql`x > begun AND ${msOf('x')} - ${msOf('begun')} <= ${longest(question)}`
  const latest = (times: Sql) => sql`arrayMax(arrayFilter(x -> ${inTime}, arrayPushBack(${times}, toUInt128(0))))`
  return sql`
SELECT who, ${way(sql`begun`, inTime)} AS way,
  greatest(${msOf('begun')}, ${msOf(latest(sql`arrayMap(x -> x.1, steps)`))}, ${msOf(latest(sql`times`))}) - ${msOf('begun')} AS ms, user
FROM (
  SELECT *, arrayLast(x -> x.2, steps).1 AS begun
  FROM (${entities(events)}) WHERE ${reached(question)} = 0)`
}

/** The labels of what is shown after a moment, in order, as far as `until` holds for the moment `x`. */
const way = (after: Sql, until: Sql): Sql => {
  const within = sql`x > ${after} AND ${until}`
  return sql`arraySort((label, x) -> x, arrayFilter((label, x) -> ${within}, labels, times), arrayFilter(x -> ${within}, times))`
}

/** The step at which an entity is first at the end, in time since the last start before; 0 if it never is. */
const reached = (question: Question): Sql => sql`
arrayFirstIndex((x, since) -> x.3 AND since > 0 AND ${msOf('x.1')} - ${msOf('since')} <= ${longest(question)}, steps, starts_before)`

/**
 * One row an entity that was at the start. Moments are numbers that sort as events follow each other. `steps`: moment,
 * is a start, is an end, in order, and `starts_before` the moment of the last start before each of them or 0; `labels`
 * and `times`: what may be shown, and when, in no order.
 */
const entities = (events: Sql): Sql => sql`
SELECT *, arrayShiftRight(arrayFill(v -> v > 0, arrayMap(x -> if(x.2, x.1, toUInt128(0)), steps)), 1, toUInt128(0)) AS starts_before
FROM (
  SELECT who, arraySort(groupArrayIf((t, is_start, is_end), is_start OR is_end)) AS steps,
    groupArrayIf(label, is_shown) AS labels, groupArrayIf(t, is_shown) AS times, argMaxIf(user, t, user != '') AS user
  FROM (${events})
  GROUP BY who HAVING max(is_start))`

/** A moment: milliseconds, then starts before what is on the way before ends, then arrival. */
export const moment = (ms: Sql): Sql =>
  sql`bitShiftLeft(toUInt128(${ms}), 66) + bitShiftLeft(toUInt128(1 + is_end - is_start), 64) + arrival`
const msOf = (of: string | Sql): Sql => sql`toInt64(bitShiftRight(${typeof of === 'string' ? constant(of) : of}, 66))`

/** The events of starts, of ends and of the way between: fields may be added until their rows are asked for. */
export const eventsOf = (question: Question, scope: Scope) => {
  const { query, entity, identifiedOnly, audience } = question
  const source = journeyEvents({ entity, scope, ...stepsOf(question), identifiedOnly })
  const types = [...new Set<EventType>([...typesOfAll(source.searches), ...query.events])]
  const where = and([or([...source.steps, sql`type IN ${strs(query.events)}`]), audience(source.fields)])
  return { source, rows: () => source.rows({ where, types, own: [sql`arrival`] }) }
}

/** Rows `{who, user, is_start, is_end, t, label, is_shown}`, one an event; a label is the first letter of a type and a name. */
export const wayEvents = (question: Question, scope: Scope): Sql => {
  const { query } = question
  const { source, rows } = eventsOf(question, scope)
  const name = nameOf(query, (path) => source.fields.of(path).text)
  const user = source.fields.of('usr.id').text
  const [isStart, isEnd] = source.steps
  return sql`
SELECT ${source.entity.text} AS who, ${user} AS user, toUInt8(${isStart!}) AS is_start, toUInt8(${isEnd!}) AS is_end,
  ${moment(sql`toUnixTimestamp64Milli(date)`)} AS t, ${labelOf(name)} AS label, toUInt8(${isShown(query)}) AS is_shown
FROM (${rows()})`
}

const NAMES: Record<Kind, string> = { view: 'view.name', action: 'action.name', server: 'event.name' }

/** What an event is called in paths, '' if it is of no type that they show. */
export const nameOf = ({ events }: PathsQuery, text: (path: string) => Sql): Sql =>
  sql`multiIf(${join(events.map((kind) => sql`type = ${str(kind)}, toString(${text(NAMES[kind])})`))}, '')`

export const labelOf = (name: Sql): Sql => sql`concat(substring(toString(type), 1, 1), ${name})`

/** Of an event with its `label`: whether paths show it. */
export const isShown = ({ hide }: PathsQuery): Sql =>
  sql`length(label) > 1 AND NOT has(${strs(hide.map(({ type, name }) => `${type[0]}${name}`))}, label)`
