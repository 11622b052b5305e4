/** The published answers, as the page reads them. Times are epoch ms. */

export interface GridAnswer {
  data: {
    attributes: {
      retention_periods: { unit: string; value: number }[]
      cohorts: {
        cohort_index?: number
        name: string
        cohort_start_time?: number
        cohort_size: number
        group_tags: string[]
        type: 'raw' | 'aggregated'
        cells: CellAnswer[]
      }[]
    }
  }
}

interface CellAnswer {
  return_period_index: number
  return_period_start_time?: number
  return_period_end_time?: number
  cell_count?: number
  cell_rate?: number
  cell_value?: number
  is_partial_data: boolean
}

export interface Cell {
  k: number
  /** Undefined for the average. */
  count: number | undefined
  /** Of the cohort; null for a cohort of nobody. */
  rate: number | null
  /** Its period is not over, or the time range ends within it. */
  partial: boolean
  start: number | undefined
  end: number | undefined
}

export interface Row {
  /** Undefined: the weighted average. */
  cohort: number | undefined
  name: string
  size: number
  cells: readonly Cell[]
}

/** The table of one value of the breakdown, or of everybody. */
export interface Group {
  /** Null: everybody. */
  tag: string | null
  average: Row
  rows: readonly Row[]
}

export interface Grid {
  groups: readonly Group[]
  /** What the columns are called: `Day 0`, `Week 3`, `Day 14`. */
  columns: readonly string[]
}

const cellOf = (cell: CellAnswer): Cell => ({
  k: cell.return_period_index,
  count: cell.cell_count,
  rate: cell.cell_rate ?? null,
  partial: cell.is_partial_data,
  start: cell.return_period_start_time,
  end: cell.return_period_end_time,
})

export const gridOf = ({ data }: GridAnswer): Grid => {
  const groups = new Map<string, { tag: string | null; average: Row | undefined; rows: Row[] }>()
  for (const cohort of data.attributes.cohorts) {
    const tag = cohort.group_tags.length ? cohort.group_tags.join(' · ') : null
    const key = JSON.stringify(cohort.group_tags)
    const group = groups.get(key) ?? { tag, average: undefined, rows: [] }
    groups.set(key, group)
    const row: Row = {
      cohort: cohort.cohort_index,
      name: cohort.name,
      size: cohort.cohort_size,
      cells: cohort.cells.map(cellOf),
    }
    if (cohort.type === 'aggregated') group.average = row
    else group.rows.push(row)
  }
  return {
    groups: [...groups.values()].flatMap(({ tag, average, rows }) => (average ? [{ tag, average, rows }] : [])),
    columns: data.attributes.retention_periods.map(
      ({ unit, value }) => `${unit[0]!.toUpperCase()}${unit.slice(1)} ${value}`,
    ),
  }
}

/** The highest rate after period 0, which is often everybody: what the darkest colour stands for. */
export const highestRate = ({ average, rows }: Group): number => {
  const rates = [average, ...rows].flatMap(({ cells }) => cells.filter(({ k }) => k > 0).map(({ rate }) => rate ?? 0))
  const highest = Math.max(0, ...rates)
  return highest > 0 ? highest : 1
}

/** How much more or less than in the period before, as a difference of rates; null without one. */
export const changeOf = (row: Row, cell: Cell): number | null => {
  const before = row.cells.find(({ k }) => k === cell.k - 1)
  return before?.rate == null || cell.rate === null ? null : cell.rate - before.rate
}
