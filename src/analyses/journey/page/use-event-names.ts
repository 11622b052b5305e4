import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { printValue } from '../../../model/search/print.ts'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { type EventName, NAME_PATHS, type StepKind, typeOf } from './step.ts'

export interface Found extends EventName {
  name: string
  /** How often it happened in the time and the application of the bar, whatever the filter says. */
  count: number
}

interface ValuesAnswer {
  data: { attributes: { values: { value: unknown; count: number }[] } }
}

const HOUR = 3_600_000

/** The names of views, labelled and other actions and server events that hold `term`, each kind by how often they happened. */
export const useEventNames = (term: string, enabled: boolean, limit = 12) => {
  const view = useNamesOf('view', term, enabled, limit)
  const label = useNamesOf('label', term, enabled, limit)
  const action = useNamesOf('action', term, enabled, limit)
  const server = useNamesOf('server', term, enabled, limit)
  const all = [view, label, action, server]
  return {
    found: all.flatMap((one) => one.data ?? []),
    /** What is found is not yet what was asked for. */
    isWaiting: all.some((one) => one.isFetching && (one.isPlaceholderData || !one.data)),
    error: all.find((one) => one.error)?.error ?? null,
  }
}

/** What was found before stays until the next is. */
const useNamesOf = (kind: StepKind, term: string, enabled: boolean, limit: number) => {
  const ask = useAsk()
  const { scope, span } = useFrame()
  // Whole hours, so that lists stay answered while the clock moves on.
  const from = Math.floor(span.from / HOUR) * HOUR
  const to = Math.ceil(span.to / HOUR) * HOUR
  return useQuery({
    queryKey: ['event-names', kind, term, from, to, scope.app, limit],
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Found[]> => {
      const query = `@type:${typeOf(kind)}${scope.app ? ` @application.id:${printValue(scope.app)}` : ''}`
      const attributes = { facet: `@${NAME_PATHS[kind]}`, term, from, to, query, limit }
      const body = { data: { type: 'facet_values_request', attributes } }
      const answer = await ask<ValuesAnswer>({ method: 'POST', path: '/api/v2/wayworn/facet_values', body, signal })
      return answer.data.attributes.values.map(({ value, count }) => ({ kind, name: String(value), count }))
    },
  })
}
