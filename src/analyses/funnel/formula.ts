import { WaywornError } from '../../lib/errors.ts'
import type { Buckets, Interval } from '../../query/bucket.ts'
import { bucketsOf } from '../../query/bucket.ts'
import { checkZone } from '../../query/calendar.ts'
import { intervalAsked } from '../../query/checked-calendar.ts'
import { constant, join, type Sql, sql, u32 } from '../../sql/sql.ts'
import { keyOfTags, type Output, scalarColumns, timeseries } from '../analytics/shape.ts'
import type { Asking } from '../asking.ts'
import { unnamed } from '../journey/steps.ts'
import { refuseUnfit } from './ask-steps.ts'
import { attemptRows } from './attempt-rows.ts'
import { countedAttempts } from './counted.ts'
import type { JourneyFormulaAttributes } from './definition.ts'
import { type Grouping, groupingOf, groupKeys, split, withGroupValues } from './grouping.ts'
import { type Metric, measuredColumn, metricOf, type Span } from './metric.ts'
import { aliasesOfTarget, planOfNamed } from './optional-steps.ts'
import type { Plan } from './plan.ts'
import { planned } from './planned.ts'
import { checkGroupCount, foldGroups, tagsOf } from './shape.ts'

const AT = '/data/attributes/query'
const MOST_CELLS = 200_000

interface Row {
  value: number | null
  weight: number
  unfit: number
  at?: number
}

/** One number, or one a group. */
export const answerJourneyScalar = async (attributes: JourneyFormulaAttributes, asking: Asking) => {
  const { plan, metric, grouping } = await prepared(attributes, asking)
  const rows = await asking.run<Row>(compileMetric(plan, metric, grouping, undefined))
  const { output, groups } = shaped(attributes, metric, grouping, rows)
  return {
    columns: scalarColumns(
      grouping.asked.map((one) => one.facet),
      groups,
      [output],
    ),
  }
}

/**
 * One number a period, by the first event of each attempt. Flows of all periods add up to the funnel's; an entity
 * counts once in each period in which it starts an attempt, and times and attributes are those of its counted attempt.
 */
export const answerJourneyTimeseries = async (attributes: JourneyFormulaAttributes, asking: Asking) => {
  const { plan, metric, grouping } = await prepared(attributes, asking)
  const buckets = bucketsOf(intervalOf(attributes), attributes.from, attributes.to, `${AT}/compute/interval`)
  const rows = await asking.run<Row>(compileMetric(plan, metric, grouping, buckets))
  if (rows.length > MOST_CELLS) throw new WaywornError('too_many_groups', { limit: MOST_CELLS.toLocaleString('en') })
  const { output, groups } = shaped(attributes, metric, grouping, rows)
  return timeseries(groups, [output], buckets, asking.scope(attributes.from, attributes.to).nowMs)
}

const prepared = async (attributes: JourneyFormulaAttributes, asking: Asking) => {
  const { query } = attributes
  const { compute, group_by } = query
  const named = [compute, ...(group_by ?? [])].flatMap(({ target }) => aliasesOfTarget(target))
  const plan = unnamed(planOfNamed(await planned(attributes, asking), query.counting, named))
  const metric = metricOf(compute, plan, `${AT}/compute`)
  return { plan, metric, grouping: groupingOf(group_by ?? [], plan, `${AT}/group_by`) }
}

const intervalOf = ({ from, to, interval, time_zone, query }: JourneyFormulaAttributes): Interval => {
  const zone = checkZone(time_zone, '/data/attributes/time_zone')
  const { rollup } = query.compute
  return intervalAsked({ rollup, interval: query.compute.interval ?? interval }, { from, to }, zone, `${AT}/compute`)
}

const compileMetric = (plan: Plan, metric: Metric, grouping: Grouping, buckets: Buckets | undefined): Sql => {
  const { rows, value, weight, unfit } =
    metric.over === 'attempts' ? overAttempts(plan, metric, grouping, buckets) : overEntities(plan, metric, grouping)
  const at = buckets ? [sql`${buckets.start} AS at_period`] : []
  const keys = [...groupKeys(grouping), ...(buckets ? [sql`at_period`] : [])]
  const shown = [...groupKeys(grouping), ...at]
  const grouped = keys.length ? sql`GROUP BY ${join(keys)} ORDER BY ${join(keys)} LIMIT ${u32(MOST_CELLS + 1)}` : sql``
  const inner = sql`SELECT ${join([...shown, sql`${value} AS value`, sql`toFloat64(${weight}) AS weight`, sql`toFloat64(${unfit}) AS unfit`])} FROM (${rows}) ${grouped}`
  return buckets ? sql`SELECT *, at_period AS at FROM (${inner})` : inner
}

/** Counts of attempts by their own start; without periods and flows the counted attempts are enough. */
const overAttempts = (
  plan: Plan,
  { flows, value, span }: Extract<Metric, { over: 'attempts' }>,
  grouping: Grouping,
  buckets: Buckets | undefined,
) => {
  const entities = !flows && !buckets
  const rows = entities
    ? split(grouping, withGroupValues(grouping, plan, countedAttempts(plan, { values: grouping.values })))
    : sql`SELECT *, fromUnixTimestamp64Milli(start, 'UTC') AS date FROM (${attemptRows(plan, grouping, AT)})`
  const made = (step: number): Sql => {
    const n = constant(String(step))
    if (entities) return sql`countIf(length(at) >= ${n})`
    return flows ? sql`countIf(flows >= ${n})` : sql`uniqExactIf(id, reached >= ${n})`
  }
  return {
    rows,
    value: valueOf(value, span, made),
    weight: made(1),
    unfit: entities ? sql`countIf(at[1] < 0)` : sql`0`,
  }
}

const valueOf = (value: 'count' | 'rate' | 'dropoff', { start, end }: Span, made: (step: number) => Sql): Sql => {
  if (value === 'count') return sql`toFloat64(${made(end)})`
  const rate = sql`if(${made(start)} = 0, NULL, ${made(end)} / ${made(start)})`
  return value === 'rate' ? rate : sql`1 - ${rate}`
}

const overEntities = (plan: Plan, metric: Extract<Metric, { over: 'entities' }>, grouping: Grouping) => {
  const values = [...grouping.values, ...(metric.value ? [metric.value] : [])]
  const more = metric.value ? [measuredColumn(plan, metric.value, values.length)] : []
  const rows = split(grouping, withGroupValues(grouping, plan, countedAttempts(plan, { values }), more))
  return {
    rows: sql`SELECT *, fromUnixTimestamp64Milli(greatest(at[1], 0), 'UTC') AS date FROM (${rows})`,
    value: metric.expression,
    weight: sql`count()`,
    unfit: sql`countIf(at[1] < 0)`,
  }
}

/** A limit leaves groups out; what of them would be "other" can't be made of averages and rates. */
const shaped = (attributes: JourneyFormulaAttributes, metric: Metric, grouping: Grouping, rows: readonly Row[]) => {
  refuseUnfit({ unfit: rows.some((row) => row.unfit > 0) ? 1 : 0 })
  const { asked } = grouping
  const weights = new Map<string, { tags: string[]; weight: number }>()
  const values = new Map<string, number | null>()
  for (const row of rows) {
    const tags = tagsOf(row, asked.length)
    const key = keyOfTags(tags)
    weights.set(key, { tags, weight: (weights.get(key)?.weight ?? 0) + row.weight })
    values.set(`${key} ${row.at ?? ''}`, row.value)
  }
  checkGroupCount([...weights.values()], asked)
  const fold = foldGroups(
    [...weights.values()],
    asked.map((one) => ({ ...one, other: false })),
  )
  const [only, ...more] = asked
  const way = only?.sort?.order === 'asc' && !more.length ? 1 : -1
  const order = (a: { tags: string[]; weight: number }, b: typeof a) =>
    way * (a.weight - b.weight) || (keyOfTags(a.tags) < keyOfTags(b.tags) ? -1 : 1)
  const groups = asked.length
    ? [...weights.values()]
        .sort(order)
        .filter(({ tags }) => fold(tags))
        .map(({ tags }) => tags)
    : [[]]
  const empty = metric.over === 'attempts' && metric.value === 'count' ? 0 : null
  const output: Output = {
    name: attributes.query.query_id ?? 'query',
    unit: metric.unit,
    valueAt: (group, at) => values.get(`${group} ${at ?? ''}`) ?? empty,
  }
  return { output, groups }
}
