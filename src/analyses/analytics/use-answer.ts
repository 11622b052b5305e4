import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useAsk } from '../../ui/ask/ask-context.ts'
import type { Request } from './request.ts'

export type Ready = Extract<Request, { ok: true }>

/**
 * Asks; a changed question aborts the one before. The old answer stays until the new one comes, and `about` with it:
 * an answer must be read by the question that it answers, not by the one that is under way.
 */
export const useAnswer = <T, A = undefined>(request: Ready, about: A, enabled = true) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const queryKey = ['answer', request.path, request.body]
  const query = useQuery({
    queryKey,
    enabled,
    queryFn: async ({ signal }) => ({
      answer: await ask<T>({ method: 'POST', path: request.path, body: request.body, signal }),
      about,
    }),
    placeholderData: keepPreviousData,
  })
  return {
    answer: query.data?.answer,
    /** What the answer that is here is about. */
    about: query.isPlaceholderData && query.data ? query.data.about : about,
    isOld: query.isPlaceholderData,
    isFetching: query.isFetching,
    error: query.error,
    again: () => void query.refetch(),
    cancel: () => void queries.cancelQueries({ queryKey }),
  }
}
