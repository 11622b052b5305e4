import { and, constant, join, type Sql, sql, strs, u64, word } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import { refuseUnfit } from './ask-steps.ts'
import { bothWays } from './both-ways.ts'
import type { DifferencesAttributes } from './definition.ts'
import type { Plan } from './plan.ts'
import { planned } from './planned.ts'
import type { Rule } from './rule-names.ts'
import { differing } from './rules.ts'

type Listed = [id: string, at: number[], at_against: number[], ...columns: unknown[]]

interface Pair {
  reached: number
  reached_against: number
  rules: Rule[]
  count: number
  unfit: number
  /** Of those asked for the first by their ids. */
  listed: Listed[]
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
  const statement = compilePairs(bothWays({ plan, other, rules, columns }), columns, query)
  const rows = await asking.run<Pair>(statement, { eager: true })
  refuseUnfit({ unfit: rows.some((row) => row.unfit > 0) ? 1 : 0 })
  const pairs = rows.map(({ unfit: _, listed: __, ...pair }) => pair)
  const differ = pairs.filter((pair) => pair.reached !== pair.reached_against)
  const shown = rows
    .flatMap(({ listed, ...pair }) => listed.map((one) => ({ ...pair, one })))
    .sort((a, b) => Buffer.compare(Buffer.from(a.one[0]), Buffer.from(b.one[0])))
  return {
    entity: plan.entity.kind,
    rules: rules.map((rule) => ({ rule, ...told(rule, plan, other) })),
    entities: sumOf(pairs),
    differing: sumOf(differ),
    pairs,
    records: shown.slice(0, query.limit).map(
      ({
        one: [id, at, at_against, ...values],
        reached,
        reached_against,
        rules: deciding,
      }): Record<string, unknown> => ({
        [`@${plan.entity.path}`]: id,
        ...Object.fromEntries(columns.map((name, i) => [name, values[i] ?? null])),
        ...{ reached, reached_against, rules: deciding, at, at_against },
      }),
    ),
    total_count: sumOf(rows.filter((row) => row.listed.length > 0)),
  }
}

const sumOf = (pairs: readonly Pick<Pair, 'count'>[]): number => pairs.reduce((sum, { count }) => sum + count, 0)

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

/** For each pair of places how many got there, and those of them who are asked for. */
const compilePairs = (both: Sql, columns: readonly string[], { pair, limit }: DifferencesAttributes['query']): Sql => {
  const wanted = pair
    ? and([
        sql`reached = ${u64(pair.reached)}`,
        sql`reached_against = ${u64(pair.reached_against)}`,
        ...(pair.rules ? [sql`arraySort(rules) = arraySort(${strs(pair.rules)})`] : []),
      ])
    : sql`reached != reached_against`
  const told = join([sql`id`, sql`at_own`, sql`at_against`, ...columns.map((_, i) => word(`e${i + 1}`))])
  return sql`SELECT reached, reached_against, rules, count() AS count, max(unfit) AS unfit,
  groupArraySortedIf(${constant(String(limit))})((${told}), ${wanted}) AS listed
FROM (${both}) GROUP BY reached, reached_against, rules ORDER BY count DESC, reached, reached_against, rules`
}
