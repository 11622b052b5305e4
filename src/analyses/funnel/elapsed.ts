import type { StepsRow } from './compile.ts'
import { quantileOf } from './metric.ts'

/** Milliseconds; further figures under the names that they were asked by, such as `pc95`. */
export interface Elapsed {
  min: number
  max: number
  avg: number
  [statistic: string]: number
}

const NONE = { min: 0, max: 0, avg: 0 }

/** In the order in which they were asked for. */
export const quantilesOf = (statistics: readonly string[]): number[] => statistics.map((one) => quantileOf(one)!)

/** From a step (from 1) to the next one. */
export const elapsedAfter = (row: StepsRow | undefined, step: number, statistics: readonly string[] = []): Elapsed => {
  const count = row?.made[step] ?? 0
  if (!row || !count) return NONE
  const { lows, highs, sums, quantiles } = row
  return {
    ...{ min: lows[step - 1]!, max: highs[step - 1]!, avg: sums[step - 1]! / count },
    ...named(statistics, quantiles?.[step - 1]),
  }
}

/** From the first step to the last of so many. */
export const elapsedWhole = (row: StepsRow | undefined, steps: number, statistics: readonly string[] = []): Elapsed => {
  const count = row?.made[steps - 1] ?? 0
  if (!row || !count) return NONE
  const [min, max, sum] = row.whole as [number, number, number]
  return { min, max, avg: sum / count, ...named(statistics, row.whole_quantiles) }
}

const named = (statistics: readonly string[], values: readonly (number | null)[] | undefined) =>
  Object.fromEntries(statistics.flatMap((one, i) => (values?.[i] == null ? [] : [[one, values[i]]])))
