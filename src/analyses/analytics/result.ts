/** The published answers, as the page reads them. */

interface UnitName {
  short_name?: string
}

export interface ScalarAnswer {
  data: {
    attributes: {
      columns: {
        name: string
        type: 'group' | 'number'
        values: (string[] | number | null)[]
        meta?: { unit?: (UnitName | null)[] | null } | null
      }[]
    }
  }
}

export interface TimeseriesAnswer {
  data: {
    attributes: {
      series: { group_tags?: string[] | null; query_index?: number; unit?: (UnitName | null)[] | null }[]
      times: number[]
      values: (number | null)[][]
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
  rows: readonly { tags: readonly string[]; values: readonly (number | null)[] }[]
}

export interface SeriesResult {
  times: readonly number[]
  series: readonly {
    tags: readonly string[]
    output: number
    unit: string | undefined
    values: readonly (number | null)[]
  }[]
}

const unitName = (unit: (UnitName | null)[] | null | undefined): string | undefined => unit?.[0]?.short_name

export const scalarResult = (answer: ScalarAnswer): ScalarResult => {
  const { columns } = answer.data.attributes
  const groups = columns.filter((c) => c.type === 'group')
  const numbers = columns.filter((c) => c.type === 'number')
  const length = Math.max(0, ...columns.map((c) => c.values.length))
  return {
    outputs: numbers.map((c) => ({ name: c.name, unit: unitName(c.meta?.unit) })),
    rows: Array.from({ length }, (_, i) => ({
      tags: groups.map((c) => tagOf(c.values[i])),
      values: numbers.map((c) => (typeof c.values[i] === 'number' ? (c.values[i] as number) : null)),
    })),
  }
}

const tagOf = (value: string[] | number | null | undefined): string =>
  Array.isArray(value) ? value.join(', ') : value == null ? MISSING_TAG : String(value)

export const seriesResult = (answer: TimeseriesAnswer): SeriesResult => {
  const { series, times, values } = answer.data.attributes
  return {
    times,
    series: series.map((s, i) => ({
      tags: s.group_tags ?? [],
      output: s.query_index ?? 0,
      unit: unitName(s.unit),
      values: values[i] ?? [],
    })),
  }
}

/** Whether an answer has nothing in it: no groups, or only zeros and gaps. */
export const isNothing = (values: Iterable<number | null>): boolean => {
  for (const value of values) if (value !== null && value !== 0) return false
  return true
}
