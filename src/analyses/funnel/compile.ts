import { constant, i64s, join, type Sql, sql, u32 } from '../../sql/sql.ts'
import { unnamed } from '../journey/steps.ts'
import { attemptRows } from './attempt-rows.ts'
import { countedAttempts } from './counted.ts'
import { type Grouping, groupKeys, MOST_GROUPS, split, withGroupValues } from './grouping.ts'
import type { Span } from './metric.ts'
import type { Plan } from './plan.ts'

/** Entities by how far their counted attempt got and how long its steps took. Arrays by step, shorter where nobody got. */
export interface StepsRow {
  made: number[]
  lows: number[]
  highs: number[]
  sums: number[]
  whole: [low: number, high: number, sum: number] | number[]
  /** For each step, and from the first to the last, the quantiles that were asked for; NULL where nobody went on. */
  quantiles?: (number | null)[][]
  whole_quantiles?: (number | null)[]
  unfit: number
  [group: `g${number}`]: string
}

/** For each group what its counted attempts made, with these quantiles of its times. */
export const compileSteps = (asked: Plan, grouping: Grouping, quantiles: readonly number[] = []): Sql => {
  const plan = unnamed(asked)
  const rows = withGroupValues(grouping, plan, countedAttempts(plan, { values: grouping.values }))
  const all = constant(String(plan.nodes.length))
  const between = sql`arrayMap((a, b) -> b - a, arrayPopBack(at), arrayPopFront(at))`
  const wentOn = sql`length(at) > 1`
  const whole = sql`at[-1] - at[1]`
  const done = sql`length(at) = ${all}`
  const levels = constant(quantiles.join(', '))
  const more = quantiles.length
    ? [
        sql`quantilesExactInclusiveForEach(${levels})(${between}) AS quantiles`,
        sql`quantilesExactInclusiveIf(${levels})(${whole}, ${done}) AS whole_quantiles`,
      ]
    : []
  return sql`SELECT ${join([...groupKeys(grouping), sql`sumForEach(arrayMap(x -> 1, at)) AS made`, ...more])},
  minForEachIf(${between}, ${wentOn}) AS lows, maxForEachIf(${between}, ${wentOn}) AS highs, sumForEachIf(${between}, ${wentOn}) AS sums,
  [minIf(${whole}, ${done}), maxIf(${whole}, ${done}), sumIf(${whole}, ${done})] AS whole, countIf(at[1] < 0) AS unfit
FROM (${split(grouping, rows)})
${byGroup(grouping, sql`made[1]`)}`
}

/** For each group the flows that made each step. */
export const compileFlows = (plan: Plan, grouping: Grouping, pointer: string): Sql => {
  const counts = plan.nodes.map((_, i) => sql`countIf(flows >= ${constant(String(i + 1))})`)
  return sql`SELECT ${join([...groupKeys(grouping), sql`[${join(counts)}] AS made`])} FROM (${attemptRows(unnamed(plan), grouping, pointer)})
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

/** How long the way from one step to another took entities: the least, the greatest, and how many went it. */
export const compileSpan = (plan: Plan, span: Span): Sql =>
  sql`SELECT min(ms) AS low, max(ms) AS high, count() AS entities FROM (${timesOf(plan, span)})`

/** Entities by how long that took them: `bin` (ms, the lower edge, one of these ascending ones) and `entities`. */
export const compileBins = (plan: Plan, span: Span, edges: readonly number[]): Sql =>
  sql`SELECT roundDown(ms, ${i64s(edges)}) AS bin, count() AS entities FROM (${timesOf(plan, span)}) GROUP BY bin ORDER BY bin`

const timesOf = (plan: Plan, { start, end }: Span): Sql => {
  const [a, b] = [constant(String(start)), constant(String(end))]
  return sql`SELECT at[${b}] - at[${a}] AS ms FROM (${countedAttempts(unnamed(plan))}) WHERE length(at) >= ${b}`
}

export const NO_GROUPING: Grouping = { asked: [], values: [] }
