import { constant, i64, type Sql, sql } from '../../sql/sql.ts'
import type { Plan } from './plan.ts'
import { sortingKeyOf } from './sorting-key.ts'

/** Of more events than these, passes over whole arrays take less than a step for each. */
export const FEW = 256

/**
 * `walked` as `advanced` has it, of an entity that has few events: event by event. Of the attempts that made a step only
 * the latest start is kept. The plan has ordered steps and no exclusions, and all starts count.
 */
export const walk = (plan: Plan, events: Sql): Sql => {
  const key = sortingKeyOf(plan)
  const k = sql`k`
  const n = constant(String(plan.nodes.length))
  const inTime = plan.windowMs === null ? sql`1` : sql`${key.time(k)} - p <= ${i64(plan.windowMs)}`
  const before = sql`arrayPopBack(arrayPushFront(acc.1, ${key.time(k)}))`
  const made = sql`arrayMap((p, i) -> if(${key.serves(k, sql`i`)} AND p > 0 AND ${inTime}, p, toInt64(0)), ${before}, range(1, ${n} + 1))`
  const latest = sql`arrayMap((new, old) -> if(new > 0, new, old), m, acc.1)`
  const furthest = sql`multiIf(v > acc.2.1, (v, ${key.time(k)}, m[v], toInt64(0)),
    v > 0 AND v = acc.2.1 AND ${key.time(k)} = acc.2.2, (v, acc.2.2, greatest(acc.2.3, m[v]), toInt64(0)), acc.2)`
  // Lambdas over lists of one give names to what is used more than once.
  const step = sql`arrayMap(m -> arrayMap(v -> (${latest}, ${furthest}), [toInt64(arrayLastIndex(x -> x > 0, m))])[1], [${made}])[1]`
  const none = sql`(arrayMap(i -> toInt64(0), range(${n})), (toInt64(0), toInt64(0), toInt64(0), toInt64(0)))`
  return sql`arrayFold((acc, k) -> ${step}, ${events}, ${none}).2`
}
