import { useCallback, useMemo } from 'react'
import { useFrame } from '../../../ui/scope/frame.ts'
import { type Chosen, paramsOfQuestion, parseChosen, printChosen, questionOf } from './address.ts'
import type { Question } from './question.ts'

/** The question of the address, and how to change it. A change is a step that Back undoes; it closes the list of people. */
export const useQuestion = () => {
  const { params, setParams } = useFrame()
  const question = useMemo(() => questionOf(params), [params])
  const change = useCallback(
    (part: Partial<Question>) => setParams({ ...paramsOfQuestion({ ...question, ...part }), people: undefined }),
    [question, setParams],
  )
  const choose = useCallback(
    (chosen: Chosen | null) => setParams({ people: chosen ? printChosen(chosen) : undefined }),
    [setParams],
  )
  return { question, change, chosen: useMemo(() => parseChosen(params.people), [params.people]), choose }
}

export type ChangeQuestion = ReturnType<typeof useQuestion>['change']
export type Choose = ReturnType<typeof useQuestion>['choose']
