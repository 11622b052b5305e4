import { withoutAt } from '../../model/attribute.ts'
import type { Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import type { Scope } from '../../query/source.ts'
import { join, sql, str, u32 } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import { countedValues } from './counted-values.ts'
import type { FacetValue, Named } from './facet-value.ts'
import { mostSeenUsers } from './most-seen-users.ts'
import { scannedValues } from './scanned-values.ts'
import { userValues } from './user-values.ts'

export interface FacetValuesRequest {
  facet: string
  /** Part of the value, whatever its case. */
  term: string
  query: string
  from: number
  to: number
  limit: number
}

/** The values of an attribute that hold the term, the most frequent first, with how many events have them. */
export const facetValues = async (request: FacetValuesRequest, asking: Asking): Promise<FacetValue[]> => {
  const { term, limit } = request
  const scope = asking.scope(request.from, request.to)
  const of = { path: withoutAt(request.facet), search: parseSearch(request.query) }
  const like = `%${term.replace(/[%_\\]/g, '\\$&')}%`
  if (term) return ranked({ ...of, limit, named: (value) => sql`${value} ILIKE ${str(like)}` }, scope, asking)
  const among = (named: Named) => ranked({ ...of, limit, named }, scope, asking)
  return (await mostSeenUsers({ ...of, limit }, scope, { asking, among })) ?? ranked({ ...of, limit }, scope, asking)
}

interface Ranked {
  path: string
  search: Search
  limit: number
  /** Only values for which this holds. */
  named?: Named
}

const ranked = async ({ path, search, limit, named }: Ranked, scope: Scope, asking: Asking): Promise<FacetValue[]> => {
  const parts = (await countedValues({ path, search }, scope, asking)) ??
    (await userValues({ path, search, named }, scope, asking)) ?? [scannedValues(path, search, scope)]
  if (!parts.length) return []
  const texts = parts.map(
    (part) =>
      sql`SELECT toString(value) AS value, n FROM (${part}) WHERE value != '' AND ${named?.(sql`value`) ?? sql`1`}`,
  )
  return asking.run(sql`SELECT value, toFloat64(sum(n)) AS count
FROM (${join(texts, sql`\nUNION ALL\n`)})
GROUP BY value HAVING count > 0 ORDER BY count DESC, value LIMIT ${u32(limit)}`)
}
