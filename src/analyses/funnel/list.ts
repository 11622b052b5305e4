import { attributeOf, withoutAt } from '../../model/attribute.ts'
import type { Field } from '../../query/field.ts'
import { and, constant, i64, join, or, type Sql, sql, u32, word } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import { refuseUnfit } from './ask-steps.ts'
import { attemptsBegunWithin } from './begun-within.ts'
import { whoDid } from './between.ts'
import { countedAttempts } from './counted.ts'
import type { JourneyListAttributes } from './definition.ts'
import { type Grouping, groupingOf, inGroups, withGroupValues } from './grouping.ts'
import { spanOf } from './metric.ts'
import { aliasesOfTarget, planOfNamed } from './optional-steps.ts'
import type { Plan } from './plan.ts'
import { planned } from './planned.ts'

const AT = '/data/attributes/query'

interface Row {
  id: string
  at: number[]
  total: number
  unfit: number
  [column: `e${number}`]: unknown
}

/** The entities behind a bar: those that made the target step, or that made it and not the next; as many as it says. */
export const answerJourneyList = async (attributes: JourneyListAttributes, asking: Asking) => {
  const { query } = attributes
  const plan = planOfNamed(await planned(attributes, asking), query.counting, namedIn(query))
  const grouping = groupingOf(query.group_by ?? [], plan, `${AT}/group_by`)
  const columns = query.entity_columns ?? []
  const rows = await asking.run<Row>(compileList(plan, grouping, columns, query))
  refuseUnfit({ unfit: rows.some((row) => row.unfit > 0) ? 1 : 0 })
  const timestamps = query.computed_columns?.length ? plan.aliases : []
  return {
    entity: plan.entity.kind,
    records: rows.map((row) => ({
      [`@${plan.entity.path}`]: row.id,
      timestamp: row.at[0],
      ...Object.fromEntries(columns.map((name, i) => [name, row[`e${i + 1}`] ?? null])),
      ...Object.fromEntries(timestamps.map((alias, i) => [`${alias}_timestamp`, row.at[i] ?? null])),
    })),
    total_count: rows[0]?.total ?? 0,
  }
}

const namedIn = ({ target, elapsed, between, group_by }: JourneyListAttributes['query']) => [
  ...aliasesOfTarget(target),
  ...[elapsed, between].flatMap((way) => [way?.start, way?.end]),
  ...(group_by ?? []).flatMap((group) => aliasesOfTarget(group.target)),
]

const compileList = (
  plan: Plan,
  grouping: Grouping,
  columns: readonly string[],
  query: JourneyListAttributes['query'],
): Sql => {
  const dropped = query.conversion_type === 'drop-off'
  const { start, end } = spanOf(query.target, plan, dropped, `${AT}/target`)
  const [a, b] = [constant(String(start)), constant(String(end))]
  const took = query.elapsed ? [elapsedWithin(plan, query.elapsed)] : []
  const made = dropped ? sql`(length(at) >= ${a} AND length(at) < ${b})` : sql`length(at) >= ${b}`
  const shown = columns.map((path) => ({ path, value: recordValue }))
  const filter = query.entity_filters?.trim()
  const carried = {
    values: grouping.values,
    columns: shown,
    having: filter ? { query: filter, pointer: `${AT}/entity_filters` } : undefined,
  }
  const rows = withGroupValues(
    grouping,
    plan,
    query.begun ? attemptsBegunWithin(plan, query.begun, carried, AT) : countedAttempts(plan, carried),
    columns.map((_, i) => word(`e${i + 1}`)),
  )
  const names = columns.map((_, i) => word(`e${i + 1}`))
  return sql`SELECT ${join([sql`id`, sql`at`, ...names])}, count() OVER () AS total, at[1] < 0 AS unfit
FROM (${rows}) WHERE ${and([or([made, sql`at[1] < 0`]), ...took, ...didBetween(plan, query.between), ...inGroups(grouping)])}
ORDER BY ${join([...sortOf(plan, columns, query), sql`at[1] DESC`, sql`id`])} LIMIT ${u32(query.limit)}`
}

/** The way from one step to another took it so long. */
const elapsedWithin = (
  plan: Plan,
  { start, end, from, to }: NonNullable<JourneyListAttributes['query']['elapsed']>,
): Sql => {
  const span = spanOf({ type: 'path', start, end }, plan, false, `${AT}/elapsed`)
  const [a, b] = [constant(String(span.start)), constant(String(span.end))]
  const ms = sql`at[${b}] - at[${a}]`
  return and([
    sql`length(at) >= ${b}`,
    sql`${ms} >= ${i64(from)}`,
    ...(to === undefined ? [] : [sql`${ms} < ${i64(to)}`]),
  ])
}

/** What its entity did on the way, or did not. */
const didBetween = (plan: Plan, between: JourneyListAttributes['query']['between']): Sql[] => {
  if (!between) return []
  const { start, end, query, done, first } = between
  const span = spanOf({ type: 'path', start, end }, plan, false, `${AT}/between`)
  const found = whoDid(plan, span, { query, pointer: `${AT}/between/query`, first })
  return [sql`id GLOBAL ${constant(done ? 'IN' : 'NOT IN')} (${found})`]
}

const sortOf = (plan: Plan, columns: readonly string[], { sort }: JourneyListAttributes['query']): Sql[] => {
  if (!sort?.facet) return []
  const way = constant(sort.order === 'asc' ? 'ASC' : 'DESC')
  if (sort.facet === 'timestamp') return [sql`at[1] ${way}`]
  if (withoutAt(sort.facet) === plan.entity.path) return [sql`id ${way}`]
  const column = columns.findIndex((name) => withoutAt(name) === withoutAt(sort.facet!))
  return column < 0 ? [] : [sql`${word(`e${column + 1}`)} ${way} NULLS LAST`]
}

/** As JSON has it: numbers, booleans and lists as such, times in ms, everything else as text. */
export const recordValue = (field: Field): Sql => {
  const type = attributeOf(field.path)?.type
  if (type === 'number') return field.number
  if (type === 'boolean') return word(field.alias)
  if (type === 'time') return sql`toUnixTimestamp64Milli(${word(field.alias)})`
  if (type === 'strings') return field.texts
  return sql`nullIf(toString(${field.text}), '')`
}
