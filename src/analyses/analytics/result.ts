/** The published answers, as the page reads them. */

interface UnitName {
  short_name?: string
}

interface Comparison {
  from: number
  to: number
}

export interface ScalarAnswer {
  data: {
    attributes: {
      columns: {
        name: string
        type: 'group' | 'number'
        values: (string[] | number | null)[]
        meta?: { unit?: (UnitName | null)[] | null } | null
        /** Ours: the same of the other period. */
        comparison?: boolean
      }[]
      comparison?: Comparison
      histograms?: { facet: string; interval: number; min: number; max: number }[]
    }
  }
}

export interface TimeseriesAnswer {
  data: {
    attributes: {
      series: {
        group_tags?: string[] | null
        query_index?: number
        unit?: (UnitName | null)[] | null
        comparison?: boolean
      }[]
      times: number[]
      values: (number | null)[][]
      comparison?: Comparison
    }
  }
}

/** What events without a value are called in answers, and what a limit folds. */
export const MISSING_TAG = 'N/A'
export const OTHER_TAG = 'Other'

/** A number that was asked for: a query or a formula. */
export interface Output {
  name: string
  unit: string | undefined
}

/** A table of answers: one row a group, one number an output. */
export interface ScalarResult {
  outputs: readonly Output[]
  rows: readonly ScalarRow[]
  /** The other period that it is compared with. */
  comparison: Comparison | null
  /** How wide the ranges of a distribution are. */
  interval: number | null
}

export interface ScalarRow {
  tags: readonly string[]
  values: readonly (number | null)[]
  /** The same of the other period; empty without one. */
  before: readonly (number | null)[]
}

export interface SeriesResult {
  times: readonly number[]
  series: readonly {
    tags: readonly string[]
    output: number
    unit: string | undefined
    values: readonly (number | null)[]
    /** Of the other period, opposite to the same times. */
    before: boolean
  }[]
  comparison: Comparison | null
}

/** From the other period to this one: the difference, and its share of the other; null where there is none. */
export const changeOf = (now: number | null | undefined, before: number | null | undefined) => {
  if (now == null || before == null) return { absolute: null, relative: null }
  return { absolute: now - before, relative: before === 0 ? null : (now - before) / Math.abs(before) }
}

const unitName = (unit: (UnitName | null)[] | null | undefined): string | undefined => unit?.[0]?.short_name

const numberAt = (value: string[] | number | null | undefined): number | null =>
  typeof value === 'number' ? value : null

export const scalarResult = (answer: ScalarAnswer): ScalarResult => {
  const { columns, comparison = null, histograms } = answer.data.attributes
  const groups = columns.filter((c) => c.type === 'group')
  const numbers = columns.filter((c) => c.type === 'number' && !c.comparison)
  const others = columns.filter((c) => c.type === 'number' && c.comparison)
  const length = Math.max(0, ...columns.map((c) => c.values.length))
  return {
    outputs: numbers.map((c) => ({ name: c.name, unit: unitName(c.meta?.unit) })),
    rows: Array.from({ length }, (_, i) => ({
      tags: groups.map((c) => tagOf(c.values[i])),
      values: numbers.map((c) => numberAt(c.values[i])),
      before: others.map((c) => numberAt(c.values[i])),
    })),
    comparison,
    interval: histograms?.[0]?.interval ?? null,
  }
}

const tagOf = (value: string[] | number | null | undefined): string =>
  Array.isArray(value) ? value.join(', ') : value == null ? MISSING_TAG : String(value)

export const seriesResult = (answer: TimeseriesAnswer): SeriesResult => {
  const { series, times, values, comparison = null } = answer.data.attributes
  return {
    times,
    comparison,
    series: series.map((s, i) => ({
      tags: s.group_tags ?? [],
      output: s.query_index ?? 0,
      unit: unitName(s.unit),
      values: values[i] ?? [],
      before: s.comparison === true,
    })),
  }
}

/** Whether an answer has nothing in it: no groups, or only zeros and gaps. */
export const isNothing = (values: Iterable<number | null>): boolean => {
  for (const value of values) if (value !== null && value !== 0) return false
  return true
}
