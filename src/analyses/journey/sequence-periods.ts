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
  const [from, to] = [scope.from, scope.to].map((ms) => sql`toUnixTimestamp64Milli(${time(ms)})`) as [Sql, Sql]
  const whole = sql`start >= ${time(scope.from)} AND last < ${time(scope.to)} AND ${periodOf(first)} = ${periodOf(last)}`
  const moments = sql`arrayFilter((at, kind) -> ${isEvent(told, sql`kind`)} AND at >= ${from} AND at < ${to},
    arrayMap(x -> toInt64(${first} + x), offsets), kinds)`
  const periods = sql`if(${whole}, if(${hasEvent(told)}, [toInt64(${periodOf(first)})], []),
    arrayDistinct(arrayMap(at -> toInt64(${periodOf(sql`at`)}), ${moments})))`
  return sql`SELECT who, arrayJoin(es) AS e FROM (${sequenceRows(scope, sql`${entity.text} AS who, ${periods} AS es`, conditions)})`
}

const COUNTED = [
  ['view', 'views'],
  ['action', 'actions'],
  ['server', 'servers'],
] as const

/** Whether a row has the event: where only types are asked for, its numbers of each say so. */
const hasEvent = ({ kindPaths, ofKinds }: JourneySequences): Sql => {
  const [own] = ofKinds
  if (kindPaths.every((path) => path === 'type')) {
    const asked = (type: string) => sql`(SELECT countIf(type = ${str(type)} AND ${own!}) > 0 FROM event_kinds)`
    return or(COUNTED.map(([type, count]) => sql`(${word(count)} > 0 AND ${asked(type)})`))
  }
  return sql`arrayExists(x -> ${isEvent({ ofKinds }, sql`x`)}, kinds)`
}

const isEvent = ({ ofKinds: [own] }: Pick<JourneySequences, 'ofKinds'>, kind: Sql): Sql => {
  const known = sql`(SELECT (arrayPushBack(groupArray(kind), toUInt32(0)), arrayPushBack(groupArray(toUInt8(1)), toUInt8(0)))
    FROM event_kinds WHERE ${own!})`
  return sql`transform(${kind}, ${known}.1, ${known}.2, toUInt8(0)) = 1`
}
