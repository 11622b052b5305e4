import type { EventType } from '../../model/attribute.ts'
import type { Fields } from '../../query/field.ts'
import type { Scope } from '../../query/source.ts'
import { and, constant, i64, join, or, type Sql, sql, str, strs, u32 } from '../../sql/sql.ts'
import type { Entity } from '../journey/entity.ts'
import { journeyEvents, typesOfAll } from '../journey/steps.ts'
import type { Kind, PathShown, PathsQuery } from './definition.ts'

export interface Question {
  query: PathsQuery
  entity: Entity
  /** Aliases of the pair. */
  start: string
  end: string
  /** Longest time from start to end, inclusive, ms; null: none. */
  windowMs: number | null
  identifiedOnly: boolean
  /** A condition on events: those of the audience asked about. */
  audience: (fields: Fields) => Sql
}

const SEARCH = '/data/attributes/query/search'

/**
 * The ways from the start to the end: rows `{all, path, cut, n, users, total_ms, min_ms, max_ms, ways}`, first one with
 * `all` = 1 for all ways together (`ways` of them), then the most frequent ones. A path is a list of labels:
 * the first letter of a type and a name.
 */
export const compilePaths = (question: Question, scope: Scope): Sql => {
  const { query } = question
  const most = constant(String(query.most_events))
  return sql`
SELECT grouping(path, cut) = 3 AS all, path, cut, toFloat64(count()) AS n, toFloat64(uniqExactIf(user, user != '')) AS users,
  toFloat64(sum(ms)) AS total_ms, toFloat64(min(ms)) AS min_ms, toFloat64(max(ms)) AS max_ms,
  toFloat64(uniqExact(same_path, same_cut)) AS ways
FROM (
  SELECT arraySlice(way, 1, ${most}) AS path, toUInt8(length(way) > ${most}) AS cut, path AS same_path, cut AS same_cut, ms, user
  FROM (${ways(question, scope)}))
GROUP BY GROUPING SETS ((path, cut), ())
ORDER BY all DESC, n DESC, path, cut LIMIT ${u32(query.limit + 1)}`
}

/** Rows `{who, way, ms, user}`, one an entity that went from the start to the end, or that never came there. */
const ways = (question: Question, scope: Scope): Sql =>
  question.query.conversion_type === 'conversion' ? converted(question, scope) : dropped(question, scope)

/** Rows `{who}`: the entities that went this way, of which the path shows as much as it does. */
export const compileMembers = (question: Question, path: PathShown | undefined, scope: Scope): Sql => {
  const most = constant(String(question.query.most_events))
  if (!path) return sql`SELECT who FROM (${ways(question, scope)})`
  const labels = strs(path.events.map(({ type, name }) => `${type[0]}${name}`))
  const beyond = path.is_cut ? sql`length(way) > ${most}` : sql`length(way) <= ${most}`
  return sql`SELECT who FROM (${ways(question, scope)}) WHERE arraySlice(way, 1, ${most}) = ${labels} AND ${beyond}`
}

/**
 * Of each entity that came from the start to the end the way to its first end, from the last start before it. `ms` is
 * how long it took.
 */
const converted = (question: Question, scope: Scope): Sql => sql`
SELECT who, ${way(sql`begun`, sql`x < over`)} AS way, ${msOf('over')} - ${msOf('begun')} AS ms, user
FROM (
  SELECT *, ${reached(question)} AS last, steps[last].1 AS over, starts_before[last] AS begun
  FROM (${entities(question, scope)}))
WHERE last > 0`

/** Of each entity that came to the start and never from one to the end what it did after its last start. */
const dropped = (question: Question, scope: Scope): Sql => {
  const inTime = sql`x > begun AND ${msOf('x')} - ${msOf('begun')} <= ${longest(question)}`
  const latest = (times: Sql) => sql`arrayMax(arrayFilter(x -> ${inTime}, arrayPushBack(${times}, toUInt128(0))))`
  return sql`
SELECT who, ${way(sql`begun`, inTime)} AS way, user,
  greatest(${msOf('begun')}, ${msOf(latest(sql`arrayMap(x -> x.1, steps)`))}, ${msOf(latest(sql`times`))}) - ${msOf('begun')} AS ms
FROM (
  SELECT *, arrayLast(x -> x.2, steps).1 AS begun
  FROM (${entities(question, scope)}) WHERE ${reached(question)} = 0)`
}

/** The names of what is shown after a moment, in order, as far as `until` holds for the moment `x`. */
const way = (after: Sql, until: Sql): Sql => {
  const within = sql`x > ${after} AND ${until}`
  return sql`arraySort((label, x) -> x, arrayFilter((label, x) -> ${within}, labels, times), arrayFilter(x -> ${within}, times))`
}

/** The step at which an entity is first at the end, in time since the last start before; 0 if it never is. */
const reached = (question: Question): Sql => sql`
arrayFirstIndex((x, since) -> x.3 AND since > 0 AND ${msOf('x.1')} - ${msOf('since')} <= ${longest(question)}, steps, starts_before)`

const longest = ({ windowMs }: Question): Sql => i64(windowMs ?? Number.MAX_SAFE_INTEGER)

/**
 * One row an entity that was at the start. Moments are numbers that sort as events follow each other. `steps`: moment,
 * is a start, is an end, in order, and `starts_before` the moment of the last start before each of them or 0; `labels`
 * and `times`: what may be shown, and when, in no order.
 */
const entities = (question: Question, scope: Scope): Sql => sql`
SELECT *, arrayShiftRight(arrayFill(v -> v > 0, arrayMap(x -> if(x.2, x.1, toUInt128(0)), steps)), 1, toUInt128(0)) AS starts_before
FROM (
  SELECT who, arraySort(groupArrayIf((t, is_start, is_end), is_start OR is_end)) AS steps,
    groupArrayIf(label, is_shown) AS labels, groupArrayIf(t, is_shown) AS times, argMaxIf(user, t, user != '') AS user
  FROM (${events(question, scope)})
  GROUP BY who HAVING max(is_start))`

/** A moment: milliseconds, then starts before what is on the way before ends, then arrival. */
const moment = constant(
  'bitShiftLeft(toUInt128(toUnixTimestamp64Milli(date)), 66) + bitShiftLeft(toUInt128(1 + is_end - is_start), 64) + arrival',
)
const msOf = (of: string | Sql): Sql => sql`toInt64(bitShiftRight(${typeof of === 'string' ? constant(of) : of}, 66))`

/** The events of starts, of ends and of the way between: fields may be added until their rows are asked for. */
export const eventsOf = ({ query, entity, start, end, identifiedOnly, audience }: Question, scope: Scope) => {
  const { node_objects, filters } = query.search
  const node = (alias: string) => ({ query: node_objects[alias]!, pointer: `${SEARCH}/node_objects/${alias}` })
  const source = journeyEvents({
    entity,
    scope,
    nodes: [node(start), node(end)],
    filter: { text: filters.string_filter ?? '', pointer: `${SEARCH}/filters/string_filter` },
    identifiedOnly,
  })
  const types = [...new Set<EventType>([...typesOfAll(source.searches), ...query.events])]
  const where = and([or([...source.steps, sql`type IN ${strs(query.events)}`]), audience(source.fields)])
  return { source, rows: () => source.rows({ where, types, own: [sql`arrival`] }) }
}

const events = (question: Question, scope: Scope): Sql => {
  const { query } = question
  const { source, rows } = eventsOf(question, scope)
  const name = nameOf(query, (path) => source.fields.of(path).text)
  const user = source.fields.of('usr.id').text
  const [isStart, isEnd] = source.steps
  const hidden = query.hide.map((one) => and([sql`kind = ${str(one.type)}`, sql`name = ${str(one.name)}`]))
  return sql`
SELECT ${source.entity.text} AS who, ${user} AS user, toUInt8(${isStart!}) AS is_start, toUInt8(${isEnd!}) AS is_end,
  ${moment} AS t, toString(type) AS kind, toString(${name}) AS name, concat(substring(kind, 1, 1), name) AS label,
  toUInt8(type IN ${strs(query.events)} AND name != '' AND NOT ${or(hidden)}) AS is_shown
FROM (${rows()})`
}

const NAMES: Record<Kind, string> = { view: 'view.name', action: 'action.name', server: 'event.name' }

const nameOf = (query: PathsQuery, text: (path: string) => Sql): Sql =>
  sql`multiIf(${join(query.events.map((kind) => sql`type = ${str(kind)}, ${text(NAMES[kind])}`))}, '')`
