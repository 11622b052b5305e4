import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { attributeMatch, is } from '../../../../model/search/ast.ts'
import { printSearch } from '../../../../model/search/print.ts'
import { literal } from '../../../../model/search/value-pattern.ts'
import { useAsk } from '../../../../ui/ask/ask-context.ts'
import type { Audience, ProfileFacet } from '../../../../ui/ask/profile-facets.ts'
import { AUDIENCES, type Profile } from '../audiences.ts'
import type { Request } from './requests.ts'

/** So many columns a request may choose. */
const MOST_COLUMNS = 100

/** The profile with this id, with all that profiles have; null if there is none. */
export const useProfile = (audience: Audience, id: string, facets: readonly ProfileFacet[]) => {
  const ask = useAsk()
  const columns = facets.map(({ path }) => path).slice(0, MOST_COLUMNS)
  return useQuery({
    queryKey: ['profiles', 'one', audience, id, columns],
    enabled: columns.length > 0,
    queryFn: async ({ signal }): Promise<Profile | null> => {
      const { id: path, request } = AUDIENCES[audience]
      const query = printSearch(attributeMatch(path, is(literal(id))), { bare: true })
      const body = { data: { type: request, attributes: { query, select_columns: columns, limit: 1 } } }
      const url = `/api/v2/product-analytics/${audience}/query`
      const answer = await ask<{ data: { attributes: { hits: Profile[] } } }>({
        method: 'POST',
        path: url,
        body,
        signal,
      })
      return answer.data.attributes.hits[0] ?? null
    },
  })
}

/** The answer to a request, or none while there is no request. What was answered before stays until the next has come. */
export const useAnswered = <T>(request: Request | null) => {
  const ask = useAsk()
  return useQuery({
    queryKey: ['answer', request?.path, request?.body],
    enabled: request !== null,
    queryFn: ({ signal }) => ask<T>({ method: 'POST', path: request!.path, body: request!.body, signal }),
    placeholderData: keepPreviousData,
  })
}
