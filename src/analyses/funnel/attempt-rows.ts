import { WaywornError } from '../../lib/errors.ts'
import { constant, i64, join, type Sql, sql, word } from '../../sql/sql.ts'
import { attemptArrays } from './attempts.ts'
import { carriedColumns, entityEvents, type StepValue } from './entity-events.ts'
import { type Grouping, split } from './grouping.ts'
import type { Plan } from './plan.ts'
import { positioned } from './positions.ts'

/**
 * One row an attempt: `id`, `start` (epoch ms), `reached` (steps that it made), `flows` (up to which step it stands for
 * a flow of its own: attempts that make a step at the same moment are one flow, told by the earliest or latest of them),
 * and `g1…`. Step i was made by as many flows as there are rows with `flows` of i or more.
 */
export const attemptRows = (plan: Plan, grouping: Grouping, pointer: string): Sql => {
  checkCountable(plan, grouping.values, pointer)
  const carried = { values: grouping.values }
  const kept = join([sql`id`, ...carriedColumns(plan, carried)])
  const beside =
    plan.attempt === 'latest'
      ? sql`arrayPushBack(arrayPopFront(x), toInt64(0))`
      : sql`arrayPopBack(arrayPushFront(x, toInt64(0)))`
  const own = sql`arrayMap((x, i) -> if(i = 1, arrayMap(t -> toInt64(1), x), arrayMap((t, p) -> if(t > 0 AND t != p, toInt64(i), toInt64(0)), x, ${beside})), made, arrayEnumerate(made))`
  const reached = sql`arrayReduce('sumForEach', arrayMap(x -> arrayMap(t -> toInt64(t > 0), x), made))`
  const values = grouping.values.map(
    (_, i) => sql`arrayMap(e -> e.3, arraySlice(${word(`v${i + 1}`)}, 1, length(made[1])))`,
  )
  const zipped = sql`arrayJoin(arrayZip(${join([sql`made[1]`, sql`arrayReduce('maxForEach', ${own})`, reached, ...values])}))`
  const texts = grouping.values.map((_, i) => sql`one.${constant(String(i + 4))} AS ${word(`t${i + 1}`)}`)
  const rows = sql`SELECT id, one.1 + ${i64(plan.scope.from - 1)} AS start, one.2 AS flows, one.3 AS reached${texts.length ? sql`, ${join(texts)}` : sql``}
FROM (SELECT id, ${zipped} AS one FROM (${attemptArrays(plan, positioned(plan, entityEvents(plan, carried)), kept)}))`
  return split(grouping, rows)
}

/** Throws `invalid_field` where only entities can be counted, not their attempts. */
export const checkCountable = (plan: Plan, values: readonly StepValue[], pointer: string): void => {
  const refuse = (field: string, reason: string) => {
    throw new WaywornError('invalid_field', { field, reason }, { pointer: `${pointer}/${field.replaceAll('.', '/')}` })
  }
  const instead = 'use aggregation "cardinality" and no interval'
  if (plan.order === 'any') refuse('counting.order', `attempts in any order can't be told apart; ${instead}`)
  if (plan.exclusionRule === 'leave' && plan.exclusions.length)
    refuse('counting.exclusion_rule', `"leave" is a rule for entities, not for attempts; use "keep", or ${instead}`)
  if (plan.conditions.length)
    refuse(
      'search.filters.graph_filters',
      `only a longest time from the first to the last step bounds every attempt; leave out others, or ${instead}`,
    )
  if (values.some(({ step }) => step !== 1))
    refuse('group_by', `attempts are grouped by their first step; leave out other targets, or ${instead}`)
}
