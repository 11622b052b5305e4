import type { Frame } from '../../../ui/scope/frame.ts'
import { type Surroundings, surroundingsOf } from '../../../ui/scope/surroundings.ts'
import type { Span } from '../../../ui/time/range.ts'
import type { Question } from './question.ts'

/** What an answer answers: the question, and the time and zone that it was asked for. */
export interface Asked {
  question: Question
  span: Span
  zone: string
  now: number
  around: Surroundings
}

export const askedOf = (question: Question, { scope, span, now }: Frame): Asked => ({
  question,
  span,
  zone: scope.zone,
  now,
  around: surroundingsOf({ scope, span }),
})
