import { WaywornError } from '../lib/errors.ts'
import { type Unit, withoutAt } from '../model/attribute.ts'
import { constant, type Sql, sql } from '../sql/sql.ts'
import type { Field, Fields } from './field.ts'

/** What is computed over events: `count`, or an aggregation of an attribute such as `pc95` of `@view.loading_time`. */
export interface Measure {
  aggregation: string
  /** With its `@`. Needed by all but `count`. */
  metric?: string | undefined
}

export interface MeasureColumn {
  expression: Sql
  unit: Unit | undefined
  /** Its value where there is no event: 0 for counts, NULL for the rest. */
  empty: 0 | null
}

const PERCENTILE = /^pc(\d{1,2}(?:\.\d+)?)$/
const STATISTICS: Record<string, (number: Sql) => Sql> = {
  sum: (number) => sql`sumOrNull(${number})`,
  min: (number) => sql`minOrNull(${number})`,
  max: (number) => sql`maxOrNull(${number})`,
  avg: (number) => sql`avgOrNull(${number})`,
  median: (number) => quantile(number, 0.5),
}

/** Exact, between neighbours interpolated. */
const quantile = (number: Sql, level: number): Sql =>
  sql`quantileExactInclusiveOrNull(${constant(String(level))})(${number})`

export const AGGREGATIONS = 'count, cardinality, sum, min, max, avg, median, pc75, pc90, pc95, pc98, pc99 or pc<N>'

/** The aggregate over a source's rows, as Nullable(Float64). `pointer` names the request's field in errors. */
export const measureColumn = (measure: Measure, fields: Fields, pointer: string): MeasureColumn => {
  const { aggregation, metric } = measure
  if (aggregation === 'count') return { expression: sql`toFloat64(count())`, unit: undefined, empty: 0 }
  if (!metric) {
    const reason = `"${aggregation}" needs an attribute to work on, such as "@usr.id"`
    throw new WaywornError('invalid_field', { field: 'metric', reason }, { pointer: `${pointer}/metric` })
  }
  if (aggregation === 'cardinality')
    return { expression: cardinality(fields.keyOf(withoutAt(metric))), unit: undefined, empty: 0 }
  const field = fields.of(withoutAt(metric))
  const percentile = PERCENTILE.exec(aggregation)
  const statistic = percentile
    ? (number: Sql) => quantile(number, Number(percentile[1]) / 100)
    : STATISTICS[aggregation]
  if (!statistic) {
    const reason = `"${aggregation}" is no aggregation; use ${AGGREGATIONS}`
    throw new WaywornError('invalid_field', { field: 'aggregation', reason }, { pointer: `${pointer}/aggregation` })
  }
  return { expression: statistic(field.number), unit: field.unit, empty: null }
}

/** Distinct values; events without one do not count. */
const cardinality = (field: Field): Sql =>
  field.several
    ? sql`toFloat64(uniqExactArray(${field.texts}))`
    : sql`toFloat64(uniqExactIf(${field.text}, ${field.exists}))`
