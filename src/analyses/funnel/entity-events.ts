import { EVENT_TYPES, withoutAt } from '../../model/attribute.ts'
import type { Field, Fields } from '../../query/field.ts'
import { namesAmong } from '../../query/source.ts'
import { and, constant, i64, join, or, type Sql, sql, word } from '../../sql/sql.ts'
import { marksOf } from '../journey/marks.ts'
import { journeyEvents, typesOfAll } from '../journey/steps.ts'
import type { Plan } from './plan.ts'
import { sortingKeyOf } from './sorting-key.ts'

/** An attribute's value on the event that serves a step (from 1). */
export interface StepValue {
  path: string
  step: number
  /** `texts`: all of its values; `number`: as Nullable(Float64). */
  form: 'texts' | 'number'
}

/** An attribute of the entity: its value on the last event of any step that has one. */
export interface EntityValue {
  path: string
  value(field: Field): Sql
}

export interface Carried {
  values?: readonly StepValue[]
  columns?: readonly EntityValue[]
  /** A search of which the entity must have an event among those of the steps. */
  having?: { query: string; pointer: string } | undefined
}

/** Names of what is carried through the stages of a plan. */
export const carriedColumns = (plan: Plan, carried: Carried): Sql[] => [
  ...(plan.holdConstant === undefined ? [] : [sql`held`]),
  ...(carried.values ?? []).map((_, i) => word(`v${i + 1}`)),
  ...(carried.columns ?? []).map((_, i) => word(`e${i + 1}`)),
]

const PRODUCT_EVENTS = EVENT_TYPES.filter((type) => ['view', 'action', 'server'].includes(type))

/**
 * One row an entity that has an event of any step: `id`, `events` (sorting keys in order), for each carried value
 * `v1…`, arrays of (time, arrival, value) in order, and for each column `e1…`. With a constant attribute one row for
 * each of its values. `rows` are events that matter, as `eventRows` has them.
 */
export const entityEvents = (plan: Plan, carried: Carried = {}, rows = eventRows(plan, carried)): Sql => {
  const { values = [], columns = [], having } = carried
  const held = plan.holdConstant !== undefined
  return sql`SELECT id${held ? sql`, held` : sql``}, ${sortedKeys(plan)} AS events
  ${join(
    values.map(
      ({ step }, i) =>
        sql`, arraySort(e -> (e.1, e.2), groupArrayIf((t, arrival, ${word(`w${i + 1}`)}), bitTest(m, ${constant(String(step - 1))}))) AS ${word(`v${i + 1}`)}`,
    ),
    sql``,
  )}
  ${join(
    columns.map(
      (_, i) =>
        sql`, argMaxIf(${word(`c${i + 1}`)}, (t, arrival), ${word(`h${i + 1}`)} AND m != 0) AS ${word(`e${i + 1}`)}`,
    ),
    sql``,
  )}
FROM (${rows})
GROUP BY id${held ? sql`, held` : sql``}${having ? sql` HAVING max(had AND m != 0)` : sql``} ${LARGE_BLOCKS}`
}

/**
 * Fewer entities grouped in two levels come in blocks of a few hundred, and what follows does every step once for each
 * block, which takes long with many steps. More of them are put together by several threads in two levels alone.
 */
const LARGE_BLOCKS = constant('SETTINGS group_by_two_level_threshold=500000, group_by_two_level_threshold_bytes=0')

/**
 * One row an event that matters: `id`, `arrival`, `t` (ms since the range's start, from 1), `m` (bits of the steps that
 * it may be), `exc` (bits of exclusions), `w1…` (values of steps), `c1…` and `h1…` (of columns), `held`, `had`.
 */
export const eventRows = (plan: Plan, carried: Carried): Sql => {
  const events = journeyEvents(plan)
  const { fields } = events
  // What serves a step that the attempt may still make never voids it.
  const exclusions = plan.exclusions.map((one) =>
    and([events.matching(one.query, one.pointer), sql`NOT ${or(events.steps.slice(one.from, one.to))}`]),
  )
  const held = plan.holdConstant === undefined ? undefined : fields.of(withoutAt(plan.holdConstant))
  const values = (carried.values ?? []).map((one) => ({ ...one, field: fields.of(withoutAt(one.path)) }))
  const columns = (carried.columns ?? []).map((one) => ({ ...one, field: fields.of(withoutAt(one.path)) }))
  const having = carried.having
    ? events.matching({ data_source: 'product_analytics', search: carried.having }, carried.having.pointer)
    : undefined
  const strict = plan.order === 'strict'
  const searched = [...typesOfAll(events.searches), ...(exclusions.length || strict ? PRODUCT_EVENTS : [])]
  const types = EVENT_TYPES.filter((type) => searched.includes(type))
  const excluded = exclusions.map((one, i) => sql`toUInt16(${one}) * ${constant(String(2 ** i))}`)
  const steps = events.steps.map((condition, i) => ({
    condition,
    search: plan.nodes[i]!.query.data_source === 'product_analytics' ? events.searches[i] : undefined,
  }))
  const marks = [
    sql`toUInt32(${marksOf(steps, fields)}) AS m`,
    ...(exclusions.length ? [sql`toUInt16(${join(excluded, sql` + `)}) AS exc`] : []),
  ]
  // Told where events are read, the columns that tell it need not come along.
  const early = !isLate(fields, [...events.steps, ...exclusions])
  const matters = early
    ? sql`(m != 0${exclusions.length ? sql` OR exc != 0` : sql``})`
    : or([...events.steps, ...exclusions])
  const rows = events.rows({
    where: strict ? sql`1` : matters,
    types: exclusions.length ? EVENT_TYPES.filter((type) => type !== 'session' || types.includes(type)) : types,
    own: [sql`arrival`, ...(early ? marks : [])],
  })
  return sql`SELECT ${events.entity.text} AS id, arrival,
  toUnixTimestamp64Milli(date) - ${i64(plan.scope.from)} + 1 AS t, ${early ? sql`m${exclusions.length ? sql`, exc` : sql``}` : join(marks)}
  ${join(
    values.map((one, i) => sql`, ${one.form === 'texts' ? one.field.texts : one.field.number} AS ${word(`w${i + 1}`)}`),
    sql``,
  )}
  ${join(
    columns.map(
      (one, i) => sql`, ${one.value(one.field)} AS ${word(`c${i + 1}`)}, ${one.field.exists} AS ${word(`h${i + 1}`)}`,
    ),
    sql``,
  )}
  ${held ? sql`, toString(${held.text}) AS held` : sql``}${having ? sql`, ${having} AS had` : sql``}
FROM (${rows})${held ? sql` WHERE ${held.exists}` : sql``}`
}

/** Whether a condition asks for what events get only after they are read: their user, attributes of profiles. */
const isLate = (fields: Fields, conditions: readonly Sql[]): boolean => {
  const joined = fields.all().flatMap((field) => (field.joined ? [field.alias] : []))
  return namesAmong(['usr_id', 'user_key', ...joined], join(conditions)).length > 0
}

const sortedKeys = (plan: Plan): Sql => {
  const key = sortingKeyOf(plan)
  const steps = key.of({ time: sql`t`, steps: sql`m` })
  if (plan.order === 'strict')
    return sql`arrayMap((e, i) -> ${key.of({ time: sql`e.1`, rank: sql`i`, steps: sql`e.3` })},
    arraySort(groupArray((t, arrival, m))) AS all, arrayEnumerate(all))`
  if (!plan.exclusions.length) return sql`arraySort(groupArray(${steps}))`
  const voiding = key.of({ time: sql`t`, steps: constant('0'), exclusions: sql`exc` })
  return sql`arraySort(arrayConcat(groupArrayIf(${steps}, m != 0), groupArrayIf(${voiding}, exc != 0)))`
}
