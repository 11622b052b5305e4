import type { EventType } from '../../model/attribute.ts'
import type { Scope } from '../../query/source.ts'
import { and, constant, i64, join, or, type Sql, sql, str, strs, u32 } from '../../sql/sql.ts'
import type { Entity } from '../journey/entity.ts'
import { journeyEvents, typesOfAll } from '../journey/steps.ts'
import type { Kind, PathsQuery } from './definition.ts'

export interface Question {
  query: PathsQuery
  entity: Entity
  /** Aliases of the pair. */
  start: string
  end: string
  /** Longest time from start to end, inclusive, ms; null: none. */
  windowMs: number | null
  identifiedOnly: boolean
}

const SEARCH = '/data/attributes/query/search'

/**
 * The ways from the start to the end: rows `{all, path, cut, n, users, total_ms, min_ms, max_ms, ways}`, first one with
 * `all` = 1 for all ways together (`ways` of them), then the most frequent ones. A path is a list of (kind, name).
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
  FROM (${query.conversion_type === 'conversion' ? converted(question, scope) : dropped(question, scope)}))
GROUP BY GROUPING SETS ((path, cut), ())
ORDER BY all DESC, n DESC, path, cut LIMIT ${u32(query.limit + 1)}`
}

/**
 * Of each entity that came from the start to the end the way to its first end, from the last start before it. `ms` is
 * how long it took.
 */
const converted = (question: Question, scope: Scope): Sql => sql`
SELECT ${shown(sql`arraySlice(seen, came_from + 1, reached - came_from - 1)`)} AS way,
  ${at('ms', sql`seen[reached]`)} - ${at('ms', sql`seen[came_from]`)} AS ms, user
FROM (
  SELECT *, arrayFirstIndex((x, i, since) -> ${at('is_end')} AND i > 0 AND ${at('ms')} - since <= ${longest(question)}, seen,
      start_before, start_ms_before) AS reached, start_before[reached] AS came_from
  FROM (${withStarts(question, scope)}))
WHERE reached > 0`

/** Of each entity that came to the start and never from one to the end what it did after its last start. */
const dropped = (question: Question, scope: Scope): Sql => sql`
SELECT ${shown(sql`after`)} AS way, if(empty(after), 0, ${at('ms', sql`after[-1]`)} - begun) AS ms, user
FROM (
  SELECT user, ${at('ms', sql`seen[last_start]`)} AS begun,
    arrayFilter(x -> ${at('ms')} - begun <= ${longest(question)}, arraySlice(seen, last_start + 1)) AS after
  FROM (
    SELECT *, arrayLastIndex(x -> ${at('is_start')}, seen) AS last_start,
      arrayExists((x, i, since) -> ${at('is_end')} AND i > 0 AND ${at('ms')} - since <= ${longest(question)}, seen,
        start_before, start_ms_before) AS converted
    FROM (${withStarts(question, scope)}))
  WHERE last_start > 0 AND NOT converted)`

const longest = ({ windowMs }: Question): Sql => i64(windowMs ?? Number.MAX_SAFE_INTEGER)

/** An entity's events in order, and for each where and when its last start before it was; 0 if there was none. */
const withStarts = (question: Question, scope: Scope): Sql => {
  const before = (what: Sql) => sql`arrayShiftRight(arrayFill(v -> v > 0,
    arrayMap((x, i) -> if(${at('is_start')}, toInt64(${what}), toInt64(0)), seen, arrayEnumerate(seen))), 1, toInt64(0))`
  return sql`
SELECT seen, user, ${before(sql`i`)} AS start_before, ${before(at('ms'))} AS start_ms_before
FROM (
  SELECT arraySort(groupArray((ms, part, arrival, is_start, is_end, is_shown, kind, name))) AS seen,
    argMaxIf(user, (ms, arrival), user != '') AS user
  FROM (${events(question, scope)})
  GROUP BY who HAVING max(is_start))`
}

const PLACES = { ms: 1, is_start: 4, is_end: 5, is_shown: 6, kind: 7, name: 8 } as const

const at = (what: keyof typeof PLACES, of: Sql = sql`x`): Sql =>
  sql`tupleElement(${of}, ${constant(String(PLACES[what]))})`

const shown = (of: Sql): Sql =>
  sql`arrayMap(x -> (${at('kind')}, ${at('name')}), arrayFilter(x -> ${at('is_shown')}, ${of}))`

/** `part` puts events of one instant in order: starts, what is on the way, ends. */
const events = ({ query, entity, start, end, identifiedOnly }: Question, scope: Scope): Sql => {
  const { node_objects, filters } = query.search
  const node = (alias: string) => ({ query: node_objects[alias]!, pointer: `${SEARCH}/node_objects/${alias}` })
  const source = journeyEvents({
    entity,
    scope,
    nodes: [node(start), node(end)],
    filter: { text: filters.string_filter ?? '', pointer: `${SEARCH}/filters/string_filter` },
    identifiedOnly,
  })
  const name = nameOf(query, (path) => source.fields.of(path).text)
  const user = source.fields.of('usr.id').text
  const [isStart, isEnd] = source.steps
  const types = [...new Set<EventType>([...typesOfAll(source.searches), ...query.events])]
  const rows = source.rows({
    where: or([isStart!, isEnd!, sql`type IN ${strs(query.events)}`]),
    types,
    own: [sql`arrival`],
  })
  const hidden = query.hide.map((one) => and([sql`kind = ${str(one.type)}`, sql`name = ${str(one.name)}`]))
  return sql`
SELECT ${source.entity.text} AS who, toUnixTimestamp64Milli(date) AS ms, arrival, ${user} AS user,
  toUInt8(${isStart!}) AS is_start, toUInt8(${isEnd!}) AS is_end, toUInt8(1 + is_end - is_start) AS part,
  toString(type) AS kind, toString(${name}) AS name,
  toUInt8(type IN ${strs(query.events)} AND name != '' AND NOT ${or(hidden)}) AS is_shown
FROM (${rows})`
}

const NAMES: Record<Kind, string> = { view: 'view.name', action: 'action.name', server: 'event.name' }

const nameOf = (query: PathsQuery, text: (path: string) => Sql): Sql =>
  sql`multiIf(${join(query.events.map((kind) => sql`type = ${str(kind)}, ${text(NAMES[kind])}`))}, '')`
