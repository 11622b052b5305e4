import { and, constant, join, type Sql, sql, strs, u32, u64, word } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import { refuseUnfit } from './ask-steps.ts'
import { countedAttempts } from './counted.ts'
import type { DifferencesAttributes } from './definition.ts'
import type { EntityValue } from './entity-events.ts'
import { recordValue } from './list.ts'
import type { Plan } from './plan.ts'
import { planned } from './planned.ts'
import type { Rule } from './rule-names.ts'
import { differing, withRule } from './rules.ts'

interface Pair {
  reached: number
  reached_against: number
  rules: Rule[]
  count: number
  unfit: number
}

interface Row {
  id: string
  reached: number
  reached_against: number
  rules: Rule[]
  at: number[]
  at_against: number[]
  total: number
  [column: `e${number}`]: unknown
}

/**
 * The same funnel counted in two ways: how many get how far either way, on whom they differ, and the rule that decides:
 * taken over alone from the other way, it leads to where the other way gets. No rule is named where only several
 * together do.
 */
export const answerDifferences = async (attributes: DifferencesAttributes, asking: Asking) => {
  const { query } = attributes
  const plan = await planned(attributes, asking)
  const other = await planned({ ...attributes, query: { ...query, counting: query.against } }, asking, 'against')
  const rules = differing(plan, other)
  const columns = query.entity_columns ?? []
  const both = compared(plan, other, rules, [])
  const pairs = await asking.run<Pair>(sql`SELECT reached, reached_against, rules, count() AS count, max(unfit) AS unfit
FROM (${both}) GROUP BY reached, reached_against, rules ORDER BY count DESC, reached, reached_against, rules`)
  refuseUnfit({ unfit: pairs.some((pair) => pair.unfit > 0) ? 1 : 0 })
  const differ = pairs.filter((pair) => pair.reached !== pair.reached_against)
  const isListed = query.pair || differ.length > 0
  const rows = isListed ? await asking.run<Row>(compileRows(compared(plan, other, rules, columns), columns, query)) : []
  return {
    entity: plan.entity.kind,
    rules: rules.map((rule) => ({ rule, ...told(rule, plan, other) })),
    entities: pairs.reduce((sum, { count }) => sum + count, 0),
    differing: differ.reduce((sum, { count }) => sum + count, 0),
    pairs: pairs.map(({ unfit: _, ...pair }) => pair),
    records: rows.map(
      ({ id, total: _, ...row }): Record<string, unknown> => ({
        [`@${plan.entity.path}`]: id,
        ...Object.fromEntries(columns.map((name, i) => [name, row[`e${i + 1}`] ?? null])),
        ...{ reached: row.reached, reached_against: row.reached_against, rules: row.rules },
        ...{ at: row.at, at_against: row.at_against },
      }),
    ),
    total_count: rows[0]?.total ?? 0,
  }
}

/** What either way has for a rule, as requests write it; windows in milliseconds. */
const told = (rule: Rule, plan: Plan, other: Plan) => {
  const of = (one: Plan) =>
    ({
      window: one.windowMs,
      order: one.order,
      exclusions: one.exclusions.length,
      exclusion_rule: one.exclusionRule,
      attempt: one.attempt,
      hold_constant: one.holdConstant ?? null,
    })[rule]
  return { own: of(plan), against: of(other) }
}

/** Rows `{id, reached, reached_against, rules, at, at_against, e1…}`, one an entity that makes the first step either way. */
const compared = (plan: Plan, other: Plan, rules: readonly Rule[], columns: readonly string[]): Sql => {
  const shown: EntityValue[] = columns.map((path) => ({ path, value: recordValue }))
  const names = columns.map((_, i) => word(`e${i + 1}`))
  // One rule that differs decides by itself.
  const mixed = rules.length > 1 ? rules.map((rule) => withRule(plan, rule, other)) : []
  const way = (one: Plan, which: number) =>
    sql`SELECT ${join([sql`id`, sql`at`, sql`toUInt8(${constant(String(which))}) AS which`, ...names])} FROM (${countedAttempts(one, { columns: shown })})`
  const ways = [way(plan, 0), way(other, 1), ...mixed.flatMap((one, i) => (one ? [way(one, i + 2)] : []))]
  const level = (which: number) => sql`maxIf(length(at), which = ${constant(String(which))})`
  const deciding = mixed.flatMap((one, i) =>
    one ? [sql`if(${level(i + 2)} = reached_against, ${strs([rules[i]!])}, CAST([], 'Array(String)'))`] : [],
  )
  const decided = rules.length === 1 ? strs(rules) : deciding.length ? sql`arrayConcat(${join(deciding)})` : strs([])
  const values = names.map((name) => sql`any(${name}) AS ${name}`)
  return sql`SELECT ${join([
    sql`id`,
    sql`${level(0)} AS reached`,
    sql`${level(1)} AS reached_against`,
    sql`if(reached = reached_against, CAST([], 'Array(String)'), ${decided}) AS rules`,
    sql`anyIf(at, which = 0) AS at_own`,
    sql`anyIf(at, which = 1) AS at_against`,
    sql`max(at[1] < 0) AS unfit`,
    ...values,
  ])} FROM (${join(ways, sql`\nUNION ALL\n`)}) GROUP BY id`
}

const compileRows = (both: Sql, columns: readonly string[], { pair, limit }: DifferencesAttributes['query']): Sql => {
  const names = columns.map((_, i) => word(`e${i + 1}`))
  const wanted = pair
    ? and([
        sql`reached = ${u64(pair.reached)}`,
        sql`reached_against = ${u64(pair.reached_against)}`,
        ...(pair.rules ? [sql`arraySort(rules) = arraySort(${strs(pair.rules)})`] : []),
      ])
    : sql`reached != reached_against`
  return sql`SELECT ${join([sql`id`, sql`reached`, sql`reached_against`, sql`rules`, sql`at_own AS at`, sql`at_against`, ...names])},
  count() OVER () AS total FROM (${both}) WHERE ${wanted} ORDER BY id LIMIT ${u32(limit)}`
}
