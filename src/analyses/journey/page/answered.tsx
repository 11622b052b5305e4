import type { ReactNode } from 'react'
import { Answer } from '../../../ui/feedback/answer.tsx'
import { useAnswer } from '../../analytics/use-answer.ts'
import type { Ready } from './request.ts'

interface Props<T, A> {
  request: Ready
  /** What the answer is about: it is shown by the question that it answers, not by the one that is under way. */
  about: A
  children: (answer: T, about: A) => ReactNode
}

/** Asks, and shows the answer; the last one stays on the screen while the next is asked for. */
export const Answered = <T, A>({ request, about, children }: Props<T, A>) => {
  const asked = useAnswer<T, A>(request, about)
  return <Answer asked={asked}>{(answer) => children(answer, asked.about)}</Answer>
}
