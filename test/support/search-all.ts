import { apisOf } from './datadog-client.ts'
import type { TestServer } from './server.ts'

const LONGEST_PAGE = 1000

/** Longer than any test's events are apart. */
export const EVER = { from: Date.UTC(2020, 0, 1), to: Date.UTC(2090, 0, 1) }

type Asked = Pick<TestServer, 'url' | 'apiKey' | 'appKey'>

/** The events that match, oldest first, as the official client reads them page by page. */
export const searchAll = async <Event>(server: Asked, query: string): Promise<Event[]> => {
  const { rum } = apisOf(server)
  const found: Event[] = []
  let cursor: string | undefined
  do {
    const filter = { query, from: new Date(EVER.from).toISOString(), to: new Date(EVER.to).toISOString() }
    const page = { limit: LONGEST_PAGE, ...(cursor ? { cursor } : {}) }
    const answer = await rum.searchRUMEvents({ body: { filter, page, sort: 'timestamp' } })
    found.push(...(answer.data ?? []).map(({ attributes }) => attributes!.attributes as Event))
    cursor = answer.meta?.page?.after
  } while (cursor)
  return found
}

/** One number, from the official client: how many events match, or how many different values of `metric` they have. */
export const countOf = async (server: Asked, query: string, metric?: string): Promise<number> => {
  const compute = metric ? { aggregation: 'cardinality', metric } : { aggregation: 'count' }
  const answer = await apisOf(server).analytics.queryProductAnalyticsScalar({
    body: {
      data: {
        type: 'formula_analytics_extended_request',
        attributes: { ...EVER, query: { query: { dataSource: 'product_analytics', search: { query } }, compute } },
      },
    },
  })
  const numbers = answer.data!.attributes!.columns!.find((column) => column.type === 'number')
  return Number(numbers?.values?.[0] ?? 0)
}
