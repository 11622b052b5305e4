import type { Unit } from '../../model/attribute.ts'
import { evaluateFormula, type Formula } from '../../model/formula/formula.ts'
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

export const groupTags = (row: Row, groups: number): string[] =>
  Array.from({ length: groups }, (_, i) => {
    const value = String(row[`g${i + 1}`] ?? row[`og${i + 1}`] ?? '')
    return value === '' ? MISSING : value === OTHER_KEY ? OTHER : value
  })

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
  const valueAt = (group: string, at?: number) => values.get(`${group} ${at ?? ''}`) ?? compiled.empty
  return { output: { name, unit: compiled.unit, valueAt }, groups: ranked([...groups.values()], values, compiled) }
}

/** Series by what they add up to; "other" always last. */
const ranked = (groups: string[][], values: ReadonlyMap<string, number | null>, compiled: Compiled): string[][] => {
  const total = (tags: string[]) =>
    compiled.buckets!.starts.reduce((sum, at) => sum + (values.get(`${keyOfTags(tags)} ${at}`) ?? 0), 0)
  const totals = new Map(compiled.buckets ? groups.map((tags) => [tags, total(tags)]) : [])
  const isOther = (tags: string[]) => (tags.includes(OTHER) ? 1 : 0)
  return groups.sort((a, b) => isOther(a) - isOther(b) || (totals.get(b) ?? 0) - (totals.get(a) ?? 0))
}

/** Arithmetic over other outputs. */
export const formulaOutput = (name: string, formula: Formula, outputs: ReadonlyMap<string, Output>): Output => ({
  name,
  unit: undefined,
  valueAt: (group, at) => evaluateFormula(formula, (of) => outputs.get(of)?.valueAt(group, at) ?? null),
})

export const scalarColumns = (facets: readonly string[], groups: readonly string[][], outputs: readonly Output[]) => [
  ...facets.map((name, i) => ({
    name,
    type: 'group' as const,
    values: groups.map((tags) => [tags[i]!]),
    meta: { unit: [] },
  })),
  ...outputs.map((output) => ({
    name: output.name,
    type: 'number' as const,
    values: groups.map((tags) => output.valueAt(keyOfTags(tags))),
    meta: { unit: unitOf(output.unit) },
  })),
]

export const timeseries = (groups: readonly string[][], outputs: readonly Output[], compiled: Compiled) => {
  const { starts, milliseconds, kind } = compiled.buckets!
  const series = outputs.flatMap((output, query_index) =>
    groups.map((tags) => ({
      group_tags: tags,
      query_index,
      unit: unitOf(output.unit),
      values: starts.map((at) => output.valueAt(keyOfTags(tags), at)),
    })),
  )
  return {
    series: series.map(({ values: _, ...rest }) => rest),
    times: [...starts],
    values: series.map((one) => one.values),
    intervals: [{ milliseconds, start_time: starts[0] ?? 0, times: [...starts], type: kind }],
  }
}

const UNITS = {
  ns: { family: 'time', name: 'nanosecond', short_name: 'ns', plural: 'nanoseconds', scale_factor: 1e-9, id: 7 },
  ms: { family: 'time', name: 'millisecond', short_name: 'ms', plural: 'milliseconds', scale_factor: 1e-3, id: 9 },
  bytes: { family: 'bytes', name: 'byte', short_name: 'B', plural: 'bytes', scale_factor: 1, id: 2 },
  px: { family: 'general', name: 'pixel', short_name: 'px', plural: 'pixels', scale_factor: 1, id: 0 },
} as const satisfies Record<Unit, object>

const unitOf = (unit: Unit | undefined) => (unit ? [UNITS[unit]] : [])
