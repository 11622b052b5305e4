import { WaywornError } from '../../lib/errors.ts'
import { attributeOf, type Unit, withoutAt } from '../../model/attribute.ts'
import { constant, type Sql, sql, word } from '../../sql/sql.ts'
import type { JourneyTarget } from '../journey/definition.ts'
import { stepNumber } from '../journey/expression.ts'
import type { JourneyCompute } from './definition.ts'
import type { StepValue } from './entity-events.ts'
import { type Grouping, valueAtStep } from './grouping.ts'
import type { Plan } from './plan.ts'

export interface Span {
  start: number
  end: number
  /** Only those in these groups. */
  within?: Grouping
}

/** What is computed over a journey. `over` attempts: entities or flows that made a step; `over` entities: a value of each. */
export type Metric =
  | { over: 'attempts'; flows: boolean; value: 'count' | 'rate' | 'dropoff'; span: Span; unit: undefined }
  | { over: 'entities'; expression: Sql; value: StepValue | undefined; unit: Unit | undefined }

/** Steps of a target, from 1; a single step stands for the way to it, for drop-offs the way from it to the next. */
export const spanOf = (
  target: JourneyTarget | null | undefined,
  plan: Plan,
  dropoff: boolean,
  pointer: string,
): Span => {
  const last = plan.nodes.length
  if (!target) return { start: 1, end: last }
  if (target.type === 'node') {
    const step = stepNumber(target.value, plan.aliases, `${pointer}/value`)
    if (!dropoff) return { start: 1, end: step }
    return step === last ? { start: last - 1, end: last } : { start: step, end: step + 1 }
  }
  const span = {
    start: stepNumber(target.start, plan.aliases, `${pointer}/start`),
    end: stepNumber(target.end, plan.aliases, `${pointer}/end`),
  }
  if (span.end > span.start) return span
  throw new WaywornError(
    'invalid_field',
    { field: 'target', reason: 'its end must be a later step than its start' },
    { pointer },
  )
}

const VALUES = { '__dd.conversion': 'count', '__dd.conversion_rate': 'rate', '__dd.dropoff_rate': 'dropoff' } as const

export const metricOf = (
  { aggregation, metric = '__dd.conversion', target }: JourneyCompute,
  plan: Plan,
  pointer: string,
): Metric => {
  const value = VALUES[metric as keyof typeof VALUES]
  if (value) {
    if (aggregation !== 'count' && aggregation !== 'cardinality')
      throw refused('aggregation', `${metric} counts; use cardinality (entities) or count (flows)`, pointer)
    const span = spanOf(target, plan, value === 'dropoff', `${pointer}/target`)
    return { over: 'attempts', flows: aggregation === 'count', value, span, unit: undefined }
  }
  if (metric.startsWith('__dd.') && metric !== '__dd.time_to_convert')
    throw refused(
      'metric',
      `"${metric}" is not known; use ${Object.keys(VALUES).join(', ')}, __dd.time_to_convert or an attribute`,
      pointer,
    )
  return metric === '__dd.time_to_convert'
    ? timeMetric(aggregation, spanOf(target, plan, false, `${pointer}/target`), pointer)
    : facetMetric(
        aggregation,
        metric,
        spanOf(target ?? { type: 'node', value: plan.aliases[0]! }, plan, false, `${pointer}/target`).end,
        pointer,
      )
}

const timeMetric = (aggregation: string, { start, end }: Span, pointer: string): Metric => {
  if (start === end) throw refused('target', 'no time passes to the first step; name a later one', pointer)
  const [a, b] = [constant(String(start)), constant(String(end))]
  const ms = sql`if(length(at) >= ${b}, toFloat64(at[${b}] - at[${a}]), NULL)`
  return { over: 'entities', expression: statistic(aggregation, ms, pointer), value: undefined, unit: 'ms' }
}

/** Of the attribute on the event that serves the step in each counted attempt; it is carried after the group-bys. */
const facetMetric = (aggregation: string, metric: string, step: number, pointer: string): Metric => {
  const path = withoutAt(metric)
  const texts = aggregation === 'cardinality'
  const value: StepValue = { path, step, form: texts ? 'texts' : 'number' }
  if (aggregation === 'count')
    return {
      over: 'entities',
      expression: sql`toFloat64(countIf(length(at) >= ${constant(String(step))}))`,
      value: undefined,
      unit: undefined,
    }
  if (texts) return { over: 'entities', expression: sql`toFloat64(uniqExactArray(measured))`, value, unit: undefined }
  return {
    over: 'entities',
    expression: statistic(aggregation, sql`measured`, pointer),
    value,
    unit: attributeOf(path)?.unit,
  }
}

/** The column `measured` of a metric that reads an attribute, carried as `v<index>`. */
export const measuredColumn = (plan: Plan, value: StepValue, index: number): Sql =>
  sql`${valueAtStep(plan, index, value.step, value.form === 'texts' ? sql`CAST([], 'Array(String)')` : sql`CAST(NULL, 'Nullable(Float64)')`)} AS ${word('measured')}`

const PERCENTILE = /^pc(\d{1,2}(?:\.\d+)?)$/

/** `median` is 0.5, `pc95` is 0.95; undefined for other aggregations. */
export const quantileOf = (aggregation: string): number | undefined => {
  const percentile = PERCENTILE.exec(aggregation)
  if (percentile) return Number(percentile[1]) / 100
  return aggregation === 'median' ? 0.5 : undefined
}

const STATISTICS: Record<string, (number: Sql) => Sql> = {
  sum: (number) => sql`sumOrNull(${number})`,
  min: (number) => sql`minOrNull(${number})`,
  max: (number) => sql`maxOrNull(${number})`,
  avg: (number) => sql`avgOrNull(${number})`,
}

const statistic = (aggregation: string, number: Sql, pointer: string): Sql => {
  const quantile = quantileOf(aggregation)
  if (quantile !== undefined) return sql`quantileExactInclusiveOrNull(${constant(String(quantile))})(${number})`
  const found = STATISTICS[aggregation]
  if (found) return found(number)
  throw refused(
    'aggregation',
    `"${aggregation}" does not fit this metric; use ${Object.keys(STATISTICS).join(', ')}, median or pc<N>`,
    pointer,
  )
}

const refused = (field: string, reason: string, pointer: string) =>
  new WaywornError('invalid_field', { field: `compute.${field}`, reason }, { pointer: `${pointer}/${field}` })
