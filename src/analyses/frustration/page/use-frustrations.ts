import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { audienceOf } from '../../../ui/scope/audience.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import type { FrustrationsAnswer } from '../definition.ts'
import { paramsOf, type Question, questionOf, rulesOf } from './address.ts'

/** The question of the address, and how to change it. */
export const useQuestion = () => {
  const { params, setParams } = useFrame()
  const question = useMemo(() => questionOf(params), [params])
  const change = useCallback((next: Question) => setParams(paramsOf(next)), [setParams])
  return { question, change }
}

const PATH = '/api/v2/product-analytics/frustrations'

export const useFrustrations = (question: Question) => {
  const ask = useAsk()
  const { scope, span } = useFrame()
  const rules = rulesOf(question)
  const attributes = {
    from: span.from,
    to: span.to,
    ...(scope.app ? { application_id: scope.app } : {}),
    search: { query: scope.filter },
    ...audienceOf(scope.segment),
    ...(question.kind ? { kinds: [question.kind] } : {}),
    ...(rules ? { rules } : {}),
    limit: 200,
  }
  return useQuery({
    queryKey: ['answer', PATH, attributes],
    queryFn: async ({ signal }): Promise<FrustrationsAnswer> => {
      const body = { data: { type: 'frustrations_request', attributes } }
      const { data } = await ask<{ data: { attributes: FrustrationsAnswer } }>({
        method: 'POST',
        path: PATH,
        body,
        signal,
      })
      return data.attributes
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
}
