import { MISSING, OTHER, OTHER_KEY } from '../analytics/groups.ts'
import { periodName } from './calendar.ts'
import type { RetentionAttributes, RetentionSearch } from './definition.ts'
import type { Periods } from './periods.ts'

/** A row as the engine answers it: `g1…`, cohort, return period (-1: the cohort itself), entities. */
export type Row = { c: number; k: number; n: number } & Record<string, string | number>

export interface Cell {
  k: number
  start: number
  end: number
  count: number
  /** Part of the cohort, 0 – 1; null for a cohort of nobody. */
  rate: number | null
  /** The period is not over, or the time asked about ends within it. */
  partial: boolean
}

export interface Cohort {
  index: number
  start: number
  end: number
  size: number
  cells: readonly Cell[]
}

/** A column of the weighted average: Σ value·size / Σ size over the cohorts whose cell is complete. */
export interface Average {
  k: number
  rate: number | null
  /** Of counts, weighted in the same way. */
  count: number | null
  /** No cohort has a complete cell, so it is made of partial ones. */
  partial: boolean
}

export interface Group {
  tags: readonly string[]
  cohorts: readonly Cohort[]
  size: number
  averages: readonly Average[]
}

export interface Asked {
  periods: Periods
  /** Until when there is data: the end of the time asked about, or now. */
  horizon: number
  condition: RetentionSearch['return_condition']
  same: boolean
  groups: number
}

/** The grid of each group, in the order of the rows. Without group-bys there is one, whatever the rows. */
export const groupsOf = (rows: readonly Row[], asked: Asked): Group[] => {
  const found = new Map<string, { tags: string[]; rows: Row[] }>()
  if (!asked.groups) found.set('[]', { tags: [], rows: [] })
  for (const row of rows) {
    const tags = Array.from({ length: asked.groups }, (_, i) => tagOf(row[`g${i + 1}`]))
    const key = JSON.stringify(tags)
    const group = found.get(key) ?? { tags, rows: [] }
    found.set(key, group)
    group.rows.push(row)
  }
  return [...found.values()].map((group) => groupOf(group.tags, group.rows, asked))
}

const tagOf = (value: unknown): string => (value === OTHER_KEY ? OTHER : String(value || MISSING))

const groupOf = (tags: string[], rows: readonly Row[], asked: Asked): Group => {
  const counts = asked.periods.returnBounds.map(() => ({ size: 0, back: new Map<number, number>() }))
  for (const { c, k, n } of rows) {
    if (k < 0) counts[c]!.size += n
    else counts[c]!.back.set(k, (counts[c]!.back.get(k) ?? 0) + n)
  }
  const cohorts = counts.map(({ size, back }, c) => cohortOf(c, size, back, asked))
  const columns = Math.max(0, ...cohorts.map((cohort) => cohort.cells.length))
  return {
    tags,
    cohorts,
    size: cohorts.reduce((sum, cohort) => sum + cohort.size, 0),
    averages: Array.from({ length: columns }, (_, k) => averageOf(k, cohorts)),
  }
}

const cohortOf = (c: number, size: number, back: ReadonlyMap<number, number>, asked: Asked): Cohort => {
  const { periods, horizon, condition, same } = asked
  const bounds = periods.returnBounds[c]!
  let later = 0
  if (condition === 'conversion_on_or_after') for (const n of back.values()) later += n
  const cells: Cell[] = []
  for (let k = 0; k < bounds.length - 1; k++) {
    const own = back.get(k) ?? 0
    const returned = condition === 'conversion_on' ? own : later
    later -= own
    if (bounds[k]! >= horizon) break
    const count = k === 0 && same ? size : returned
    cells.push({
      k,
      start: bounds[k]!,
      end: bounds[k + 1]!,
      count,
      rate: size ? count / size : null,
      partial: bounds[k + 1]! > horizon,
    })
  }
  return { index: c, start: periods.cohorts[c]!, end: periods.cohorts[c + 1]!, size, cells }
}

const averageOf = (k: number, cohorts: readonly Cohort[]): Average => {
  const all = cohorts.flatMap(({ size, cells }) => (cells[k] ? [{ size, cell: cells[k] }] : []))
  const complete = all.filter(({ cell }) => !cell.partial)
  const used = complete.length ? complete : all
  const weight = used.reduce((sum, { size }) => sum + size, 0)
  const over = (value: (one: (typeof used)[number]) => number) =>
    weight ? used.reduce((sum, one) => sum + value(one), 0) / weight : null
  return {
    k,
    rate: over(({ cell }) => cell.count),
    count: over(({ cell, size }) => cell.count * size),
    partial: !complete.length,
  }
}

type Metric = RetentionAttributes['query']['compute']['metric']

export const valueOf = (cell: { rate: number | null; count: number | null }, metric: Metric): number | null =>
  metric === '__dd.retention' ? cell.count : cell.rate

const rowCells = (cells: readonly Cell[], metric: Metric) =>
  cells.map((cell) => ({
    return_period_index: cell.k,
    return_period_start_time: cell.start,
    return_period_end_time: cell.end,
    cell_count: cell.count,
    ...given('cell_rate', cell.rate),
    ...given('cell_value', valueOf(cell, metric)),
    ...given('cell_relative_value_change', cell.rate === null ? null : cell.rate - 1),
    is_partial_data: cell.partial,
    type: 'raw',
  }))

const averageCells = (cells: readonly Average[], metric: Metric) =>
  cells.map((cell) => ({
    return_period_index: cell.k,
    ...given('cell_rate', cell.rate),
    ...given('cell_value', valueOf(cell, metric)),
    ...given('cell_relative_value_change', cell.rate === null ? null : cell.rate - 1),
    is_partial_data: cell.partial,
    type: 'aggregated',
  }))

const given = (name: string, value: number | null) => (value === null ? {} : { [name]: value })

/** What of a grid is asked for; `undefined` for all of it. */
export interface Part {
  /** A cohort's index, or the weighted average. */
  cohort?: number | 'average'
  k?: number
}

/** The published answer: the cohorts of each group and after them their weighted average. */
export const gridAnswer = (groups: readonly Group[], periods: Periods, metric: Metric, part: Part, entity: string) => {
  const wanted = <C extends { k: number }>(cells: readonly C[]) =>
    part.k === undefined ? cells : cells.filter((cell) => cell.k === part.k)
  const cohorts = groups.flatMap((group) => [
    ...group.cohorts
      .filter(({ index }) => part.cohort === undefined || part.cohort === index)
      .map((cohort) => ({
        cohort_index: cohort.index,
        name: periodName(cohort.start, periods.calendar),
        cohort_start_time: cohort.start,
        cohort_end_time: cohort.end,
        cohort_size: cohort.size,
        group_tags: group.tags,
        type: 'raw',
        unit: [],
        cells: rowCells(wanted(cohort.cells), metric),
      })),
    ...(part.cohort === undefined || part.cohort === 'average'
      ? [
          {
            name: 'Weighted average',
            cohort_size: group.size,
            group_tags: group.tags,
            type: 'aggregated',
            unit: [],
            cells: averageCells(wanted(group.averages), metric),
          },
        ]
      : []),
  ])
  const columns = Math.max(0, ...groups.map((group) => group.averages.length))
  const { unit, value } = periods.returns
  return {
    retention_entity: entity,
    retention_periods: Array.from({ length: columns }, (_, k) => ({ unit, value: k * value })),
    cohorts,
    unit: [],
  }
}
