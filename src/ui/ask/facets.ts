import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ATTRIBUTES, type ValueType } from '../../model/attribute.ts'
import { useFrame } from '../scope/frame.ts'
import { stringifyParams } from '../scope/search-params.ts'
import { useAsk } from './ask-context.ts'

/** An attribute that events of the scope can be searched and grouped by. */
export interface Facet {
  /** Without the `@`. */
  path: string
  label: string
  group: string
  type: ValueType
  unit?: string | null
}

interface FacetAnswer {
  data: { attributes: { path: string; label: string; group: string; value_type: ValueType; unit?: string | null } }[]
}

export const KNOWN_FACETS: readonly Facet[] = ATTRIBUTES.map(({ path, label, group, type, unit }) => ({
  path,
  label,
  group,
  type,
  unit,
}))

/** Bounds of facet questions are whole hours, so that they stay answered while the clock moves on. */
const hours = (span: { from: number; to: number }) => ({
  from: Math.floor(span.from / 3_600_000) * 3_600_000,
  to: Math.ceil(span.to / 3_600_000) * 3_600_000,
})

/** The attributes of the scope: those with a column of their own at once, those found in the data when they arrive. */
export const useFacets = (): readonly Facet[] => {
  const ask = useAsk()
  const { scope, span } = useFrame()
  const { from, to } = hours(span)
  const { data } = useQuery({
    queryKey: ['facets', from, to, scope.app],
    queryFn: async ({ signal }) => {
      const query = stringifyParams({ from: String(from), to: String(to), application_id: scope.app || undefined })
      const answer = await ask<FacetAnswer>({ path: `/api/v2/wayworn/facets${query}`, signal })
      return answer.data.map(({ attributes: a }) => ({ ...a, type: a.value_type }))
    },
    placeholderData: keepPreviousData,
    staleTime: 300_000,
    retry: false,
  })
  return data ?? KNOWN_FACETS
}

export interface FacetValue {
  value: string
  count: number
}

interface ValuesAnswer {
  data: { attributes: { values: { value: unknown; count: number }[] } }
}

/**
 * The values of `path` that hold `term`, most frequent first, among the events that a search finds: those of the bar's
 * application unless told. Nothing is asked while `path` is null.
 */
export const useFacetValues = (path: string | null, term: string, limit = 20, search?: string) => {
  const ask = useAsk()
  const { scope, span } = useFrame()
  const { from, to } = hours(span)
  const query = search ?? (scope.app ? `@application.id:"${scope.app}"` : '')
  return useQuery({
    queryKey: ['facet-values', path, term, from, to, query, limit],
    enabled: path !== null,
    queryFn: async ({ signal }): Promise<FacetValue[]> => {
      const attributes = { facet: `@${path}`, term, from, to, query, limit }
      const body = { data: { type: 'facet_values_request', attributes } }
      const answer = await ask<ValuesAnswer>({ method: 'POST', path: '/api/v2/wayworn/facet_values', body, signal })
      return answer.data.attributes.values.map(({ value, count }) => ({ value: String(value), count }))
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
}
