import { constant, i64, join, type Sql, sql, word } from '../../sql/sql.ts'
import type { Plan } from './plan.ts'
import { sortingKeyOf } from './sorting-key.ts'

/**
 * Steps in any order: `at` are the times of the most different steps that lie within one window, the window that is
 * full first. An event that serves several steps makes `at` hold -1 for the caller to refuse.
 */
export const anyOrder = (plan: Plan, rows: Sql, kept: Sql): Sql => {
  const key = sortingKeyOf(plan)
  const steps = plan.nodes.map((_, i) => i + 1)
  const latest = (step: number) => word(`q${step}`)
  const seen = join(
    steps.map(
      (step) =>
        sql`arrayFill(f -> f > 0, arrayMap(k -> if(${key.serves(sql`k`, constant(String(step)))}, ${key.time(sql`k`)}, toInt64(0)), events)) AS ${latest(step)}`,
    ),
  )
  const args = join(steps.map((step) => word(`q${step}_`)))
  const within = (step: Sql) =>
    plan.windowMs === null
      ? sql`(${step} > 0)`
      : sql`(${step} > 0 AND ${key.time(sql`k`)} - ${step} <= ${i64(plan.windowMs)})`
  const counts = sql`arrayMap((k, ${args}) -> ${join(
    steps.map((step) => within(word(`q${step}_`))),
    sql` + `,
  )}, events, ${join(steps.map(latest))})`
  const there = (step: number) => sql`${latest(step)}[place]`
  const isWithin = (step: number) =>
    plan.windowMs === null
      ? sql`${there(step)} > 0`
      : sql`(${there(step)} > 0 AND ${key.time(sql`events[place]`)} - ${there(step)} <= ${i64(plan.windowMs)})`
  const times = sql`arraySort(arrayFilter(t -> t > 0, [${join(steps.map((step) => sql`if(${isWithin(step)}, ${there(step)} + ${i64(plan.scope.from - 1)}, toInt64(0))`))}]))`
  return sql`SELECT ${kept}, if(arrayExists(k -> bitCount(${key.steps(sql`k`)}) > 1, events), [toInt64(-1)], ${times}) AS at
FROM (SELECT *, indexOf(counts, arrayMax(counts)) AS place FROM (SELECT *, ${counts} AS counts FROM (SELECT *, ${seen} FROM (${rows}))))`
}
