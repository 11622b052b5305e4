import type { UseQueryResult } from '@tanstack/react-query'
import { createContext, use } from 'react'
import { type Facet, type FacetValue, useFacets, useFacetValues } from './facets.ts'

/** What a filter field filters: where its attributes and their values come from, and how they are written. */
export interface FacetSource {
  /** Attributes stand without `@`, as those of profiles do. */
  bare: boolean
  /** What an empty field asks for, and how to begin. */
  hint: string
  useFacets: () => readonly Facet[]
  /** The values of the attribute that hold `term`; nothing is asked while it is null. */
  useValues: (path: string | null, term: string) => UseQueryResult<FacetValue[]>
}

const EVENTS: FacetSource = {
  bare: false,
  hint: 'Every event. Add a condition: @attribute:value',
  useFacets,
  useValues: useFacetValues,
}

const FacetSourceContext = createContext<FacetSource>(EVENTS)

/** The filter fields inside filter something else than events. */
export const FacetSourceProvider = FacetSourceContext.Provider

export const useFacetSource = (): FacetSource => use(FacetSourceContext)
