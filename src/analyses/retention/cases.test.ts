import { expect, test } from 'vitest'
import { attributesOf, type Case, casesIn, eventsOf } from '../../../test/support/evaluator/case.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { answerGrid } from './answer.ts'
import { RetentionGridRequest } from './definition.ts'

interface Expected {
  /** Of each cohort the counts of its cells. */
  rows: number[][]
  /** Of each cohort its size, where it is not the first cell. */
  sizes?: number[]
  /** When cohorts start. */
  starts?: string[]
}

const store = storeOfFile()

const gridOf = async (one: Case<Expected>, settled: (who: string) => boolean) => {
  await store.fill(eventsOf(one, settled))
  const body = { data: { type: 'retention_grid_request', attributes: attributesOf(one) } }
  const { attributes } = RetentionGridRequest.parse(body).data
  const { cohorts } = await store.ask(Date.UTC(2026, 10, 22), (asking) => answerGrid(attributes, asking))
  return cohorts.filter((cohort) => cohort.type === 'raw')
}

test.each(casesIn<Expected>(new URL('./cases/', import.meta.url)))('%s', async (_, one) => {
  for (const settled of [() => false, () => true, (who: string) => who.length % 2 === 0]) {
    const cohorts = await gridOf(one, settled)
    const rows = cohorts.map(({ cells }) => cells.map((cell) => ('cell_count' in cell ? cell.cell_count : null)))
    expect(rows).toEqual(one.expected.rows)
    expect(cohorts.map((cohort) => cohort.cohort_size)).toEqual(one.expected.sizes ?? rows.map((row) => row[0]))
    const starts = cohorts.map((cohort) => new Date('cohort_start_time' in cohort ? cohort.cohort_start_time : 0))
    if (one.expected.starts) expect(starts.map((start) => start.toISOString())).toEqual(one.expected.starts)
  }
})
