import { COUNTS } from '../../engine/schema/0035-times-of-types.ts'
import { LENGTH_MS } from '../../engine/schema/0050-reach-of-sequences.ts'
import type { EventType } from '../../model/attribute.ts'
import { periodNumber } from '../../query/period-number.ts'
import { type RowForm, sequenceRows } from '../../query/sequence-source.ts'
import { and, constant, join, or, type Sql, sql, time, word } from '../../sql/sql.ts'
import { MOST_PERIODS, noPeriod, periodBit } from './period-bits.ts'
import { type JourneySequences, journeySequences } from './sequence-steps.ts'
import type { Journey } from './steps.ts'

/**
 * Rows `{who, bits}` from sequences: of periods that begin at these moments (epoch ms, ascending) and follow on each other
 * without a gap, bit i says whether the entity did the first step of the journey in period i; an entity may have several
 * rows. Undefined where sequences don't carry what is asked, or there are more periods than bits. Where only types are
 * asked for, the first and the last event of each tell it of all sequences but those that reach over a whole period or
 * beyond the time asked about.
 */
export const sequencePeriods = (journey: Journey, starts: readonly number[]): Sql | undefined => {
  const told = journeySequences(journey)
  if (!told || starts.length > MOST_PERIODS) return undefined
  const { scope } = journey
  const { entity, conditions, types } = told
  const rows = (forms: readonly RowForm[]) =>
    sequenceRows(scope, sql`${entity.text} AS who, made AS bits`, [...conditions, sql`made != 0`], forms)
  const inLists = sql`arrayReduce('groupBitOr', arrayMap(at -> ${periodBit(starts, sql`at`)}, ${momentsIn(told, journey)}))`
  if (!types) return rows([{ value: inWhole(told, journey, starts, inLists), where: sql`1` }])
  if (!types.length) return rows([{ value: noPeriod(starts), where: sql`0` }])
  const { has, first, last } = timesOf(types)
  const byTimes = and([sql`start >= ${time(scope.from)}`, sql`last < ${time(scope.to)}`, ...shorterThanAny(starts)])
  return rows([
    { value: sql`bitOr(${periodBit(starts, first)}, ${periodBit(starts, last)})`, where: and([has, byTimes]) },
    { value: inLists, where: sql`NOT ${byTimes}` },
  ])
}

/** Whether the sequence is shorter than every period but the first and the last one, of which it may hold a part. */
const shorterThanAny = (starts: readonly number[]): Sql[] => {
  if (starts.length < 2) return []
  const shortest = Math.min(...starts.slice(1).map((start, i) => start - starts[i]!))
  return [sql`${constant(LENGTH_MS)} < ${constant(String(shortest))}`]
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
const inWhole = (told: JourneySequences, { scope }: Journey, starts: readonly number[], otherwise: Sql): Sql => {
  const [begun, ended] = [sql`start`, sql`last`].map(
    (one) => sql`toUnixTimestamp64Milli(greatest(${one}, ${time(scope.from)}))`,
  ) as [Sql, Sql]
  const one = sql`${periodNumber(starts, begun)} = ${periodNumber(starts, ended)}`
  const whole = sql`start >= ${time(scope.from)} AND last < ${time(scope.to)} AND ${one}`
  const made = sql`if(arrayExists(x -> ${isEvent(told, sql`x`)}, kinds), ${periodBit(starts, begun)}, ${noPeriod(starts)})`
  return sql`if(${whole}, ${made}, ${otherwise})`
}
