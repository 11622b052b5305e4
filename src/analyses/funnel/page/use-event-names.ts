import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { printValue } from '../../../model/search/print.ts'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { EVENT_KINDS, type EventKind, type EventName } from './question.ts'
import { NAME_PATHS } from './request.ts'

export interface Found extends EventName {
  name: string
  /** How often it happened in the time and the application of the bar, whatever the filter says. */
  count: number
}

interface ValuesAnswer {
  data: { attributes: { values: { value: unknown; count: number }[] } }
}

const HOUR = 3_600_000

/** The names of views, actions and server events that hold `term`, each kind by how often they happened. */
export const useEventNames = (term: string, enabled: boolean, limit = 12) => {
  const ask = useAsk()
  const { scope, span } = useFrame()
  // Whole hours, so that lists stay answered while the clock moves on.
  const from = Math.floor(span.from / HOUR) * HOUR
  const to = Math.ceil(span.to / HOUR) * HOUR
  const names = async (kind: EventKind, signal: AbortSignal): Promise<Found[]> => {
    const query = `@type:${kind}${scope.app ? ` @application.id:${printValue(scope.app)}` : ''}`
    const attributes = { facet: `@${NAME_PATHS[kind]}`, term, from, to, query, limit }
    const body = { data: { type: 'facet_values_request', attributes } }
    const answer = await ask<ValuesAnswer>({ method: 'POST', path: '/api/v2/wayworn/facet_values', body, signal })
    return answer.data.attributes.values.map(({ value, count }) => ({ kind, name: String(value), count }))
  }
  return useQueries({
    queries: EVENT_KINDS.map((kind) => ({
      queryKey: ['event-names', kind, term, from, to, scope.app, limit],
      queryFn: ({ signal }: { signal: AbortSignal }) => names(kind, signal),
      enabled,
      placeholderData: keepPreviousData<Found[]>,
      staleTime: 60_000,
    })),
    combine: (all) => ({
      found: all.flatMap((one) => one.data ?? []),
      isWaiting: all.some((one) => one.isFetching && !one.data),
      error: all.find((one) => one.error)?.error ?? null,
    }),
  })
}
