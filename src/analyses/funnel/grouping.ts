import { facetPath } from '../../query/facet-path.ts'
import { and, constant, i64, join, or, type Sql, sql, strs, word } from '../../sql/sql.ts'
import { MISSING } from '../analytics/groups.ts'
import { stepNumber } from '../journey/expression.ts'
import type { JourneyGroupBy } from './definition.ts'
import type { StepValue } from './entity-events.ts'
import type { Plan } from './plan.ts'

export const MOST_GROUPS = 10_000

/** Where an attribute's value is read for each group-by, and what of it counts. */
export interface Grouping {
  asked: readonly JourneyGroupBy[]
  values: readonly StepValue[]
}

/** Throws `invalid_field` for unknown steps and sources. */
export const groupingOf = (asked: readonly JourneyGroupBy[], plan: Plan, pointer: string): Grouping => ({
  asked,
  values: asked.map(({ facet, source, target }, i) => {
    const alias = target?.type === 'node' ? target.value : target?.start
    const step = alias === undefined ? 1 : stepNumber(alias, plan.aliases, `${pointer}/${i}/target`)
    return { path: facetPath({ facet, source }, `${pointer}/${i}`), step, form: 'texts' }
  }),
})

/** The value carried as `v<index>` on the event that serves the step in the counted attempt; else `otherwise`. */
export const valueAtStep = (plan: Plan, index: number, step: number, otherwise: Sql): Sql => {
  const [v, s] = [word(`v${index}`), constant(String(step))]
  if (plan.order === 'any') return sql`if(notEmpty(${v}), ${v}[1].3, ${otherwise})`
  return sql`if(length(at) >= ${s}, arrayFirst(e -> e.1 + ${i64(plan.scope.from - 1)} = at[${s}], ${v}).3, ${otherwise})`
}

/** From columns `t1…` with all values of each attribute one row for each combination, as `g1…`. */
export const split = ({ asked }: Grouping, rows: Sql): Sql => {
  if (!asked.length) return sql`SELECT * FROM (${rows})`
  const keys = asked.map(
    (_, i) => sql`arrayJoin(if(empty(${word(`t${i + 1}`)}), [''], ${word(`t${i + 1}`)})) AS ${word(`g${i + 1}`)}`,
  )
  return sql`SELECT * FROM (SELECT *, ${join(keys)} FROM (${rows})) WHERE ${and(asked.flatMap(conditionsOf))}`
}

const conditionsOf = ({ should_exclude_missing, value_filters }: JourneyGroupBy, i: number): Sql[] => {
  const key = word(`g${i + 1}`)
  return [
    ...(should_exclude_missing ? [sql`${key} != ''`] : []),
    ...(value_filters?.length
      ? [sql`${key} IN ${strs(value_filters.map((one) => (one === MISSING ? '' : one)))}`]
      : []),
  ]
}

export const groupKeys = ({ asked }: Grouping): Sql[] => asked.map((_, i) => word(`g${i + 1}`))

/**
 * Counted attempts with the values that they are grouped by as `t1…`, and `id`, `at`, and what else `more` computes
 * from the carried values that come after those.
 */
export const withGroupValues = ({ values }: Grouping, plan: Plan, rows: Sql, more: readonly Sql[] = []): Sql => {
  const texts = values.map(
    ({ step }, i) => sql`${valueAtStep(plan, i + 1, step, sql`CAST([], 'Array(String)')`)} AS ${word(`t${i + 1}`)}`,
  )
  return sql`SELECT ${join([sql`id`, sql`at`, ...texts, ...more])} FROM (${rows})`
}

/** Of columns `t1…`: an entity is in a group if it has one of the values asked for. */
export const inGroups = ({ asked }: Grouping): Sql[] =>
  asked.flatMap(({ value_filters, should_exclude_missing }, i) => {
    const texts = word(`t${i + 1}`)
    const wanted = value_filters ?? []
    const missing = wanted.includes(MISSING) ? [sql`empty(${texts})`] : []
    return [
      ...(wanted.length ? [or([sql`hasAny(${texts}, ${strs(wanted)})`, ...missing])] : []),
      ...(should_exclude_missing ? [sql`notEmpty(${texts})`] : []),
    ]
  })
