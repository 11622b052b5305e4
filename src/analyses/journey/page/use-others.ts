import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import type { Ready, Request } from './request.ts'
import { useOtherName } from './use-other-name.ts'
import { othersOf, type Versus } from './versus.ts'

/** The answer of others to the same question. */
export interface Beside<T> {
  key: string
  name: string
  /** Undefined while it is under way. */
  answer: T | undefined
}

/** Asks the same of all that it is compared with. The list stays the same while what is in it does. */
export const useOthers = <T>(
  versus: Versus | null,
  around: Surroundings,
  requestOf: (around: Surroundings) => Request,
): { others: readonly Beside<T>[]; ownName: string; error: unknown; again: () => void } => {
  const ask = useAsk()
  const nameOf = useOtherName(versus)
  const asked = othersOf(versus, around)
  const { answers, error, again } = useQueries({
    queries: asked.map((one) => {
      const request = requestOf(one.around)
      return {
        queryKey: ['beside', request.ok && request.path, request.ok && request.body],
        enabled: request.ok,
        queryFn: ({ signal }: { signal: AbortSignal }) => {
          const { path, body } = request as Ready
          return ask<T>({ method: 'POST', path, body, signal })
        },
      }
    }),
    combine: combined<T>,
  })
  const names = JSON.stringify(asked.map((one) => [one.key, nameOf(one.key, one.around)]))
  const others = useMemo(
    () => (JSON.parse(names) as [string, string][]).map(([key, name], i) => ({ key, name, answer: answers[i] })),
    [names, answers],
  )
  return { others, ownName: nameOf(null, around), error, again }
}

const combined = <T>(results: readonly UseQueryResult<T>[]) => ({
  answers: results.map(({ data }) => data),
  error: results.find(({ error }) => error)?.error ?? null,
  again: () => {
    for (const { error, refetch } of results) if (error) void refetch()
  },
})
