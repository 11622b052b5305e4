import { csvOf } from '../../../ui/builder/csv.ts'
import type { Grid } from './result.ts'

/** A row a cohort and return period, and those of the weighted average, which have no count. Rates are between 0 and 1. */
export const gridCsv = ({ groups }: Grid): string => {
  const head = ['group', 'cohort', 'cohort_size', 'return_period', 'count', 'rate', 'is_partial']
  const rows = groups.flatMap(({ tag, average, rows: cohorts }) =>
    [average, ...cohorts].flatMap(({ name, size, cells }) =>
      cells.map(({ k, count, rate, partial }) => [tag, name, size, k, count, rate, String(partial)]),
    ),
  )
  return csvOf([head, ...rows])
}
