import { withoutAt } from '../../query/measure.ts'
import { isOnRows } from '../../query/sequence-search.ts'
import { sequenceRows } from '../../query/sequence-source.ts'
import { mayBeHot } from '../../query/source.ts'
import { constant, i64, join, type Sql, sql, u32, word } from '../../sql/sql.ts'
import { type JourneySequences, journeySequences } from '../journey/sequence-steps.ts'
import type { Carried } from './entity-events.ts'
import type { Plan } from './plan.ts'
import { sortingKeyOf } from './sorting-key.ts'

/**
 * What `entityEvents` gives, from the sequences of settled sessions and the events of open ones; undefined where
 * sequences don't carry all that is asked. `hotRows` are events of open sessions, as `eventRows` makes them.
 */
export const sequenceEvents = (plan: Plan, carried: Carried, hotRows: () => Sql): Sql | undefined => {
  const values = carried.values ?? []
  if (plan.order !== 'ordered' || plan.exclusions.length || plan.holdConstant !== undefined) return undefined
  if (carried.columns?.length || carried.having) return undefined
  if (!values.every(({ path }) => isOnRows(withoutAt(path)))) return undefined
  const journey = journeySequences(plan)
  if (!journey) return undefined
  const rows = (more: readonly Sql[]) => stretches(plan, journey, values, more)
  const lists = values.map((_, i) => word(`w${i + 1}`))
  const grouped = (parts: readonly Sql[]) => sql`SELECT id, arraySort(arrayFlatten(groupArray(keys))) AS events
  ${join(
    lists.map(
      (list, i) => sql`, arraySort(e -> (e.1, e.2), arrayFlatten(groupArray(${list}))) AS ${word(`v${i + 1}`)}`,
    ),
    sql``,
  )}
FROM (${join(parts, sql`\nUNION ALL\n`)}) GROUP BY id`
  const hot = mayBeHot(plan.scope) ? [openEvents(plan, values, hotRows())] : []
  if (plan.entity.kind !== 'session') return grouped([rows([]), ...hot])
  const shown = lists.map((list, i) => sql`${list} AS ${word(`v${i + 1}`)}`)
  return sql`SELECT ${join([sql`id`, sql`keys AS events`, ...shown])} FROM (${rows([sql`plain`, journey.alone])})
UNION ALL
${grouped([rows([sql`NOT (plain AND ${journey.alone})`]), ...hot])}`
}

/** Of each row its `id`, `keys` of the events that may be steps, and for each value `w1…` as lists of (time, arrival, value). */
const stretches = (
  plan: Plan,
  { fields, entity, kinds, ofRow, conditions }: JourneySequences,
  values: NonNullable<Carried['values']>,
  more: readonly Sql[],
): Sql => {
  const { from, to } = plan.scope
  const key = sortingKeyOf(plan)
  const texts = values.map(({ path, form }, i) => {
    const field = fields.of(withoutAt(path))
    return sql`${form === 'texts' ? field.texts : field.number} AS ${word(`x${i + 1}`)}`
  })
  const carriedOn = values.map((_, i) => word(`x${i + 1}`))
  const arrivals = values.length ? [sql`arrivals`] : []
  const own = sql`transform(x, ${kinds}.1, ${kinds}.2, toUInt32(0))`
  const selected = join([
    sql`${entity.text} AS id`,
    sql`toUnixTimestamp64Milli(start) - ${i64(from)} + 1 AS base`,
    ...(ofRow ? [sql`toUInt32(${ofRow}) AS possible`] : []),
    sql`arrayMap(x -> ${own}, kinds) AS bits`,
    sql`offsets`,
    ...arrivals,
    ...texts,
  ])
  const few = (of: Sql) => sql`arrayFilter((x, m) -> m != 0, ${of}, bits)`
  const found = sql`SELECT ${join([
    sql`id`,
    sql`arrayMap(d -> toInt64(base + d), ${few(sql`offsets`)}) AS ts`,
    sql`${ofRow ? sql`arrayMap(m -> bitAnd(m, possible), arrayFilter(m -> m != 0, bits))` : sql`arrayFilter(m -> m != 0, bits)`} AS ms`,
    ...arrivals.map((one) => sql`${few(one)} AS places`),
    ...carriedOn,
  ])} FROM (${sequenceRows(plan.scope, selected, [...conditions, ...more])})`
  const serves = sql`m != 0 AND t > 0 AND t <= ${i64(to - from)}`
  const keys = sql`arrayMap((t, m) -> ${key.of({ time: sql`t`, steps: sql`m` })}, arrayFilter((t, m) -> ${serves}, ts, ms), arrayFilter((m, t) -> ${serves}, ms, ts)) AS keys`
  const lists = values.map(({ step }, i) => {
    const bit = u32(2 ** (step - 1))
    return sql`arrayFilter((e, m) -> bitAnd(m, ${bit}) != 0 AND e.1 > 0 AND e.1 <= ${i64(to - from)},
      arrayMap((t, place) -> (t, place, ${word(`x${i + 1}`)}), ts, places), ms) AS ${word(`w${i + 1}`)}`
  })
  return sql`SELECT ${join([sql`id`, keys, ...lists])} FROM (${found}) WHERE notEmpty(keys)`
}

/** The same of single events. */
const openEvents = (plan: Plan, values: NonNullable<Carried['values']>, rows: Sql): Sql => {
  const key = sortingKeyOf(plan)
  const lists = values.map(({ step }, i) => {
    const one = sql`[(t, arrival, ${word(`w${i + 1}`)})]`
    return sql`if(bitTest(m, ${constant(String(step - 1))}), ${one}, arraySlice(${one}, 1, 0)) AS ${word(`l${i + 1}`)}`
  })
  const names = values.map((_, i) => sql`${word(`l${i + 1}`)} AS ${word(`w${i + 1}`)}`)
  return sql`SELECT ${join([sql`id`, sql`keys`, ...names])} FROM (
  SELECT ${join([sql`id`, sql`[${key.of({ time: sql`t`, steps: sql`m` })}] AS keys`, ...lists])} FROM (${rows}))`
}
