import { type Sql, sql } from '../../sql/sql.ts'
import { mayOverlap } from './overlap.ts'
import type { Plan } from './plan.ts'
import { sortingKeyOf } from './sorting-key.ts'
import { unravelled } from './tied.ts'

/** Rows of `entityEvents` with their `events` again as `ties`, ready to be followed, and `start1`: the only start that counts, 0 if all do. */
export const positioned = (plan: Plan, rows: Sql): Sql => {
  const tied =
    plan.order === 'ordered' && mayOverlap(plan) ? unravelled(plan, rows) : sql`SELECT *, events AS ties FROM (${rows})`
  return sql`SELECT *, ${plan.attempt === 'first' ? firstStart(plan) : sql`toInt64(0)`} AS start1 FROM (${tied})`
}

/** When the entity makes the first step for the first time, from the range's start and 1; 0 if never. */
export const firstStart = (plan: Plan): Sql => {
  const key = sortingKeyOf(plan)
  return key.time(sql`arrayFirst(k -> ${key.serves(sql`k`, sql`1`)}, events)`)
}
