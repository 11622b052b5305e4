import { WaywornError } from '../lib/errors.ts'
import { withoutAt } from '../model/attribute.ts'

const SOURCES: Record<string, 'users' | 'accounts'> = {
  'product_analytics_audience_filters.users': 'users',
  'product_analytics_audience_filters.accounts': 'accounts',
}

/**
 * The path of a group-by's attribute: an event's, or with a `source` a profile's. Throws `invalid_field` below `pointer`
 * for a source that there is not.
 */
export const facetPath = (
  { facet, source }: { facet: string; source?: string | null | undefined },
  pointer: string,
): string => {
  if (!source) return withoutAt(facet)
  const audience = SOURCES[source]
  if (audience) return `profiles/${audience}/${withoutAt(facet)}`
  const reason = `"${source}" is no source of attributes; use ${Object.keys(SOURCES).join(' or ')}, or leave it out for attributes of events`
  throw new WaywornError('invalid_field', { field: 'source', reason }, { pointer: `${pointer}/source` })
}
