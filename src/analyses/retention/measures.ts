import type { RetentionAttributes } from './definition.ts'
import type { Periods } from './periods.ts'
import { type Group, type Part, valueOf } from './shape.ts'

type Metric = RetentionAttributes['query']['compute']['metric']

/** A row of numbers by return period: a cohort's, or the weighted average. */
const lineOf = (group: Group, cohort: Part['cohort'], metric: Metric) =>
  (cohort === undefined || cohort === 'average' ? group.averages : group.cohorts[cohort]!.cells).map((cell) => ({
    k: cell.k,
    value: valueOf(cell, metric),
  }))

/**
 * One number a group for a cell or a return period (the weighted average unless a cohort is named); without one, the
 * curve: one row a return period.
 */
export const scalarAnswer = (
  groups: readonly Group[],
  facets: readonly string[],
  metric: Metric,
  { cohort, k }: Part,
) => {
  const rows = groups.flatMap((group) =>
    k === undefined
      ? lineOf(group, cohort, metric).map(({ k, value }) => ({ tags: [...group.tags, String(k)], value }))
      : [{ tags: group.tags, value: lineOf(group, cohort, metric)[k]?.value ?? null }],
  )
  const names = k === undefined ? [...facets, 'return_period'] : facets
  return {
    columns: [
      ...names.map((name, i) => ({
        name,
        type: 'group',
        values: rows.map(({ tags }) => [tags[i]!]),
        meta: { unit: [] },
      })),
      { name: 'query', type: 'number', values: rows.map(({ value }) => value), meta: { unit: [] } },
    ],
  }
}

/**
 * One series a group. Of a return period (the first after the start unless one is named) its numbers over the starts of
 * the cohorts; of a cohort its numbers over the starts of its return periods.
 */
export const timeseriesAnswer = (
  groups: readonly Group[],
  periods: Periods,
  metric: Metric,
  { cohort, k = 1 }: Part,
) => {
  const ofOneCohort = typeof cohort === 'number'
  const starts = ofOneCohort
    ? periods.returnBounds[cohort]!.slice(0, groups[0]?.cohorts[cohort]?.cells.length ?? 0)
    : periods.cohorts.slice(0, -1)
  const values = groups.map((group) =>
    ofOneCohort
      ? lineOf(group, cohort, metric).map(({ value }) => value)
      : group.cohorts.map(({ cells }) => (cells[k] ? valueOf(cells[k], metric) : null)),
  )
  const milliseconds = starts.length ? (periods.cohorts[1] ?? 0) - periods.cohorts[0]! : 0
  return {
    series: groups.map(({ tags }) => ({ group_tags: tags, query_index: 0, unit: [] })),
    times: starts,
    values,
    intervals: [{ milliseconds, start_time: starts[0] ?? 0, times: starts, type: 'calendar' }],
  }
}
