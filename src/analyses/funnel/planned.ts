import type { Asking } from '../asking.ts'
import type { JourneySearch } from '../journey/definition.ts'
import type { Counting } from './definition.ts'
import { type Plan, planOf } from './plan.ts'

interface Attributes {
  from: number
  to: number
  exclude_anonymous_traffic: boolean
  query: { search: JourneySearch; counting: Omit<Counting, 'optional_steps'> }
}

export const QUERY = '/data/attributes/query'

/** The plan of a request, its audience looked up; `counting` is where the request says how it counts. Throws `invalid_field` or `invalid_search` with the place in the request. */
export const planned = async (
  { from, to, exclude_anonymous_traffic, query }: Attributes,
  asking: Asking,
  counting = 'counting',
): Promise<Plan> => {
  const filters = query.search.filters.audience_filters
  const audience = await asking.audience(filters, `${QUERY}/search/filters/audience_filters`)
  return planOf(
    query,
    { scope: asking.scope(from, to), identifiedOnly: exclude_anonymous_traffic, audience },
    QUERY,
    counting,
  )
}
