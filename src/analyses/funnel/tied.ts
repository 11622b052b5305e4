import { constant, type Sql, sql, u32 } from '../../sql/sql.ts'
import type { Plan } from './plan.ts'
import { sortingKeyOf } from './sorting-key.ts'

/**
 * `ties` from `events`: the same, but where several events of one instant may serve the same steps, the instant becomes
 * a list of single moves (to step 1, to step 2, …) that let every attempt go exactly as far as these events can carry
 * it, each serving one step.
 *
 * An attempt that has made step a - 1 gets to the last b for which the steps a…b can each be given an event of its own.
 * By Hall's theorem that is the least over all sets X of the instant's distinct kinds of events: steps that only events
 * of X serve must not be more than X has events. Moves are listed for late steps first, so that no attempt moves on by
 * the moves of another.
 */
export const unravelled = (plan: Plan, rows: Sql): Sql => {
  const key = sortingKeyOf(plan)
  const same = (a: Sql, b: Sql) => sql`${key.time(a)} = ${key.time(b)}`
  const several = (of: Sql) => sql`bitCount(${key.steps(of)}) > 1`
  const [k, p] = [sql`k`, sql`p`]
  const knotted = sql`arrayExists((k, p) -> ${same(k, p)} AND (${several(k)} OR ${several(p)}), events, arrayPopBack(arrayPushFront(events, ${key.none})))`
  const instants = sql`arraySplit((k, p) -> NOT (${same(k, p)}), knot, arrayPopBack(arrayPushFront(knot, ${key.none})))`
  return sql`SELECT * EXCEPT (knot, knotted), if(knotted, arrayFlatten(arrayMap(g ->
    if(length(g) = 1, g, arrayConcat(arrayFilter(k -> ${key.steps(k)} = 0, g), ${movesOf(plan, sql`if(length(g) = 1, emptyArrayToSingle(arraySlice(g, 1, 0)), g)`)})),
    ${instants})), events) AS ties
FROM (SELECT *, if(knotted, events, arraySlice(events, 1, 0)) AS knot FROM (SELECT *, ${knotted} AS knotted FROM (${rows})))`
}

const movesOf = (plan: Plan, instant: Sql): Sql => {
  const key = sortingKeyOf(plan)
  const n = plan.nodes.length
  const all = u32(2 ** n - 1)
  const numbers = sql`range(1, ${constant(String(n + 1))})`
  const last = constant(String(n))
  const k = sql`k`
  const masks = sql`arrayFilter(s -> s != 0, arrayMap(k -> ${key.steps(k)}, ${instant}))`
  const kinds = sql`arrayDistinct(${masks})`
  // (steps that only events of X serve, how many events X has), for every set X of kinds
  const sets = sql`arrayMap(x -> (
      bitAnd(${all}, bitNot(arrayReduce('groupBitOr', arrayMap((d, j) -> if(bitTest(x, j), toUInt32(0), d), ${kinds}, range(length(${kinds})))))),
      arraySum((d, j) -> if(bitTest(x, j), countEqual(${masks}, d), 0), ${kinds}, range(length(${kinds})))),
    range(toUInt32(bitShiftLeft(toUInt64(1), length(${kinds}) + throwIf(length(${kinds}) > 16, 'more than 16 kinds of events of one person lie within one millisecond')))))`
  const furthest = sql`arrayMin(arrayMap(y -> if(arrayCount(s -> s >= a AND bitTest(y.1, s - 1), ${numbers}) > y.2,
      arrayFilter(s -> s >= a AND bitTest(y.1, s - 1), ${numbers})[y.2 + 1] - 1, ${last}), ${sets}))`
  const moves = sql`arrayFlatten(arrayMap(a -> range(a, ${furthest} + 1), arrayReverse(${numbers})))`
  return sql`arrayMap((move, rank) -> ${key.of({ time: key.time(sql`g[1]`), rank: sql`rank`, steps: sql`bitShiftLeft(toUInt64(1), move - 1)` })}, ${moves} AS moves, arrayEnumerate(moves))`
}
