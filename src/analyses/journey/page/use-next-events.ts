import { useQueries } from '@tanstack/react-query'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import { nextRequest } from '../../funnel/page/request.ts'
import { type FunnelAnswer, funnelResult, MISSING_TAG, OTHER_TAG } from '../../funnel/page/result.ts'
import { EVENT_KINDS, type EventName, type Followed } from './step.ts'

export interface Next extends EventName {
  name: string
  /** How many came to it next, of its kind. */
  count: number
  /** Of those who took the steps before. */
  share: number
}

/** What people do most often after the steps given: the next view, the next action, the next server event. */
export const useNextEvents = (
  question: Followed,
  around: Surroundings,
  enabled: boolean,
  most = 5,
): readonly Next[] => {
  const ask = useAsk()
  return useQueries({
    queries: EVENT_KINDS.map((kind) => {
      const request = nextRequest(question, around, kind, most)
      return {
        queryKey: ['next-events', request],
        enabled: enabled && request.ok && question.steps.length > 0,
        staleTime: 300_000,
        retry: false,
        queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Next[]> => {
          if (!request.ok) return []
          const answer = await ask<FunnelAnswer>({ method: 'POST', path: request.path, body: request.body, signal })
          const { all, groups } = funnelResult(answer)
          const before = all.counts.at(-2) ?? 0
          return groups
            .filter(({ group }) => group !== null && group !== MISSING_TAG && group !== OTHER_TAG)
            .map(({ group, counts }) => ({ kind, name: group!, count: counts.at(-1)!, share: counts.at(-1)! / before }))
        },
      }
    }),
    combine: (all) =>
      all
        .flatMap((one) => one.data ?? [])
        .filter((next) => next.count > 0)
        .sort((a, b) => b.count - a.count)
        .slice(0, most),
  })
}
