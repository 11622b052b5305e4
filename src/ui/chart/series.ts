import type { Rollup } from '../time/bucket.ts'
import type { Span } from '../time/range.ts'

export interface Series {
  /** Unique among the chart's series. */
  key: string
  label: string
  colour: string
  values: readonly (number | null)[]
  unit?: string | undefined
  /** The same of another period: the key of the series that it stands opposite to. */
  before?: string | undefined
}

/** The series of the period itself, without those of the other one. */
export const ownSeries = (series: readonly Series[]): readonly Series[] => series.filter((s) => s.before === undefined)

export type Drawing = 'bars' | 'lines' | 'areas'

/** What a time chart shows. `times` are the starts of its buckets, ascending epoch ms. */
export interface TimeData {
  times: readonly number[]
  series: readonly Series[]
  drawing: Drawing
  rollup: Rollup
  zone: string
  span: Span
  now: number
  /** Whether values of different series may be added up: counts may, unique users may not. */
  additive: boolean
}

export const isStacked = (drawing: Drawing): boolean => drawing !== 'lines'

/** The lowest and highest that has to fit: stacked by bucket where the drawing stacks the own period. Zero is always in. */
export const extent = (series: readonly Series[], drawing: Drawing): [number, number] => {
  let low = 0
  let high = 0
  const length = Math.max(0, ...series.map((s) => s.values.length))
  for (let i = 0; i < length; i++) {
    let up = 0
    let down = 0
    for (const { values, before } of series) {
      const value = values[i] ?? 0
      if (!isStacked(drawing) || before !== undefined) {
        high = Math.max(high, value)
        low = Math.min(low, value)
      } else if (value > 0) up += value
      else down += value
    }
    high = Math.max(high, up)
    low = Math.min(low, down)
  }
  return [low, high]
}

/** Where each series' name belongs: at its last value, or at the middle of its part of the last stack. */
export const labelValues = (series: readonly Series[], drawing: Drawing): (number | null)[] => {
  if (!isStacked(drawing)) return series.map((s) => s.values.findLast((v) => v !== null) ?? null)
  const last = Math.max(0, ...series.map((s) => s.values.length)) - 1
  // The newest bucket may hold little yet: the names stand at the fuller of the last two.
  const sum = (i: number) => series.reduce((total, s) => total + Math.max(0, s.values[i] ?? 0), 0)
  const at = last > 0 && sum(last - 1) > sum(last) ? last - 1 : last
  let base = 0
  return series.map((s) => {
    const value = Math.max(0, s.values[at] ?? 0)
    base += value
    return base - value / 2
  })
}
