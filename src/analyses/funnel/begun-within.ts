import { i64, join, type Sql, sql } from '../../sql/sql.ts'
import { checkCountable } from './attempt-rows.ts'
import { attemptArrays } from './attempts.ts'
import { bestOfHeld } from './counted.ts'
import { type Carried, carriedColumns, entityEvents } from './entity-events.ts'
import type { Plan } from './plan.ts'
import { positioned } from './positions.ts'

export interface Period {
  from: number
  to: number
}

/**
 * As `countedAttempts`, of those attempts alone that begin in a period (epoch ms, its end not included): whom a period
 * of conversion over time counts. Throws `invalid_field` where attempts can't be told apart.
 */
export const attemptsBegunWithin = (plan: Plan, { from, to }: Period, carried: Carried, pointer: string): Sql => {
  checkCountable(plan, carried.values ?? [], pointer)
  const kept = join([sql`id`, ...carriedColumns(plan, carried)])
  const since = plan.scope.from - 1
  const begun = sql`arrayFilter(i -> made[1][i] >= ${i64(from - since)} AND made[1][i] < ${i64(to - since)}, arrayEnumerate(made[1]))`
  const attempts = sql`arrayMap(i -> arrayFilter(t -> t > 0, arrayMap(times -> times[i], made)), ${begun})`
  const start = plan.attempt === 'latest' ? sql`-at[1]` : sql`at[1]`
  const best = sql`arraySort(at -> (-toInt64(length(at)), at[length(at)], ${start}), ${attempts})[1]`
  const rows = attemptArrays(plan, positioned(plan, entityEvents(plan, carried)), kept)
  return bestOfHeld(
    plan,
    sql`SELECT ${kept}, arrayMap(t -> t + ${i64(since)}, ${best}) AS at FROM (${rows}) WHERE notEmpty(at)`,
  )
}
