import fc from 'fast-check'
import { expect } from 'vitest'
import type { answerScalar } from '../../src/analyses/analytics/answer.ts'
import { AnalyticsRequest, ListRequest } from '../../src/analyses/analytics/definition.ts'
import type { answerList } from '../../src/analyses/analytics/list.ts'
import { EVENT_TYPES } from '../../src/model/attribute.ts'
import type { Search } from '../../src/model/search/ast.ts'
import { printSearch } from '../../src/model/search/print.ts'
import { createFields } from '../../src/query/field.ts'
import { predicateOf } from '../../src/query/predicate.ts'
import { eventSource } from '../../src/query/source.ts'
import { join, sql, word } from '../../src/sql/sql.ts'
import type { Grouping, Measure } from './evaluator/analytics.ts'

export const somePeriod = fc.oneof(
  fc
    .constantFrom(3_600_000, 7_200_000, 86_400_000, 7 * 86_400_000, 900_000, 1_234_567)
    .map((interval) => ({ interval })),
  fc.record({
    rollup: fc
      .tuple(
        fc.constantFrom('hour', 'day', 'week', 'month', 'quarter', 'year'),
        fc.constantFrom(1, 1, 2, 6),
        fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Chatham'),
      )
      .map(([type, quantity, timezone]) => ({ type, quantity, timezone })),
  }),
)

export const request = (attributes: object) =>
  AnalyticsRequest.parse({ data: { type: 'formula_analytics_extended_request', attributes } }).data
    .attributes as Parameters<typeof answerScalar>[0]
export const listRequest = (attributes: object) =>
  ListRequest.parse({ data: { type: 'formula_analytics_extended_list_request', attributes } }).data
    .attributes as Parameters<typeof answerList>[0]

export const queryOf = (search: Search, { aggregation, metric }: Measure) => ({
  query: { data_source: 'product_analytics', search: { query: printSearch(search) } },
  compute: { aggregation, ...(metric ? { metric: `@${metric}` } : {}) } as Record<string, unknown>,
})

export const groupBy = (by: readonly Grouping[], other: boolean) =>
  by.map(({ facet, limit, excludeMissing, sort }) => ({
    facet: `@${facet}`,
    limit,
    should_exclude_missing: excludeMissing,
    other,
    ...sortOf(sort),
  }))

const sortOf = (sort: Grouping['sort']) => {
  if (!sort) return {}
  if ('alphabetical' in sort) return { sort: { type: 'alphabetical', order: sort.alphabetical } }
  const { aggregation, metric, order } = sort
  return { sort: { aggregation, order, ...(metric ? { metric: `@${metric}` } : {}) } }
}

/** For each search the ids of the events that it matches, in one statement. */
export const idsOf = async (
  scope: Parameters<typeof eventSource>[0],
  searches: readonly Search[],
  run: <Row>(statement: ReturnType<typeof sql>) => Promise<Row[]>,
) => {
  const fields = createFields()
  const found = searches.map(
    (search, i) => sql`groupArrayIf(event_id, ${predicateOf(search, fields)}) AS ${word(`p${i}`)}`,
  )
  const source = eventSource(scope, { fields: fields.all(), types: EVENT_TYPES, own: [sql`event_id`] })
  return (await run<Record<string, unknown>>(sql`SELECT ${join(found)} FROM (${source})`))[0]!
}

/** Equal but for what is lost in the order of adding. */
export const near = (told: readonly (number | null)[], expected: readonly (number | null)[]) => {
  const rounded = (values: readonly (number | null)[]) =>
    values.map((value) => (value === null ? null : Number(value.toPrecision(10))))
  expect(rounded(told)).toEqual(rounded(expected))
}
