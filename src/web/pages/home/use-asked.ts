import { useCallback, useMemo } from 'react'
import type { Question } from '../../../analyses/analytics/address.ts'
import { type Asked, askedOf } from '../../../analyses/analytics/asked.ts'
import { requestOf } from '../../../analyses/analytics/request.ts'
import { type Ready, useAnswer } from '../../../analyses/analytics/use-answer.ts'
import type { ChangeQuestion } from '../../../analyses/analytics/use-question.ts'
import { usePlaces } from '../../../ui/link.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { surroundingsOf } from '../../../ui/scope/surroundings.ts'
import { addressOf } from './questions.ts'

/** Asks a question of Analytics within the bar's scope. Only for filters that can be read. */
export const useAsked = <T>(question: Question) => {
  const frame = useFrame()
  const { scope, span } = frame
  const request = useMemo(() => requestOf(question, surroundingsOf({ scope, span })), [question, scope, span])
  return useAnswer<T, Asked>(request as Ready, askedOf(question, frame), request.ok)
}

/** What is changed about a question of Home opens in Analytics, where it can be changed further. */
export const useOpenChanged = (question: Question): ChangeQuestion => {
  const { scope } = useFrame()
  const { go } = usePlaces()
  return useCallback(
    (part, scopePart) => go(addressOf({ ...question, ...part }, { ...scope, ...scopePart })),
    [question, scope, go],
  )
}
