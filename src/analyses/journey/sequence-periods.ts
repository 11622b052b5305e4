import { sequenceRows } from '../../query/sequence-source.ts'
import { or, type Sql, sql, str, time, word } from '../../sql/sql.ts'
import { type JourneySequences, journeySequences } from './sequence-steps.ts'
import type { Journey } from './steps.ts'

/**
 * Rows `{who, e}` from sequences, `e` being a period in which the entity did the first step of the journey, as `periodOf`
 * has it of a moment in epoch ms, each perhaps several times; undefined where sequences don't carry what is asked. Of a
 * session that lies in one period nothing is asked but whether it has such an event.
 */
export const sequencePeriods = (journey: Journey, periodOf: (ms: Sql) => Sql): Sql | undefined => {
  const told = journeySequences(journey)
  if (!told) return undefined
  const { scope } = journey
  const { fields, entity, conditions } = told
  fields.all()
  const [first, last] = ['start', 'last'].map((one) => sql`toUnixTimestamp64Milli(${word(one)})`) as [Sql, Sql]
  const within = sql`start >= ${time(scope.from)} AND last < ${time(scope.to)} AND ${periodOf(first)} = ${periodOf(last)}`
  const whole = sequenceRows(scope, sql`${entity.text} AS who, ${periodOf(first)} AS e`, [
    ...conditions,
    within,
    hasEvent(told),
  ])
  const cut = sequenceRows(scope, sql`${entity.text} AS who, ${first} AS begin, kinds, offsets`, [
    ...conditions,
    sql`NOT (${within})`,
  ])
  return sql`
SELECT who, e FROM (${whole})
UNION ALL
SELECT who, ${periodOf(sql`at`)} AS e FROM (
  SELECT who, toInt64(begin + offset) AS at FROM (${cut}) ARRAY JOIN kinds AS kind, offsets AS offset
  WHERE kind IN (SELECT kind FROM event_kinds WHERE ${told.ofKinds[0]!}))
WHERE at >= toUnixTimestamp64Milli(${time(scope.from)}) AND at < toUnixTimestamp64Milli(${time(scope.to)})`
}

const COUNTED = [
  ['view', 'views'],
  ['action', 'actions'],
  ['server', 'servers'],
] as const

/** Whether a row has the event: where only types are asked for, its numbers of each say so. */
const hasEvent = ({ kindPaths, ofKinds: [own] }: JourneySequences): Sql => {
  if (kindPaths.every((path) => path === 'type')) {
    const asked = (type: string) => sql`(SELECT countIf(type = ${str(type)} AND ${own!}) > 0 FROM event_kinds)`
    return or(COUNTED.map(([type, count]) => sql`(${word(count)} > 0 AND ${asked(type)})`))
  }
  const known = sql`(SELECT (arrayPushBack(groupArray(kind), toUInt32(0)), arrayPushBack(groupArray(toUInt8(1)), toUInt8(0)))
    FROM event_kinds WHERE ${own!})`
  return sql`arrayExists(x -> transform(x, ${known}.1, ${known}.2, toUInt8(0)) = 1, kinds)`
}
