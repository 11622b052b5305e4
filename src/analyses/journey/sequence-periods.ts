import { COUNTS } from '../../engine/schema/0035-times-of-types.ts'
import type { EventType } from '../../model/attribute.ts'
import { type RowForm, sequenceRows } from '../../query/sequence-source.ts'
import { and, constant, join, or, type Sql, sql, time, word } from '../../sql/sql.ts'
import { type JourneySequences, journeySequences } from './sequence-steps.ts'
import type { Journey } from './steps.ts'

/** Periods that follow on each other without a gap. */
export interface Periods {
  /** The one that a moment in epoch ms lies in, a number. */
  of(ms: Sql): Sql
  /** No period is shorter, but for the first and the last one. */
  shortestMs: number
}

/** Of periods that begin at these moments, ascending. */
export const shortestOf = (starts: readonly number[]): number =>
  Math.min(...starts.slice(1).map((start, i) => start - starts[i]!))

/**
 * Rows `{who, e}` from sequences, `e` being a period in which the entity did the first step of the journey, each perhaps
 * several times; undefined where sequences don't carry what is asked. Where only types are asked for, the first and the last
 * event of each tell it of all sequences but those that reach over a whole period or beyond the time asked about.
 */
export const sequencePeriods = (journey: Journey, periods: Periods): Sql | undefined => {
  const told = journeySequences(journey)
  if (!told) return undefined
  const { scope } = journey
  const { entity, conditions, types } = told
  const rows = (forms: readonly RowForm[]) =>
    sequenceRows(scope, sql`${entity.text} AS who, arrayJoin(made) AS e`, conditions, forms)
  const moments = momentsIn(told, journey)
  const inLists = sql`arrayCompact(arrayMap(at -> toInt64(${periods.of(sql`at`)}), ${moments}))`
  if (!types) return rows([{ value: inWhole(told, journey, periods, inLists), where: sql`1` }])
  if (!types.length) return rows([{ value: sql`[toInt64(0)]`, where: sql`0` }])
  const { has, first, last } = timesOf(types)
  const [a, b] = [first, last].map((one) => sql`toInt64(${periods.of(one)})`) as [Sql, Sql]
  const short = Number.isFinite(periods.shortestMs)
    ? [sql`last < start + INTERVAL ${constant(String(periods.shortestMs))} MILLISECOND`]
    : []
  const byTimes = and([sql`start >= ${time(scope.from)}`, sql`last < ${time(scope.to)}`, ...short])
  return rows([
    { value: sql`arrayCompact([${a}, ${b}])`, where: and([has, byTimes]) },
    { value: inLists, where: sql`NOT ${byTimes}` },
  ])
}

const ms = (moment: number): Sql => sql`toUnixTimestamp64Milli(${time(moment)})`

const BEGIN = sql`toUnixTimestamp64Milli(start)`

/** Whether a row has events of these types, and when the first and the last of them was, epoch ms. */
const timesOf = (types: readonly EventType[]) => {
  const [only, ...more] = types as readonly (keyof typeof COUNTS)[]
  const has = or(types.map((type) => sql`${word(COUNTS[type as keyof typeof COUNTS])} > 0`))
  const at = (which: 'first' | 'last', type: keyof typeof COUNTS) => word(`${which}_${type}`)
  if (!more.length)
    return { has, first: sql`${BEGIN} + ${at('first', only!)}`, last: sql`${BEGIN} + ${at('last', only!)}` }
  const firsts = [only!, ...more].map(
    (type) => sql`if(${word(COUNTS[type])} > 0, ${at('first', type)}, ${constant(NEVER)})`,
  )
  const lasts = [only!, ...more].map((type) => at('last', type))
  return { has, first: sql`${BEGIN} + least(${join(firsts)})`, last: sql`${BEGIN} + greatest(${join(lasts)})` }
}

/** More than any offset. */
const NEVER = '4294967295'

const isEvent = ({ ofKinds: [own] }: JourneySequences, kind: Sql): Sql => {
  const known = sql`(SELECT (arrayPushBack(groupArray(kind), toUInt32(0)), arrayPushBack(groupArray(toUInt8(1)), toUInt8(0)))
    FROM event_kinds WHERE ${own!})`
  return sql`transform(${kind}, ${known}.1, ${known}.2, toUInt8(0)) = 1`
}

const momentsIn = (told: JourneySequences, { scope }: Journey): Sql =>
  sql`arrayFilter((at, kind) -> ${isEvent(told, sql`kind`)} AND at >= ${ms(scope.from)} AND at < ${ms(scope.to)},
    arrayMap(x -> toInt64(${BEGIN} + x), offsets), kinds)`

/** Of a session that lies in one period nothing is asked but whether it has such an event. */
const inWhole = (told: JourneySequences, { scope }: Journey, periods: Periods, otherwise: Sql): Sql => {
  const [a, b] = [sql`start`, sql`last`].map((one) => periods.of(sql`toUnixTimestamp64Milli(${one})`)) as [Sql, Sql]
  const whole = sql`start >= ${time(scope.from)} AND last < ${time(scope.to)} AND ${a} = ${b}`
  return sql`if(${whole}, if(arrayExists(x -> ${isEvent(told, sql`x`)}, kinds), [toInt64(${a})], []), ${otherwise})`
}
