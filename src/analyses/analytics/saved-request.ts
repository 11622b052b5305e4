import type { Scope } from '../../ui/scope/scope.ts'
import { surroundingsOf } from '../../ui/scope/surroundings.ts'
import { lastLabel, type Span } from '../../ui/time/range.ts'
import type { Question } from './address.ts'
import { listRequestOf, type Request, requestOf } from './request.ts'

const LISTED = 1000

/** The request that a saved chart holds: a range that moves with the clock is kept as such. */
export const savedRequest = (question: Question, scope: Scope, span: Span): Request => {
  const around = surroundingsOf({ scope, span })
  const when = 'last' in scope.time ? { time_frame: lastLabel(scope.time.last).toLowerCase() } : span
  return question.show === 'list'
    ? listRequestOf(question, around, { limit: LISTED, when })
    : requestOf(question, around, when)
}
