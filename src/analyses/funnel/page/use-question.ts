import { useCallback, useMemo } from 'react'
import { useFrame } from '../../../ui/scope/frame.ts'
import { paramsOfQuestion, questionOf } from './address.ts'
import { coherent } from './coherent.ts'
import type { Question } from './question.ts'

/** The question of the address, and how to change it. A change is a step that Back undoes; it closes the list of people. */
export const useQuestion = () => {
  const { params, setParams } = useFrame()
  const question = useMemo(() => questionOf(params), [params])
  const change = useCallback(
    (part: Partial<Question>) => {
      const next = coherent({ ...question, ...part })
      setParams({ ...paramsOfQuestion(next), people: undefined, trait: undefined, event: undefined, pair: undefined })
    },
    [question, setParams],
  )
  return { question, change }
}

export type ChangeQuestion = ReturnType<typeof useQuestion>['change']
