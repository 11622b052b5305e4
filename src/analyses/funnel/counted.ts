import { constant, i64, join, type Sql, sql } from '../../sql/sql.ts'
import { advanced } from './advance.ts'
import { anyOrder } from './any-order.ts'
import { type Carried, carriedColumns, entityEvents } from './entity-events.ts'
import { isPlain, type Plan } from './plan.ts'
import { firstStart, positioned } from './positions.ts'
import { inRuns, MOST_STEPPED } from './runs.ts'
import { sortingKeyOf } from './sorting-key.ts'
import { stayed } from './stayed.ts'
import { toldAttempts } from './told-attempts.ts'

/**
 * One row an entity that made the first step: `id`, `at` (epoch ms of each step that its counted attempt made), and what
 * is carried. The counted attempt is the one that gets furthest; of several the one that gets there first; of those
 * that get there together the one that the plan says.
 */
export const countedAttempts = (plan: Plan, carried: Carried = {}): Sql => {
  const kept = join([sql`id`, ...carriedColumns(plan, carried)])
  const attempts = (events: Sql) => sql`SELECT ${kept}, at FROM (${attemptsIn(plan, events, kept)}) WHERE notEmpty(at)`
  const told = toldAttempts(plan, carried)
  if (!told) return bestOfHeld(plan, attempts(entityEvents(plan, carried)))
  return sql`${told.known} SELECT id, at FROM (${withinTimes(plan, told.attempts, kept)})
UNION ALL
${attempts(entityEvents(plan, {}, told.others))}`
}

/** With a constant attribute an entity has a row for each of its values: the one that counts. */
export const bestOfHeld = (plan: Plan, rows: Sql): Sql =>
  plan.holdConstant === undefined
    ? rows
    : sql`SELECT * FROM (${rows}) ORDER BY id, length(at) DESC, at[length(at)], at[1], held LIMIT 1 BY id`

/** `kept` and `at` of each of these rows of entities with their `events`; `at` is empty where the first step is not made. */
export const attemptsIn = (plan: Plan, rows: Sql, kept: Sql): Sql => {
  const found =
    plan.order === 'any'
      ? anyOrder(plan, rows, kept)
      : followed(plan, started(plan, positioned(plan, rows), kept), kept)
  return withinTimes(plan, found, kept)
}

/** A counted attempt that fails a condition on its times did not make the step at the end of it. */
const withinTimes = (plan: Plan, attempts: Sql, kept: Sql): Sql =>
  plan.conditions.reduce((rows, { start, end, operator, ms }) => {
    const [a, b] = [constant(String(start)), constant(String(end))]
    const fails = sql`length(at) >= ${b} AND NOT (at[${b}] - at[${a}] ${constant(operator)} ${i64(ms)})`
    return sql`SELECT ${kept}, if(${fails}, arraySlice(at, 1, ${constant(String(end - 1))}), at) AS at FROM (${rows})`
  }, attempts)

/** `start`: of the counted attempt, 0 if there is none; `level`: how far it got, 0 where that is found by following it. */
const started = (plan: Plan, rows: Sql, kept: Sql): Sql => {
  if (plan.exclusions.length && plan.exclusionRule === 'leave') return stayed(plan, rows, kept)
  const plain = isPlain(plan)
  if (plain && (plan.windowMs === null || plan.attempt === 'first'))
    return sql`SELECT ${kept}, ties, ${firstStart(plan)} AS start, toInt64(0) AS level FROM (${rows})`
  const key = sortingKeyOf(plan)
  const k = sql`k`
  const oldest = plan.windowMs === null ? sql`walked.4` : sql`greatest(walked.4, walked.2 - ${i64(plan.windowMs)})`
  const start =
    plan.attempt === 'latest'
      ? sql`walked.3`
      : key.time(sql`arrayFirst(k -> ${key.serves(k, sql`1`)} AND ${key.time(k)} >= ${oldest}, events)`)
  const known = plain ? inRuns(plan, rows) : sql`SELECT *, false AS narrow, toInt64(0) AS first_start FROM (${rows})`
  const searched = sql`SELECT *, if(narrow, arraySlice(followed, 1, 0), followed) AS ties
FROM (SELECT ${kept}, events, start1, narrow, first_start, ties AS followed FROM (${known}))`
  return sql`SELECT ${kept}, followed AS ties, multiIf(narrow, first_start, walked.1 = 0, toInt64(0), ${start}) AS start, walked.1 AS level
FROM (${advanced(plan, searched, sql`${kept}, events, followed, narrow, first_start`, false)})`
}

/** Follows the attempt from `start` to the steps that it makes. */
const followed = (plan: Plan, rows: Sql, kept: Sql): Sql => {
  const key = sortingKeyOf(plan)
  const k = sql`k`
  const from = sql`arrayFirst(k -> ${key.serves(k, sql`1`)} AND ${key.time(k)} = start, ties)`
  const few = plan.order === 'strict' ? sql`false` : sql`length(ties) <= ${MOST_STEPPED}`
  const keys = sql`if(few, ${byEvents(plan)}, ${bySteps(plan)})`
  const times = sql`arrayMap(k -> ${key.time(k)} + ${i64(plan.scope.from - 1)}, ${keys})`
  const capped = plan.exclusions.length ? sql`if(level = 0, ${times}, arraySlice(${times}, 1, level))` : times
  return sql`SELECT ${kept}, ${capped} AS at FROM (SELECT *, ${few} AS few, if(start = 0, ${key.none}, ${from}) AS first FROM (${rows}))`
}

/** One pass over the events: each takes the attempt on if it serves the next step. Nothing of who has more than a few. */
const byEvents = (plan: Plan): Sql => {
  const key = sortingKeyOf(plan)
  const k = sql`k`
  const none = sql`arraySlice(ties, 1, 0)`
  const all = constant(String(plan.nodes.length))
  const inTime = plan.windowMs === null ? sql`1` : sql`${key.time(k)} - start <= ${i64(plan.windowMs)}`
  const on = sql`length(made) < ${all} AND k > made[-1] AND ${key.serves(k, sql`length(made) + 1`)} AND ${inTime}`
  return sql`arrayFold((made, k) -> if(${on}, arrayPushBack(made, k), made), if(few AND first != 0, ties, ${none}), if(first = 0, ${none}, [first]))`
}

/** A pass for each step: from where the attempt is to the first event that serves it. Nothing of who has few events. */
const bySteps = (plan: Plan): Sql => {
  const key = sortingKeyOf(plan)
  const strict = plan.order === 'strict'
  const none = sql`arraySlice(ties, 1, 0)`
  const next = sql`arrayFirst(k -> k > acc.1 AND ${strict ? sql`1` : key.serves(sql`k`, sql`i`)}, acc.2)`
  const inTime = plan.windowMs === null ? sql`1` : sql`${key.time(sql`n`)} - start <= ${i64(plan.windowMs)}`
  const made = sql`n != 0 AND ${strict ? key.serves(sql`n`, sql`i`) : sql`1`} AND ${inTime}`
  const moved = sql`arrayMap(n -> if(${made}, (n, acc.2, arrayPushBack(acc.3, n)), (n, ${none}, acc.3)), [${next}])[1]`
  const steps = sql`range(toInt64(2), toInt64(if(few, 2, ${constant(String(plan.nodes.length + 1))})))`
  const begun = sql`(first, if(few OR first = 0, ${none}, ties), if(few OR first = 0, ${none}, [first]))`
  return sql`arrayFold((acc, i) -> ${moved}, ${steps}, ${begun}).3`
}
