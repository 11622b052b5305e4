import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useAsk } from '../../ui/ask/ask-context.ts'
import type { Request } from './request.ts'

type Ready = Extract<Request, { ok: true }>

/** Asks; a changed question aborts the one before. The old answer stays until the new one comes. */
export const useAnswer = <T>(request: Ready, enabled = true) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const queryKey = ['answer', request.path, request.body]
  const query = useQuery({
    queryKey,
    enabled,
    queryFn: ({ signal }) => ask<T>({ method: 'POST', path: request.path, body: request.body, signal }),
    placeholderData: keepPreviousData,
  })
  return { ...query, cancel: () => void queries.cancelQueries({ queryKey }) }
}
