import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ValueType } from '../../model/attribute.ts'
import { useAsk } from './ask-context.ts'
import type { FacetSource } from './facet-source.ts'
import type { Facet, FacetValue } from './facets.ts'

/** Whose profiles: those of the users of a product, or of their accounts. */
export type Audience = 'users' | 'accounts'

export interface ProfileFacet extends Facet {
  description: string
  /** Set by customers, or from an imported table. */
  custom: boolean
}

interface MappingAnswer {
  data: {
    attributes: {
      attributes: {
        attribute: string
        display_name: string
        description: string
        type: string
        groups: string[]
        is_custom: boolean
      }[]
    }
  }
}

const VALUE_TYPES: Record<string, ValueType> = { number: 'number', timestamp: 'time', boolean: 'boolean' }
const NONE: readonly ProfileFacet[] = []

/** The attributes of profiles, and whether they have come. */
export const useProfileFacets = (audience: Audience): readonly ProfileFacet[] => {
  const ask = useAsk()
  const { data } = useQuery({
    queryKey: ['profile-facets', audience],
    queryFn: async ({ signal }): Promise<ProfileFacet[]> => {
      const answer = await ask<MappingAnswer>({ path: `/api/v2/product-analytics/${audience}/mapping`, signal })
      return answer.data.attributes.attributes.map((a) => ({
        path: a.attribute,
        label: a.display_name,
        description: a.description,
        group: a.groups[0] ?? '',
        type: VALUE_TYPES[a.type] ?? 'string',
        custom: a.is_custom,
        ...(a.attribute === 'avg_loading_time' && { unit: 'ns' }),
      }))
    },
    staleTime: 300_000,
  })
  return data ?? NONE
}

interface InfoAnswer {
  data: { attributes: { result: { values?: { value: string; count: number }[] } } }
}

const MOST_VALUES = 20
const FACET_TYPES = { users: 'users_facet_info_request', accounts: 'accounts_facet_info_request' }

const useProfileValues = (audience: Audience, path: string | null, term: string) => {
  const ask = useAsk()
  return useQuery({
    queryKey: ['profile-values', audience, path, term],
    enabled: path !== null,
    queryFn: async ({ signal }): Promise<FacetValue[]> => {
      const attributes = { facet_id: path, limit: MOST_VALUES, ...(term && { term_search: { value: term } }) }
      const answer = await ask<InfoAnswer>({
        method: 'POST',
        path: `/api/v2/product-analytics/${audience}/facet_info`,
        body: { data: { type: FACET_TYPES[audience], attributes } },
        signal,
      })
      return answer.data.attributes.result.values ?? []
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
}

const sourceOf = (audience: Audience, example: string): FacetSource => ({
  bare: true,
  hint: `Every ${audience === 'users' ? 'user' : 'account'}. Add a condition: ${example}`,
  useFacets: () => useProfileFacets(audience),
  useValues: (path, term) => useProfileValues(audience, path, term),
})

/** For filters over profiles. */
export const PROFILE_SOURCES: Record<Audience, FacetSource> = {
  users: sourceOf('users', 'last_country_code:BR'),
  accounts: sourceOf('accounts', 'user_count:>10'),
}
