import { EVENT_TYPES, type EventType } from '../../model/attribute.ts'
import type { Search } from '../../model/search/ast.ts'
import { printSearch } from '../../model/search/print.ts'
import { typesOf } from '../../query/event-types.ts'
import { mayBeHot, type Scope } from '../../query/source.ts'
import { and, constant, i64s, join, type Sql, sql, strs } from '../../sql/sql.ts'
import { journeyEvents } from '../journey/steps.ts'
import { anchorOf, partsOf, pathFrom, QUERY, type Question } from './question.ts'
import { type SequenceVisits, sequenceVisits } from './sequence-visits.ts'

/** So many of the values that "other" stands for are named. */
export const NAMED_IN_OTHER = 100

/**
 * What leads where: rows `{c, src, src_rank, dst, dst_rank, ended, n, src_names, dst_names}`. `c` counts columns from
 * 0, from the anchor on; ranks count the values of a column by entities from 1, and are 0 for all beyond those shown
 * or named; `ended` marks paths that end here; `…_names` is the highest rank among what a row stands for.
 */
export const compileFlows = (question: Question, scope: Scope): Sql => {
  const shown = i64s(question.entries.map((entries) => entries + NAMED_IN_OTHER))
  const last = constant(String(question.steps - 1))
  const told = sequenceVisits(question, scope)
  const ranked = sql`
SELECT c, src, dst, n, dst = '' AS ended,
  dense_rank() OVER (PARTITION BY c ORDER BY src_size DESC, src) AS src_place,
  if(dst = '', 0, dense_rank() OVER (PARTITION BY c, dst = '' ORDER BY dst_size DESC, dst)) AS dst_place,
  src_place <= ${shown}[c + 1] AS src_known, dst_place > 0 AND dst_place <= ${shown}[c + 2] AS dst_known
FROM (
  SELECT *, sum(n) OVER (PARTITION BY c, src) AS src_size, sum(n) OVER (PARTITION BY c, dst) AS dst_size
  FROM (${flows(question, scope, told)}))`
  return sql`${told ? told.known : sql``}
SELECT c, if(src_known, src, '') AS src_name, if(src_known, src_place, 0) AS src_rank,
  if(dst_known, dst, '') AS dst_name, if(dst_known, dst_place, 0) AS dst_rank,
  toUInt8(ended AND c < ${last}) AS over, toFloat64(sum(n)) AS n, max(src_place) AS src_names, max(dst_place) AS dst_names
FROM (${ranked})
GROUP BY c, src_name, src_rank, dst_name, dst_rank, ended
ORDER BY c, src_rank = 0, src_rank, dst_rank = 0, dst_rank`
}

/** Of every column how many entities go from which value to which; '' where a path ends. */
const flows = (question: Question, scope: Scope, told: SequenceVisits | undefined): Sql => {
  const visits = [
    ...(told ? [told.visits] : []),
    ...(told && !mayBeHot(scope) ? [] : [eventVisits(question, scope, told)]),
  ]
  const counted = sql`
  SELECT toInt64(c0) - 1 AS c, src, dst, m
  FROM (SELECT path, count() AS m FROM (${paths(question, join(visits, sql`\nUNION ALL\n`))}) WHERE notEmpty(path) GROUP BY path)
  ARRAY JOIN arrayEnumerate(path) AS c0, path AS src, arrayPushBack(arrayPopFront(path), '') AS dst`
  const all = told?.alone ? sql`${told.alone}\nUNION ALL\n${counted}` : counted
  return sql`
SELECT c, src, dst, sum(m) AS n FROM (${all})
GROUP BY c, src, dst`
}

/**
 * Rows `{who, path}`, one an entity: the different values in the order in which they first came, from the anchor on (or back from it),
 * at most as many as there are columns.
 */
const paths = (question: Question, visits: Sql): Sql => sql`
SELECT who, if(at = 0, [], ${pathFrom(question, sql`names`, sql`at`)}) AS path FROM (
  SELECT who, arrayDistinct(arraySort((x, when) -> when, groupArray(value), groupArray(t))) AS names,
    ${anchorOf(question) ? sql`indexOf(names, argMinIf(value, t, is_anchor))` : constant('1')} AS at
  FROM (${visits})
  WHERE value != '' AND NOT has(${strs(question.definition.hide)}, value)
  GROUP BY who)`

/** Rows `{who, path}`, all read from the events. */
export const eventPaths = (question: Question, scope: Scope): Sql =>
  paths(question, eventVisits(question, scope, undefined))

/** One row a visit: `who`, `t` (time and arrival), `value`, `is_anchor`. */
const eventVisits = (question: Question, scope: Scope, told: SequenceVisits | undefined): Sql => {
  const { rows, who, value, anchor } = events(question, told ? { ...scope, only: 'hot' } : scope)
  return sql`SELECT toString(${who}) AS who, bitShiftLeft(toUInt128(toUnixTimestamp64Milli(date)), 64) + arrival AS t,
    toString(${value}) AS value, toUInt8(${anchor ?? sql`1`}) AS is_anchor
  FROM (${rows})`
}

/** The events of paths: fields may be added until their rows are asked for. */
export const pathEvents = (question: Question, scope: Scope) => {
  const { facet, events, anchor } = partsOf(question)
  const node = (search: Search) => ({
    query: { data_source: 'product_analytics' as const, search: { query: printSearch(search) } },
    pointer: QUERY,
  })
  const source = journeyEvents({
    entity: question.entity,
    scope,
    nodes: [node(events), ...(anchor ? [node(anchor)] : [])],
    filter: { text: '', pointer: QUERY },
    identifiedOnly: false,
  })
  const field = source.fields.of(facet)
  const where = and([source.steps[0]!, field.exists, question.audience(source.fields)])
  return { source, field, rows: () => source.rows({ where, types: typesFor(events, facet), own: [sql`arrival`] }) }
}

const events = (question: Question, scope: Scope) => {
  const { source, field, rows } = pathEvents(question, scope)
  const depth = question.definition.folder_depth
  return {
    rows: rows(),
    who: source.entity.text,
    value: depth ? folder(field.text, depth) : field.text,
    anchor: source.steps[1],
  }
}

const OWN_TYPE: readonly (readonly [prefix: string, type: EventType])[] = [
  ['view.', 'view'],
  ['action.', 'action'],
  ['event.', 'server'],
]

/** Views carry `@view.name`, and so do their actions: unless the search says so, only the facet's own events count. */
const typesFor = (search: Search, facet: string): readonly EventType[] => {
  const possible = typesOf(search)
  const own = OWN_TYPE.find(([prefix]) => facet.startsWith(prefix))?.[1]
  if (own) return possible.includes(own) ? [own] : possible
  return EVENT_TYPES.filter((type) => type !== 'session' && possible.includes(type))
}

const folder = (text: Sql, depth: number): Sql => {
  const parts = sql`splitByChar('/', toString(${text}))`
  const kept = constant(String(depth + 1))
  return sql`if(startsWith(${text}, '/') AND length(${parts}) > ${kept},
    concat(arrayStringConcat(arraySlice(${parts}, 1, ${kept}), '/'), '/*'), toString(${text}))`
}
