import { i64, type Sql, sql } from '../../sql/sql.ts'
import { advanced } from './advance.ts'
import { nextAt } from './next-at.ts'
import type { Plan } from './plan.ts'
import { sortingKeyOf } from './sorting-key.ts'

/**
 * One row an entity: `kept` and `made`, for each step a list: when each attempt makes it, 0 if it does not. There is an
 * attempt for each first-step event, in order. Times count from the range's start, from 1. `rows` come from
 * `positioned`.
 */
export const attemptArrays = (plan: Plan, rows: Sql, kept: Sql): Sql => {
  const key = sortingKeyOf(plan)
  const all = sql`arrayMap(k -> ${key.time(sql`k`)}, arrayFilter(k -> ${key.serves(sql`k`, sql`1`)}, events))`
  const starts = plan.attempt === 'first' ? sql`arraySlice(${all}, 1, 1)` : all
  const voids = plan.exclusions.length > 0 && plan.exclusionRule === 'keep'
  const inTime = plan.windowMs === null ? sql`1` : sql`n - s <= ${i64(plan.windowMs)}`
  const made = nextAt(sql`starts`, sql`list.1`, sql`list.2`)
  const oldest = voids ? nextAt(sql`starts`, sql`list.1`, sql`list.3`) : sql`starts`
  const times = sql`arrayMap(list -> arrayMap((s, n, o) -> if(n > 0 AND s >= o AND ${inTime}, n, toInt64(0)), starts, ${made}, ${oldest}), lists)`
  return sql`SELECT ${kept}, arrayPushFront(${times}, starts) AS made
FROM (SELECT *, ${starts} AS starts FROM (${advanced(plan, rows, sql`${kept}, events`, true)})) WHERE notEmpty(starts)`
}
