import { constant, i64, join, type Sql, sql, u64 } from '../../sql/sql.ts'
import type { Plan } from './plan.ts'
import { sortingKeyOf } from './sorting-key.ts'

/**
 * Follows all attempts of an entity at once, step by step. Of the attempts that wait for the same step only the latest
 * start need be known: it is the last to run out of time. So beside the positions `k` stands `r`: where waiting attempts
 * make the step, the latest start among them, else 0. They move together, so each such place is where flows that end
 * on the same event become one. With exclusions `l` is the earliest start that has not been voided.
 *
 * `rows` has `ties` and `start1`. Adds `walked`: of the furthest step made by any attempt its number (0: not even the
 * first), when that was first, and the latest and the earliest start (0: any) of those that made it then; and for each
 * step from the second a list of (latest starts, times, earliest starts) if `lists`. All passes are over whole arrays,
 * linear in the entity's events; positions are dropped once nobody is left.
 */
export const advanced = (plan: Plan, rows: Sql, kept: Sql, lists: boolean): Sql => {
  const key = sortingKeyOf(plan)
  const k = sql`k`
  const starts = sql`arrayMap(k -> if(${key.serves(k, sql`1`)} AND (start1 = 0 OR start1 = ${key.time(k)}), ${key.time(k)}, toInt64(0)), ties)`
  const none = sql`arraySlice([(arraySlice(r1, 1, 0), arraySlice(r1, 1, 0), arraySlice(r1, 1, 0))], 1, 0)`
  const first = sql`arrayFirst(r -> r > 0, r1)`
  const init = join([
    sql`ties`,
    sql`r1`,
    voids(plan) ? sql`r1` : sql`arraySlice(r1, 1, 0)`,
    sql`(toInt64(${first} > 0), ${first}, ${first}, ${voids(plan) ? first : sql`toInt64(0)`})`,
    ...(lists ? [none] : []),
  ])
  const walked = sql`arrayFold((acc, i) -> ${move(plan, lists)}, range(toInt64(2), toInt64(if(empty(ties), 2, ${constant(String(plan.nodes.length + 1))}))), (${init}))`
  return sql`SELECT ${kept}, acc.4 AS walked${lists ? sql`, acc.5 AS lists` : sql``}
FROM (SELECT ${kept}, ${walked} AS acc FROM (SELECT *, ${starts} AS r1 FROM (${rows})))`
}

const voids = (plan: Plan): boolean => plan.exclusions.length > 0 && plan.exclusionRule === 'keep'

const shifted = (of: Sql): Sql => sql`arrayPopBack(arrayPushFront(${of}, toInt64(0)))`

/** From the attempts that made step i - 1 to those that make step i. `acc` is (k, r, l, walked, lists). */
const move = (plan: Plan, lists: boolean): Sql => {
  const key = sortingKeyOf(plan)
  const serves = key.serves(sql`k`, sql`i`)
  const emptied = voids(plan) ? sql`(${serves} OR ${key.excluded(sql`k`, sql`${voidingSets(plan)}[i]`)})` : serves
  const waiting =
    plan.order === 'strict'
      ? shifted(sql`acc.2`)
      : shifted(
          sql`arrayFill(f -> f != 0, arrayMap((k, r) -> multiIf(r > 0, r, ${emptied}, toInt64(-1), toInt64(0)), acc.1, acc.2))`,
        )
  const inTime = plan.windowMs === null ? sql`1` : sql`${key.time(sql`k`)} - w <= ${i64(plan.windowMs)}`
  const made = sql`arrayMap((k, w) -> if(${serves} AND w > 0 AND ${inTime}, w, toInt64(0)), acc.1, w)`
  const oldest = voids(plan)
    ? sql`arrayMap((x, y) -> if(x > 0, y, toInt64(0)), m, ${shifted(sql`arrayFill(f -> f != 0, arrayMap((k, r, l, w) ->
      multiIf(r > 0 AND (w <= 0 OR ${emptied}), l, r > 0, toInt64(0), ${emptied}, toInt64(-1), toInt64(0)), acc.1, acc.2, acc.3, w))`)})`
    : sql`arraySlice(m, 1, 0)`
  const any = sql`arrayExists(x -> x > 0, m)`
  const ifAny = (of: Sql) => sql`if(${any}, ${of}, arraySlice(${of}, 1, 0))`
  const place = sql`arrayFirst((k, x) -> x > 0, acc.1, m)`
  // Moves of one instant come one after the other, the latest start last.
  const latest = sql`arrayMax((k, x) -> if(${key.time(sql`k`)} = ${key.time(place)}, x, toInt64(0)), acc.1, m)`
  const walked = sql`if(${any}, (i, ${key.time(place)}, ${latest}, ${voids(plan) ? sql`arrayFirst(x -> x > 0, o)` : sql`toInt64(0)`}), acc.4)`
  const list = sql`(arrayFilter(x -> x > 0, m), arrayMap(k -> ${key.time(sql`k`)}, arrayFilter((k, x) -> x > 0, acc.1, m)), arrayFilter(x -> x > 0, o))`
  const next = join([
    ifAny(sql`acc.1`),
    ifAny(sql`m`),
    ifAny(sql`o`),
    walked,
    ...(lists ? [sql`arrayPushBack(acc.5, ${list})`] : []),
  ])
  // Lambdas over lists of one give names to what is used more than once.
  return sql`arrayMap(w -> arrayMap(m -> arrayMap(o -> (${next}), [${oldest}])[1], [${made}])[1], [${waiting}])[1]`
}

/** For each step the exclusions that void attempts waiting for it, as bits. */
const voidingSets = (plan: Plan): Sql =>
  sql`[${join(
    plan.nodes.map((_, index) =>
      u64(plan.exclusions.reduce((bits, { from, to }, i) => bits + (from <= index && index + 1 <= to ? 2 ** i : 0), 0)),
    ),
  )}]`
