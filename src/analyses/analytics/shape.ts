import type { Unit } from '../../model/attribute.ts'
import { evaluateFormula, type Formula, type Results } from '../../model/formula/formula.ts'
import type { Buckets } from '../../query/bucket.ts'
import type { Compiled } from './compile.ts'
import { MISSING, OTHER, OTHER_KEY } from './groups.ts'

/** A row as the engine answers it: `g1…` (or `og1…` with an "other"), `value`, and `at` over time. */
export type Row = Record<string, string | number | null> & { value: number | null; at?: number }

/** A query's or a formula's column of the answer. */
export interface Output {
  name: string
  unit: Unit | undefined
  /** By group and, over time, period: `undefined` where there is no event. */
  valueAt(group: string, at?: number): number | null
}

/** As the engine tells them apart: a real value may be called like what is shown for none, or for the rest. */
const groupTags = (row: Row, groups: number): string[] =>
  Array.from({ length: groups }, (_, i) => String(row[`g${i + 1}`] ?? row[`og${i + 1}`] ?? ''))

/** A group's value for people. */
export const shownTag = (tag: string): string => (tag === '' ? MISSING : tag === OTHER_KEY ? OTHER : tag)

export const keyOfTags = (tags: readonly string[]): string => JSON.stringify(tags)

/** One query's rows as an output, and its groups in order. */
export const outputOf = (
  name: string,
  compiled: Compiled,
  rows: readonly Row[],
): { output: Output; groups: string[][] } => {
  const values = new Map<string, number | null>()
  const groups = new Map<string, string[]>()
  for (const row of rows) {
    const tags = groupTags(row, compiled.groups)
    groups.set(keyOfTags(tags), tags)
    values.set(`${keyOfTags(tags)} ${row.at ?? ''}`, row.value)
  }
  const { opposite } = compiled
  const valueAt = (group: string, at?: number) => {
    const own = opposite && at !== undefined ? opposite.get(at) : at
    if (own === undefined && at !== undefined) return null
    return values.get(`${group} ${own ?? ''}`) ?? compiled.empty
  }
  return { output: { name, unit: compiled.unit, valueAt }, groups: ranked([...groups.values()], values, compiled) }
}

/** Series by what they add up to; "other" always last. */
const ranked = (groups: string[][], values: ReadonlyMap<string, number | null>, compiled: Compiled): string[][] => {
  const total = (tags: string[]) =>
    compiled.buckets!.starts.reduce((sum, at) => sum + (values.get(`${keyOfTags(tags)} ${at}`) ?? 0), 0)
  const totals = new Map(compiled.buckets ? groups.map((tags) => [tags, total(tags)]) : [])
  const isOther = (tags: string[]) => (tags.includes(OTHER_KEY) ? 1 : 0)
  return groups.sort((a, b) => isOther(a) - isOther(b) || (totals.get(b) ?? 0) - (totals.get(a) ?? 0))
}

/** What formulas are evaluated over: the groups shown, and the periods if it is over time. */
export interface Frame {
  groups: readonly string[][]
  buckets?: Buckets | undefined
}

/** Arithmetic and functions over other outputs. */
export const formulaOutput = (
  name: string,
  formula: Formula,
  outputs: ReadonlyMap<string, Output>,
  { groups, buckets }: Frame,
): Output => {
  const keys = groups.map(keyOfTags)
  const starts: readonly (number | undefined)[] = buckets?.starts ?? [undefined]
  const results: Results = {
    groups: keys.length,
    lengths: buckets ? buckets.starts.map((start, i) => buckets.ends[i]! - start) : [1],
    valuesOf: (of) => keys.map((key) => starts.map((at) => outputs.get(of)!.valueAt(key, at))),
  }
  const values = evaluateFormula(formula, results)
  const places = new Map(starts.map((at, i) => [at, i]))
  const rows = new Map(keys.map((key, i) => [key, values[i]!]))
  return { name, unit: undefined, valueAt: (group, at) => rows.get(group)?.[places.get(at) ?? -1] ?? null }
}

export const scalarColumns = (
  facets: readonly string[],
  groups: readonly string[][],
  outputs: readonly Output[],
  compared: readonly Output[] = [],
) => [
  ...facets.map((name, i) => ({
    name,
    type: 'group' as const,
    values: groups.map((tags) => [shownTag(tags[i]!)]),
    meta: { unit: [] },
  })),
  ...outputs.map((output) => numbers(output, groups)),
  ...compared.map((output, i) => {
    const pairs = groups.map((tags) => [outputs[i]!, output].map((one) => one.valueAt(keyOfTags(tags))))
    return { ...numbers(output, groups), comparison: true, change: changes(pairs as [Value, Value][]) }
  }),
]

type Value = number | null

const numbers = (output: Output, groups: readonly string[][]) => ({
  name: output.name,
  type: 'number' as const,
  values: groups.map((tags) => output.valueAt(keyOfTags(tags))),
  meta: { unit: unitOf(output.unit) },
})

/** From the other period's value to the own: the difference, and its share of the other (1 is twice as much). */
const changes = (pairs: readonly [now: Value, before: Value][]) => ({
  absolute: pairs.map(([now, before]) => (now === null || before === null ? null : now - before)),
  relative: pairs.map(([now, before]) =>
    now === null || before === null || before === 0 ? null : (now - before) / Math.abs(before),
  ),
})

export const timeseries = (
  groups: readonly string[][],
  outputs: readonly Output[],
  buckets: Buckets,
  nowMs: number,
  compared: readonly Output[] = [],
) => {
  const { starts, ends, milliseconds, kind } = buckets
  const seriesOf = (shown: readonly Output[], more: object) =>
    shown.flatMap((output, query_index) =>
      groups.map((tags) => ({
        group_tags: tags.map(shownTag),
        query_index,
        unit: unitOf(output.unit),
        ...more,
        values: starts.map((at) => output.valueAt(keyOfTags(tags), at)),
      })),
    )
  const series = [...seriesOf(outputs, {}), ...seriesOf(compared, { comparison: true })]
  const times = [...starts]
  return {
    series: series.map(({ values: _, ...rest }) => rest),
    times,
    values: series.map((one) => one.values),
    intervals: [
      { milliseconds, start_time: starts[0] ?? 0, times, type: kind, in_progress: ends.map((end) => end > nowMs) },
    ],
  }
}

const UNITS = {
  ns: { family: 'time', name: 'nanosecond', short_name: 'ns', plural: 'nanoseconds', scale_factor: 1e-9, id: 7 },
  ms: { family: 'time', name: 'millisecond', short_name: 'ms', plural: 'milliseconds', scale_factor: 1e-3, id: 9 },
  bytes: { family: 'bytes', name: 'byte', short_name: 'B', plural: 'bytes', scale_factor: 1, id: 2 },
  px: { family: 'general', name: 'pixel', short_name: 'px', plural: 'pixels', scale_factor: 1, id: 0 },
} as const satisfies Record<Unit, object>

const unitOf = (unit: Unit | undefined) => (unit ? [UNITS[unit]] : [])
