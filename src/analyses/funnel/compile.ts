import { constant, f64, i64, join, type Sql, sql, u32 } from '../../sql/sql.ts'
import { attemptRows } from './attempt-rows.ts'
import { countedAttempts } from './counted.ts'
import { type Grouping, groupKeys, MOST_GROUPS, split, withGroupValues } from './grouping.ts'
import type { Plan } from './plan.ts'

/** Entities by how far their counted attempt got and how long its steps took. Arrays by step, shorter where nobody got. */
export interface StepsRow {
  made: number[]
  lows: number[]
  highs: number[]
  sums: number[]
  whole: [low: number, high: number, sum: number] | number[]
  unfit: number
  [group: `g${number}`]: string
}

/** For each group what its counted attempts made. */
export const compileSteps = (plan: Plan, grouping: Grouping): Sql => {
  const rows = withGroupValues(grouping, plan, countedAttempts(plan, { values: grouping.values }))
  const all = constant(String(plan.nodes.length))
  const between = sql`arrayMap((a, b) -> b - a, arrayPopBack(at), arrayPopFront(at))`
  const whole = sql`at[-1] - at[1]`
  const done = sql`length(at) = ${all}`
  return sql`SELECT ${join([...groupKeys(grouping), sql`sumForEach(arrayMap(x -> 1, at)) AS made`])},
  minForEach(${between}) AS lows, maxForEach(${between}) AS highs, sumForEach(${between}) AS sums,
  [minIf(${whole}, ${done}), maxIf(${whole}, ${done}), sumIf(${whole}, ${done})] AS whole, countIf(at[1] < 0) AS unfit
FROM (${split(grouping, rows)})
${byGroup(grouping, sql`made[1]`)}`
}

/** For each group the flows that made each step. */
export const compileFlows = (plan: Plan, grouping: Grouping, pointer: string): Sql => {
  const counts = plan.nodes.map((_, i) => sql`countIf(flows >= ${constant(String(i + 1))})`)
  return sql`SELECT ${join([...groupKeys(grouping), sql`[${join(counts)}] AS made`])} FROM (${attemptRows(plan, grouping, pointer)})
${byGroup(grouping, sql`made[1]`)}`
}

/** One more than may be, so that too many are noticed; of a single attribute the ones that its limit keeps. */
export const byGroup = (grouping: Grouping, weight: Sql): Sql => {
  const keys = groupKeys(grouping)
  if (!keys.length) return sql``
  const [only, ...more] = grouping.asked
  const order = constant(only!.sort?.order === 'asc' ? 'ASC' : 'DESC')
  const limit = more.length || only!.other ? MOST_GROUPS + 1 : only!.limit
  return sql`GROUP BY ${join(keys)} ORDER BY ${weight} ${order}, ${join(keys)} LIMIT ${u32(limit)}`
}

/** Entities whose counted attempt made all steps by their time to convert: `bin` (ms, its lower edge) and `entities`. */
export const compileBins = (plan: Plan, lowest: number, width: number): Sql =>
  sql`SELECT ${f64(lowest)} + ${f64(width)} * intDiv(at[-1] - at[1] - ${i64(lowest)}, ${i64(width)}) AS bin, count() AS entities
FROM (${countedAttempts(plan)}) WHERE length(at) = ${constant(String(plan.nodes.length))} GROUP BY bin ORDER BY bin`

export const NO_GROUPING: Grouping = { asked: [], values: [] }
