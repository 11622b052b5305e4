import { constant, i64, type Sql, sql } from '../../sql/sql.ts'
import type { Plan } from './plan.ts'
import { sortingKeyOf } from './sorting-key.ts'

/** Of more events than these, passes over whole arrays take less than a step for each. */
export const MOST_STEPPED = constant('256')

/**
 * No attempt outlives a pause longer than the window, so an entity's events fall into runs that have nothing to do with
 * each other. In a run that lies within one window the first attempt gets furthest first, and is followed event by
 * event. Who has only such runs, and short ones, is `narrow`: `ties` are then those of the run that gets furthest alone, of
 * several of the first, and `first_start` is when its attempt began, 0 if nobody makes the first step.
 *
 * `rows` have `ties`; the plan has ordered steps, a window and no exclusions, and its earliest attempts count.
 */
export const inRuns = (plan: Plan, rows: Sql): Sql => {
  const key = sortingKeyOf(plan)
  const [k, p] = [sql`k`, sql`p`]
  const all = constant(String(plan.nodes.length))
  const window = i64(plan.windowMs!)
  const runs = sql`arraySplit((k, p) -> ${key.time(k)} - ${key.time(p)} > ${window}, ties, arrayPopBack(arrayPushFront(ties, ties[1])))`
  const isNarrow = sql`length(run) <= ${MOST_STEPPED} AND ${key.time(sql`run[-1]`)} - ${key.time(sql`run[1]`)} <= ${window}`
  const made = sql`arrayMap(run -> arrayFold((n, k) -> n + (n < ${all} AND ${key.serves(k, sql`n + 1`)}), run, toUInt64(0)), runs)`
  const best = sql`runs[indexOf(made, arrayMax(made))]`
  const start = sql`arrayFirst(k -> ${key.serves(k, sql`1`)}, ties)`
  return sql`SELECT *, if(most > 0, ${key.time(start)}, toInt64(0)) AS first_start
FROM (SELECT * EXCEPT (runs, made) REPLACE (if(narrow, ${best}, ties) AS ties), arrayMax(made) AS most
FROM (SELECT *, ${made} AS made FROM (SELECT * REPLACE (if(narrow, runs, arraySlice(runs, 1, 0)) AS runs)
FROM (SELECT *, arrayAll(run -> ${isNarrow}, runs) AS narrow FROM (SELECT *, ${runs} AS runs FROM (${rows}))))))`
}
