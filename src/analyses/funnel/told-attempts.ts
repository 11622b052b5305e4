import { LENGTH_MS } from '../../engine/schema/0050-reach-of-sequences.ts'
import { sequenceRows } from '../../query/sequence-source.ts'
import { keptFrom, mayBeHot } from '../../query/source.ts'
import { SEQUENCE_TYPES } from '../../sessions/sequence-columns.ts'
import { constant, i64, join, type Sql, sql, u32, word } from '../../sql/sql.ts'
import { type JourneySequences, journeySequences, splitRows } from '../journey/sequence-steps.ts'
import { type Carried, eventRows } from './entity-events.ts'
import { isPlain, type Plan } from './plan.ts'

export interface ToldAttempts {
  /** Begins a statement that uses the others. */
  known: Sql
  /** `countedAttempts` of the sessions that one row of sequences tells. */
  attempts: Sql
  /** Of all other sessions their events, as `eventRows` has them. */
  others: Sql
}

/**
 * Of sessions without a window, or within one, the first attempt is the counted one. Where one row tells the session, in
 * order and without ties, it is followed from place to place. Undefined where sequences don't carry what is asked.
 */
export const toldAttempts = (plan: Plan, carried: Carried): ToldAttempts | undefined => {
  const { scope, windowMs } = plan
  if (plan.entity.kind !== 'session' || !isPlain(plan) || plan.holdConstant !== undefined) return undefined
  if (carried.values?.length || carried.columns?.length || carried.having) return undefined
  if (scope.from < keptFrom(scope, SEQUENCE_TYPES)) return undefined
  const journey = journeySequences(plan)
  if (!journey) return undefined
  const rows = splitRows(journey, windowMs === null ? [] : [sql`${constant(LENGTH_MS)} <= ${i64(windowMs)}`])
  const hot = mayBeHot(scope) ? [eventRows({ ...plan, scope: { ...scope, only: 'hot' } }, {})] : []
  const others = [stretches(plan, journey, rows.others), ...hot]
  return {
    known: sql`WITH ${stepsOfKinds(journey)} AS known`,
    attempts: followed(plan, journey, rows.alone),
    others: join(
      others.map((rows) => sql`SELECT id, t, m FROM (${rows})`),
      sql`\nUNION ALL\n`,
    ),
  }
}

/** Kinds of events, and the steps that they can serve as bits, 0 is none; then the kinds that serve the first step. */
const stepsOfKinds = ({ ofKinds }: JourneySequences): Sql => {
  const bits = ofKinds.map((step, i) => sql`toUInt32(${step}) * ${u32(2 ** i)}`)
  const none = bitsOf(ofKinds, sql`0`)
  return sql`(SELECT (arrayPushBack(groupArray(kind), toUInt32(0)), arrayPushBack(groupArray(m), ${none}), groupArrayIf(kind, bitAnd(m, 1) != 0))
  FROM (SELECT kind, ${bitsOf(ofKinds, join(bits, sql` + `))} AS m FROM event_kinds WHERE m != 0))`
}

/** Lists of steps are short of memory to go through: so few bytes as there are steps. */
const bitsOf = ({ length }: readonly unknown[], value: Sql): Sql =>
  length <= 8 ? sql`toUInt8(${value})` : length <= 16 ? sql`toUInt16(${value})` : sql`toUInt32(${value})`

const stepsOf = ({ ofKinds }: JourneySequences, kind: Sql): Sql =>
  sql`transform(${kind}, known.1, known.2, ${bitsOf(ofKinds, sql`0`)})`

/** Events of sessions of several rows, or with several events in one millisecond, or beyond the time asked about. */
const stretches = ({ scope }: Plan, journey: JourneySequences, conditions: readonly Sql[]): Sql => {
  const selected = sql`${journey.entity.text} AS id, toUnixTimestamp64Milli(start) - ${i64(scope.from)} + 1 AS begin, kinds, offsets`
  return sql`SELECT id, toInt64(begin + offset) AS t, ${stepsOf(journey, sql`kind`)} AS m FROM (${sequenceRows(scope, selected, conditions)})
  ARRAY JOIN kinds AS kind, offsets AS offset
  WHERE m != 0 AND t >= 1 AND t <= ${i64(scope.to - scope.from)}`
}

/** So many steps are looked for one after the other, in all sessions; few make more of them. */
const HEAD = 3

/** `id` and `at` of each session that makes the first step. `p…` are places in the session, `t…` times in epoch ms. */
const followed = (plan: Plan, journey: JourneySequences, conditions: readonly Sql[]): Sql => {
  const steps = plan.nodes.length
  const head = Math.min(HEAD, steps)
  const selected = sql`${journey.entity.text} AS id, toUnixTimestamp64Milli(start) AS begin, offsets, arrayMap(x -> ${stepsOf(journey, sql`x`)}, kinds) AS rest`
  const begun = sequenceRows(plan.scope, selected, conditions, [], sql`hasAny(kinds, known.3)`)
  const first = sql`SELECT *, ${placeOf(1)} AS p1 FROM (${begun})`
  let rows = sql`SELECT id, begin, offsets, p1, begin + offsets[p1] AS t1, arraySlice(rest, p1 + 1) AS rest FROM (${first}) WHERE p1 > 0`
  for (let i = 2; i <= head; i++) rows = withStep(i, rows)
  const made = sql`arraySlice([${join(range(1, head).map((i) => word(`t${i}`)))}], 1, ${levelOf(head)})`
  return steps === head ? sql`SELECT id, ${made} AS at FROM (${rows})` : withTail(steps, head, made, rows)
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)

const placeOf = (step: number): Sql =>
  sql`arrayFirstIndex(m -> bitAnd(m, ${constant(String(2 ** (step - 1)))}) != 0, rest)`

/** Who does not make the step has no `rest`. */
const withStep = (step: number, rows: Sql): Sql => {
  const name = (letter: string, of: number) => word(`${letter}${of}`)
  const [p, q, t] = [name('p', step), name('q', step), name('t', step)]
  const before = range(1, step - 1).map((i) => name('t', i))
  const reached = range(2, step - 1).map((i) => name('q', i))
  return sql`SELECT ${join([sql`id`, sql`begin`, sql`offsets`, ...before, ...reached, q])},
  ${name('p', step - 1)} + ${q} AS ${p}, begin + offsets[${p}] AS ${t}, if(${q} = 0, arraySlice(rest, 1, 0), arraySlice(rest, ${q} + 1)) AS rest
FROM (SELECT *, ${placeOf(step)} AS ${q} FROM (${rows}))`
}

/** How many of the first steps are made. */
const levelOf = (head: number): Sql =>
  range(2, head).reduceRight((after, i) => sql`1 + if(${word(`q${i}`)} = 0, 0, ${after})`, sql`1`)

/** What comes after the head is followed event by event: of each event its time and steps in one number. */
const withTail = (steps: number, head: number, made: Sql, rows: Sql): Sql => {
  const offsets = sql`arraySlice(offsets, ${word(`p${head}`)} + 1, length(rest))`
  const keys = sql`arrayMap((o, m) -> bitShiftLeft(toUInt64(o), 32) + m, arrayFilter((o, m) -> m != 0, ${offsets}, rest), arrayFilter(m -> m != 0, rest))`
  const [left, next] = [constant(String(steps - head)), constant(String(head))]
  const on = sql`length(served) < ${left} AND bitTest(k, length(served) + ${next})`
  const tail = sql`arrayFold((served, k) -> if(${on}, arrayPushBack(served, k), served), keys, emptyArrayUInt64())`
  return sql`SELECT id, arrayConcat(made, arrayMap(k -> toInt64(begin + bitShiftRight(k, 32)), ${tail})) AS at
FROM (SELECT id, begin, ${made} AS made, ${keys} AS keys FROM (${rows}))`
}
