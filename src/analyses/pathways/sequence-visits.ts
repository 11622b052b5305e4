import { printSearch } from '../../model/search/print.ts'
import { typesOf } from '../../query/event-types.ts'
import { sequenceRows } from '../../query/sequence-source.ts'
import type { Scope } from '../../query/source.ts'
import { type Sql, sql, strs, time } from '../../sql/sql.ts'
import { type JourneySequences, journeySequences, splitRows } from '../journey/sequence-steps.ts'
import { partsOf, pathFrom, QUERY, type Question } from './question.ts'

export interface SequenceVisits {
  /** Begins a statement that uses `alone`. */
  known: Sql
  /** Rows `{c, src, dst, m}` of the sessions that one row tells; undefined where no row does. */
  alone: Sql | undefined
  /** Those of all others, as `eventVisits` gives them. */
  visits: Sql
}

/** Pathways of views by name from sequences, undefined where they don't carry what is asked. */
export const sequenceVisits = (question: Question, scope: Scope): SequenceVisits | undefined => {
  const { facet, events, anchor } = partsOf(question)
  if (facet !== 'view.name' || question.definition.folder_depth || !typesOf(events).includes('view')) return undefined
  const node = (query: string) => ({
    query: { data_source: 'product_analytics' as const, search: { query } },
    pointer: QUERY,
  })
  const journey = journeySequences({
    entity: question.entity,
    scope,
    nodes: [node('@type:view'), ...(anchor ? [node(printSearch(anchor))] : [])],
    filter: { text: printSearch(events), pointer: QUERY },
    audience: question.audience,
    identifiedOnly: false,
  })
  if (!journey?.kindPaths.every((path) => path === 'type' || path === 'view.name')) return undefined
  if (question.entity.kind !== 'session')
    return { known: sql``, alone: undefined, visits: visitsOf(journey, scope, journey.conditions) }
  return {
    known: sql`WITH ${knownOf(question, journey)} AS known`,
    alone: aloneFlows(question, journey, scope),
    visits: visitsOf(journey, scope, splitRows(journey).others),
  }
}

/** Pages by number, their names and bits: 1 may be on paths, 2 is an anchor. 0, where a path ends, has no name. */
const knownOf = ({ definition: { hide } }: Question, { ofKinds: [own, anchor] }: JourneySequences): Sql => sql`(
  SELECT (arrayPushBack(groupArray(page), toUInt32(0)), arrayPushBack(groupArray(name), ''), arrayPushBack(groupArray(bits), toUInt8(0)))
  FROM (
    SELECT page, toString(any(view_name)) AS name,
      toUInt8(max(${own!}) AND NOT has(${strs(hide)}, name)) + 2 * toUInt8(max(${anchor ?? sql`1`})) AS bits
    FROM event_kinds WHERE page > 0 GROUP BY page))`

/** Paths are followed by the numbers of pages, which get their names once they are counted. */
const aloneFlows = (question: Question, journey: JourneySequences, scope: Scope): Sql => {
  const bits = sql`transform(x, known.1, known.3, toUInt8(0))`
  const kept = sql`arrayFilter(x -> bitTest(${bits}, 0), pages)`
  const at = partsOf(question).anchor ? sql`arrayFirstIndex(x -> bitTest(${bits}, 1), seen)` : sql`1`
  const named = (page: Sql) => sql`transform(${page}, known.1, known.2, '')`
  const rows = sequenceRows(scope, sql`${kept} AS seen`, splitRows(journey).alone)
  return sql`
  SELECT c, ${named(sql`src`)} AS src, ${named(sql`dst`)} AS dst, m FROM (
    SELECT toInt64(one.1) - 1 AS c, one.2 AS src, one.3 AS dst, count() AS m FROM (
      SELECT arrayJoin(arrayZip(arrayEnumerate(path), path, arrayPushBack(arrayPopFront(path), toUInt32(0)))) AS one
      FROM (SELECT ${pathFrom(question, sql`seen`, sql`at`)} AS path FROM (SELECT seen, ${at} AS at FROM (${rows})) WHERE at > 0)
      WHERE notEmpty(path))
    GROUP BY c, src, dst)`
}

const visitsOf = ({ entity, ofKinds }: JourneySequences, scope: Scope, conditions: readonly Sql[]): Sql => {
  const selected = sql`${entity.text} AS id, toUnixTimestamp64Milli(start) AS begin, kinds, offsets, arrivals`
  const [own, anchor] = ofKinds
  const kinds = sql`SELECT kind, toString(view_name) AS value, toUInt8(${anchor ?? sql`1`}) AS is_anchor FROM event_kinds WHERE ${own!}`
  return sql`
  SELECT toString(id) AS who, bitShiftLeft(toUInt128(at), 64) + arrival AS t, value, is_anchor FROM (
    SELECT id, kind, arrival, toInt64(begin + offset) AS at FROM (${sequenceRows(scope, selected, conditions)})
    ARRAY JOIN kinds AS kind, offsets AS offset, arrivals AS arrival) AS visits
  INNER JOIN (${kinds}) AS called ON visits.kind = called.kind
  WHERE at >= toUnixTimestamp64Milli(${time(scope.from)}) AND at < toUnixTimestamp64Milli(${time(scope.to)})`
}
