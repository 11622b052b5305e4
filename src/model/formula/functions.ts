/** Values of a series, point by point; null where there is none. */
export type Values = readonly (number | null)[]

/** What a function may know beside its values. */
export interface Context {
  args: readonly number[]
  /** Milliseconds of each interval. */
  lengths: readonly number[]
}

interface Argument {
  name: string
  from: number
  to: number
  whole?: true
  /** Used when the argument is left out; without it the argument must be given. */
  otherwise?: number
}

export interface FormulaFunction {
  args?: readonly Argument[]
  /** Needs intervals before and after, so that it can't be used on one number a group. */
  overTime?: true
  /** For the reference, and for hints. */
  meaning: string
  /** What it makes of nulls. */
  nulls: string
  /** On each series alone. */
  series?(values: Values, context: Context): Values
  /** On all groups at once: one series each. */
  groups?(all: readonly Values[]): readonly Values[]
}

const each =
  (of: (value: number, args: readonly number[]) => number) =>
  (values: Values, { args }: Context): Values =>
    values.map((value) => (value === null ? null : of(value, args)))

const limit: Argument = { name: 'limit', from: -1e300, to: 1e300 }
const intervals: Argument = { name: 'intervals', from: 1, to: 1000, whole: true, otherwise: 5 }
const STAYS = 'stays null'

/** The value before the point at `at`, with how many intervals lie between. */
const lastBefore = (values: Values, at: number): { value: number; distance: number } | undefined => {
  for (let i = at - 1; i >= 0; i--) {
    const value = values[i]
    if (value !== null && value !== undefined) return { value, distance: at - i }
  }
  return undefined
}

const change =
  (of: (value: number, before: number, ms: number) => number | null) =>
  (values: Values, { lengths }: Context): Values =>
    values.map((value, i) => {
      const before = values[i - 1]
      return value === null || before === null || before === undefined ? null : of(value, before, lengths[i - 1]!)
    })

const perTime =
  (ms: number) =>
  (values: Values, { lengths }: Context): Values =>
    values.map((value, i) => (value === null ? null : (value * ms) / lengths[i]!))

const overWindow =
  (of: (window: number[]) => number) =>
  (values: Values, { args }: Context): Values =>
    values.map((_, i) => {
      const window = values.slice(Math.max(0, i - args[0]! + 1), i + 1).filter((value) => value !== null)
      return window.length ? of(window) : null
    })

const sum = (of: readonly number[]) => of.reduce((total, value) => total + value, 0)

const median = (of: number[]): number => {
  const sorted = of.sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const cumulative = (values: Values): Values => {
  let total = 0
  return values.map((value) => {
    if (value === null) return null
    total += value
    return total
  })
}

const weighted = (values: Values, { args }: Context): Values => {
  const alpha = 2 / (args[0]! + 1)
  let average: number | undefined
  return values.map((value) => {
    if (value === null) return null
    average = average === undefined ? value : alpha * value + (1 - alpha) * average
    return average
  })
}

const rate = (values: Values): Values =>
  values.map((value, i) => {
    const before = lastBefore(values, i)
    return value === null || !before ? null : (value - before.value) / before.distance
  })

const shares = (all: readonly Values[]): readonly Values[] => {
  const totals = (all[0] ?? []).map((_, i) => sum(all.flatMap((values) => values[i] ?? [])))
  return all.map((values) => values.map((v, i) => (v === null || totals[i] === 0 ? null : (100 * v) / totals[i]!)))
}

const WINDOW_NULLS = 'left out of the window; null if the window holds nothing else'
const BEFORE_NULLS = 'null if the value or the one before is'

/** What can be called in a formula, by name. The first argument is always what it is applied to. */
export const FUNCTIONS: Readonly<Record<string, FormulaFunction>> = {
  abs: { meaning: 'the value without its sign', nulls: STAYS, series: each(Math.abs) },
  ceil: { meaning: 'the next whole number at or above', nulls: STAYS, series: each(Math.ceil) },
  floor: { meaning: 'the next whole number at or below', nulls: STAYS, series: each(Math.floor) },
  round: {
    args: [{ name: 'digits', from: 0, to: 10, whole: true, otherwise: 0 }],
    meaning: 'rounded to so many digits after the point',
    nulls: STAYS,
    series: each((value, [digits]) => Math.round(value * 10 ** digits!) / 10 ** digits!),
  },
  sqrt: { meaning: 'the square root', nulls: 'stays null; null below 0', series: each(Math.sqrt) },
  log2: { meaning: 'the logarithm to base 2', nulls: 'stays null; null at 0 and below', series: each(Math.log2) },
  log10: { meaning: 'the logarithm to base 10', nulls: 'stays null; null at 0 and below', series: each(Math.log10) },
  default_zero: {
    meaning: 'the value, or 0 where there is none',
    nulls: 'becomes 0',
    series: (values) => values.map((value) => value ?? 0),
  },
  default: {
    args: [{ ...limit, name: 'value' }],
    meaning: 'the value, or another where there is none',
    nulls: 'becomes the other value',
    series: (values, { args }) => values.map((value) => value ?? args[0]!),
  },
  clamp_min: {
    args: [limit],
    meaning: 'at least the limit',
    nulls: STAYS,
    series: each((v, [least]) => Math.max(v, least!)),
  },
  clamp_max: {
    args: [limit],
    meaning: 'at most the limit',
    nulls: STAYS,
    series: each((v, [most]) => Math.min(v, most!)),
  },
  cutoff_min: {
    args: [limit],
    meaning: 'nothing where the value is below the limit',
    nulls: STAYS,
    series: (values, { args }) => values.map((value) => (value !== null && value < args[0]! ? null : value)),
  },
  cutoff_max: {
    args: [limit],
    meaning: 'nothing where the value is above the limit',
    nulls: STAYS,
    series: (values, { args }) => values.map((value) => (value !== null && value > args[0]! ? null : value)),
  },
  percent_of_total: {
    meaning: 'the share that a group has of all groups shown, in percent, in each interval',
    nulls: 'stays null and adds nothing; null where the total is 0',
    groups: shares,
  },
  cumsum: {
    overTime: true,
    meaning: 'the sum of all values up to here',
    nulls: 'stays null; the sum goes on after it',
    series: cumulative,
  },
  diff: {
    overTime: true,
    meaning: 'the change from the interval before',
    nulls: BEFORE_NULLS,
    series: change((value, before) => value - before),
  },
  rate: {
    overTime: true,
    meaning: 'the change for each interval since the last value',
    nulls: 'stays null; the change is spread over the gap before',
    series: rate,
  },
  relative_change: {
    overTime: true,
    meaning: 'the change from the interval before, in percent of that',
    nulls: `${BEFORE_NULLS}, or if the one before is 0`,
    series: change((value, before) => (before === 0 ? null : (100 * (value - before)) / Math.abs(before))),
  },
  derivative: {
    overTime: true,
    meaning: 'the change from the interval before, a second',
    nulls: BEFORE_NULLS,
    series: change((value, before, ms) => (1000 * (value - before)) / ms),
  },
  per_second: { overTime: true, meaning: 'the value a second of its interval', nulls: STAYS, series: perTime(1000) },
  per_minute: { overTime: true, meaning: 'the value a minute of its interval', nulls: STAYS, series: perTime(60_000) },
  per_hour: { overTime: true, meaning: 'the value an hour of its interval', nulls: STAYS, series: perTime(3_600_000) },
  moving_average: {
    args: [intervals],
    overTime: true,
    meaning: 'the mean of this and the intervals before, so many in all',
    nulls: WINDOW_NULLS,
    series: overWindow((window) => sum(window) / window.length),
  },
  moving_median: {
    args: [intervals],
    overTime: true,
    meaning: 'the median of this and the intervals before, so many in all',
    nulls: WINDOW_NULLS,
    series: overWindow(median),
  },
  ewma: {
    args: [{ ...intervals, name: 'span' }],
    overTime: true,
    meaning: 'the exponentially weighted average: a new value counts 2 / (span + 1), what was before the rest',
    nulls: 'stays null; the average goes on after it',
    series: weighted,
  },
}

/** `moving_average(a, intervals)`, with optional arguments in brackets. */
export const signatureOf = (name: string): string => {
  const args = (FUNCTIONS[name]?.args ?? []).map((one) =>
    one.otherwise === undefined ? `, ${one.name}` : `[, ${one.name}]`,
  )
  return `${name}(a${args.join('')})`
}
