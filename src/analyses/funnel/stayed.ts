import { constant, i64, join, type Sql, sql, u64 } from '../../sql/sql.ts'
import { attemptArrays } from './attempts.ts'
import { nextAt } from './next-at.ts'
import type { Exclusion, Plan } from './plan.ts'
import { sortingKeyOf } from './sorting-key.ts'

/**
 * The exclusion rule `leave`: who has no attempt that gets as far as any would without exclusions, and meets none of
 * them on its way and while it waits, leaves the funnel. `start` and `level` of the counted attempt, 0 for who leaves.
 */
export const stayed = (plan: Plan, rows: Sql, kept: Sql): Sql => {
  const levels = sql`arrayReduce('sumForEach', arrayMap(times -> arrayMap(t -> toInt64(t > 0), times), made))`
  const met = sql`arrayReduce('maxForEach', [${join(plan.exclusions.map((one, i) => meets(plan, one, i)))}])`
  const clean = sql`arrayMap((v, x) -> v = furthest AND x = 0, levels, met)`
  const candidates = sql`arrayFilter((s, c, d) -> c AND d = arrayMin(arrayFilter((d, c) -> c, done, clean)), made[1], clean, done)`
  return sql`SELECT ${kept}, ties, if(empty(starts), toInt64(0), starts[${constant(plan.attempt === 'latest' ? '-1' : '1')}]) AS start, furthest AS level
FROM (SELECT *, ${candidates} AS starts FROM (SELECT *, ${clean} AS clean, made[furthest] AS done
FROM (SELECT *, ${levels} AS levels, arrayMax(levels) AS furthest, ${met} AS met
FROM (${attemptArrays(plan, rows, sql`${kept}, events, ties`)}))))`
}

/** Of each attempt whether such an event comes after the one step and, in time, not after the other. */
const meets = (plan: Plan, { from, to }: Exclusion, index: number): Sql => {
  const key = sortingKeyOf(plan)
  const events = sql`arrayMap(k -> ${key.time(sql`k`)}, arrayFilter(k -> ${key.excluded(sql`k`, u64(2 ** index))}, events))`
  const [a, b] = [sql`made[${constant(String(from))}]`, sql`made[${constant(String(to))}]`]
  const next = nextAt(sql`arrayMap(f -> f + 1, arrayFill(f -> f > 0, ${a}))`, events, events)
  const until = plan.windowMs === null ? sql`1` : sql`n <= s + ${i64(plan.windowMs)}`
  return sql`arrayMap((s, a, b, n) -> toUInt8(a > 0 AND n > 0 AND if(b > 0, n <= b, ${until})), made[1], ${a}, ${b}, ${next})`
}
