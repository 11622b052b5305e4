import { useCallback, useMemo } from 'react'
import { useFrame } from '../../ui/scope/frame.ts'
import { paramsOf, type Scope } from '../../ui/scope/scope.ts'
import { paramsOfQuestion, type Question, questionOf } from './address.ts'

/** The question of the address, and how to change it. A change is a step that Back undoes. */
export const useQuestion = () => {
  const { params, scope, setParams } = useFrame()
  const question = useMemo(() => questionOf(params), [params])
  const change = useCallback(
    (part: Partial<Question>, scopePart?: Partial<Scope>) =>
      setParams({
        ...paramsOfQuestion({ ...question, ...part }),
        ...(scopePart && paramsOf({ ...scope, ...scopePart })),
      }),
    [question, scope, setParams],
  )
  return { question, change }
}

export type ChangeQuestion = ReturnType<typeof useQuestion>['change']
