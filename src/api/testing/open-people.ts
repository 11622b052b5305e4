import { apisOf } from '../../../test/support/datadog-client.ts'
import { openListeningHouse } from '../../../test/support/listening-house.ts'
import { action, view } from '../../../test/support/sdk-events.ts'

const HOUR = 3_600_000

/** When the first event of the test's people happened. */
export const T = Date.now() - 48 * HOUR
export const SPAN = { from: T - HOUR, to: T + 24 * HOUR }
export const SEGMENTS = '/api/v2/product-analytics/segments'

const ann = { id: 'ann', name: 'Ann', email: 'ann@example.com', plan: 'pro', seats: 4 }
const bob = { id: 'bob', name: 'Bob', email: 'bob@example.com', plan: 'free', seats: 3 }
const account = { id: 'acme', name: 'Acme', tier: 'gold' }

const EVENTS = [
  view({ at: T, session: 's0', user: { anonymous_id: 'device' } as never, name: '/cart' }),
  view({ at: T + 1000, session: 's1', user: { ...ann, anonymous_id: 'device' } as never, account, name: '/cart' }),
  action({ at: T + 2000, session: 's1', user: ann as never, account, name: 'Pay' }),
  view({ at: T + HOUR, session: 's2', user: bob as never, account, name: '/cart' }),
  view({ at: T + 2 * HOUR, session: 's3', user: { id: 'cy', email: 'cy@example.org' }, name: '/home' }),
]

/** A whole server that knows three people, two of them of one account; the first one's device was used before. */
export const openPeople = async (env: Record<string, string> = {}) => {
  const house = await openListeningHouse(EVENTS, env)

  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came and fail if it is not what they expect
  const ask = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: any }> => {
    const isForm = body instanceof FormData
    const keys = { 'dd-api-key': house.apiKey, 'dd-application-key': house.appKey }
    const answer = await fetch(house.url + path, {
      method,
      headers: { ...keys, ...(isForm ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text ? JSON.parse(text) : undefined }
  }

  /** How many different values views have, asked by the official client. */
  const unique = async (metric: string, audienceFilters?: object) => {
    const query = {
      query: { dataSource: 'product_analytics', search: { query: '@type:view' } } as const,
      compute: { aggregation: 'cardinality', metric },
      ...(audienceFilters ? { audienceFilters } : {}),
    }
    const attributes = { ...SPAN, query }
    const data = { type: 'formula_analytics_extended_request', attributes } as const
    const answer = await apisOf(house).analytics.queryProductAnalyticsScalar({ body: { data } })
    return answer.data!.attributes!.columns![0]!.values![0]
  }
  return { server: house, ask, unique, close: house.close }
}

export type People = Awaited<ReturnType<typeof openPeople>>
