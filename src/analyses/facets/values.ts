import { withoutAt } from '../../model/attribute.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { join, type Sql, sql, str, u32 } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import { countedValues } from './counted-values.ts'
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
export const facetValues = async (
  request: FacetValuesRequest,
  asking: Asking,
): Promise<{ value: string; count: number }[]> => {
  const { term, limit } = request
  const path = withoutAt(request.facet)
  const scope = asking.scope(request.from, request.to)
  const search = parseSearch(request.query)
  const like = `%${term.replace(/[%_\\]/g, '\\$&')}%`
  const named = term ? (value: Sql) => sql`${value} ILIKE ${str(like)}` : undefined
  const parts = (await countedValues({ path, search }, scope, asking)) ?? [
    (await userValues({ path, search, named }, scope, asking)) ?? scannedValues(path, search, scope),
  ]
  return asking.run(sql`SELECT toString(value) AS value, toFloat64(sum(n)) AS count
FROM (${join(
    parts.map(
      (part) =>
        sql`SELECT toString(value) AS value, sum(n) AS n FROM (${part}) WHERE value != '' AND ${named?.(sql`value`) ?? sql`1`} GROUP BY value`,
    ),
    sql`\nUNION ALL\n`,
  )})
GROUP BY value HAVING count > 0 ORDER BY count DESC, value LIMIT ${u32(limit)}`)
}
