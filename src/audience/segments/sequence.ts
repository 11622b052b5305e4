import { constant, type Sql, sql } from '../../sql/sql.ts'

export interface Masks {
  done: Sql
  barring: Sql
  /** How many steps are to be done. */
  steps: number
}

/**
 * Whether `events` (an array of (ms, done, barring), by time) hold the whole sequence: distinct events, one a step, none
 * before the one of the step before it, and between two of them (before the first, after the last) no other event that
 * bars it. Events of one instant go in the order of the steps that they serve; one that serves none counts as being in
 * every gap that lies at that instant.
 *
 * The state is a number whose bit i says that the first i steps can have been done with nothing barred since.
 */
export const wentThrough = (steps: number): Sql => {
  const tied = sql`length(arrayCompact(arrayMap(e -> e.1, events))) != length(events)`
  // Both sides run on all rows; the one that does not apply gets nothing to do.
  const plain = overEvents(sql`if(tied, arraySlice(events, 1, 0), events)`)
  const knotted = overInstants(sql`if(tied, events, arraySlice(events, 1, 0))`, steps)
  return sql`bitTest(if(${tied} AS tied, ${knotted}, ${plain}), ${constant(String(steps))})`
}

const overEvents = (events: Sql): Sql => sql`arrayFold((state, e) ->
  bitOr(bitAnd(state, bitNot(e.3)), bitAnd(bitShiftLeft(state, 1), e.2)), ${events}, toUInt32(1))`

const overInstants = (events: Sql, steps: number): Sql => {
  const counts = constant(`range(${steps + 1})`)
  const earlier = sql`arrayPopBack(arrayPushFront(${events}, (toInt64(-1), toUInt32(0), toUInt32(0))))`
  const instants = sql`arraySplit((e, before) -> e.1 != before.1, ${events}, ${earlier})`
  const moves = sql`arrayMap(g -> arrayMap(i -> toUInt32(arraySum(arrayMap(j ->
      if(j >= i AND ${canMove(steps)}, bitShiftLeft(toUInt32(1), j), toUInt32(0)), ${counts}))), ${counts}), ${instants})`
  return sql`arrayFold((state, move) -> arrayReduce('groupBitOr', arrayMap((to, i) ->
    if(bitTest(state, i), to, toUInt32(0)), move, ${counts})), ${moves}, toUInt32(1))`
}

/**
 * Whether the events of one instant `g` can take an attempt from step i to step j: each step from i + 1 to j gets an event of its
 * own, and each event that bars any gap from i to j is one of these. By Hall's theorem the first holds if every set of
 * these steps has as many events that serve one of it, the second if no set of steps is all that more barring events than
 * it has steps can serve; and if both hold, both hold at once (Mendelsohn and Dulmage, 1958).
 */
const canMove = (steps: number): Sql => {
  const sets = constant(`arrayMap(s -> toUInt32(2 * s), range(${2 ** steps}))`)
  const moved = sql`bitAnd(bitShiftLeft(toUInt32(4294967294), i), bitNot(bitShiftLeft(toUInt32(4294967294), j)))`
  const gaps = sql`bitAnd(bitShiftLeft(toUInt32(4294967295), i), bitNot(bitShiftLeft(toUInt32(4294967294), j)))`
  const eachServed = sql`arrayAll(s -> bitAnd(s, bitNot(${moved})) != 0
    OR arrayCount(e -> bitAnd(e.2, s) != 0, g) >= bitCount(s), ${sets})`
  const noneLeft = sql`arrayAll(s -> arrayCount(e -> bitAnd(e.3, ${gaps}) != 0
    AND bitAnd(bitAnd(e.2, ${moved}), bitNot(s)) = 0, g) <= bitCount(bitAnd(s, ${moved})), ${sets})`
  return sql`(${eachServed} AND ${noneLeft})`
}
