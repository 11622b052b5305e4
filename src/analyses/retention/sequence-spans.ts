import { sequenceRows } from '../../query/sequence-source.ts'
import type { Scope } from '../../query/source.ts'
import { or, type Sql, sql, str, time, word } from '../../sql/sql.ts'
import { type JourneySequences, journeySequences } from '../journey/sequence-steps.ts'
import { journeyOf, type Question } from './events.ts'
import { spanOf } from './span.ts'

/**
 * Rows `{who, e}` from sequences, `e` being the number of a span in which the entity did the start event, each perhaps
 * several times; undefined where sequences don't carry what is asked. A session that lies in one span is not looked into
 * further than that it has such an event.
 */
export const sequenceSpans = (question: Question, scope: Scope): Sql | undefined => {
  const journey = journeySequences(journeyOf(question, scope))
  if (!journey) return undefined
  const { periods } = question
  const { fields, entity, conditions } = journey
  fields.all()
  const span = (ms: Sql) => spanOf(periods, ms)
  const [first, last] = ['start', 'last'].map((one) => sql`toUnixTimestamp64Milli(${word(one)})`) as [Sql, Sql]
  const within = sql`start >= ${time(scope.from)} AND last < ${time(scope.to)} AND ${span(first)} = ${span(last)}`
  const whole = sequenceRows(scope, sql`${entity.text} AS who, ${span(first)} AS e`, [
    ...conditions,
    within,
    hasStart(journey),
  ])
  const cut = sequenceRows(scope, sql`${entity.text} AS who, ${first} AS begin, kinds, offsets`, [
    ...conditions,
    sql`NOT (${within})`,
  ])
  return sql`
SELECT who, e FROM (${whole})
UNION ALL
SELECT who, ${span(sql`at`)} AS e FROM (
  SELECT who, toInt64(begin + offset) AS at FROM (${cut}) ARRAY JOIN kinds AS kind, offsets AS offset
  WHERE kind IN (SELECT kind FROM event_kinds WHERE ${journey.ofKinds[0]!}))
WHERE at >= toUnixTimestamp64Milli(${time(scope.from)}) AND at < toUnixTimestamp64Milli(${time(scope.to)})`
}

const COUNTED = [
  ['view', 'views'],
  ['action', 'actions'],
  ['server', 'servers'],
] as const

/** Whether a row has the start event: where only types are asked for, its numbers of each say so. */
const hasStart = ({ kindPaths, ofKinds: [own] }: JourneySequences): Sql => {
  if (kindPaths.every((path) => path === 'type')) {
    const asked = (type: string) => sql`(SELECT countIf(type = ${str(type)} AND ${own!}) > 0 FROM event_kinds)`
    return or(COUNTED.map(([type, count]) => sql`(${word(count)} > 0 AND ${asked(type)})`))
  }
  const known = sql`(SELECT (arrayPushBack(groupArray(kind), toUInt32(0)), arrayPushBack(groupArray(toUInt8(1)), toUInt8(0)))
    FROM event_kinds WHERE ${own!})`
  return sql`arrayExists(x -> transform(x, ${known}.1, ${known}.2, toUInt8(0)) = 1, kinds)`
}
