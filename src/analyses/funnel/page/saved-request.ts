import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import type { Request } from '../../journey/page/request.ts'
import { differencesRequest } from './differences.ts'
import { fixedOnly } from './optional.ts'
import type { Question } from './question.ts'
import { funnelRequest, timeRequest } from './request.ts'

/** What is saved, copied and told in SQL: the one request that the view is made of, or the first of several. */
export const savedRequest = (question: Question, around: Surroundings): Request => {
  if (question.show === 'rules') return differencesRequest(fixedOnly(question), around)
  if (question.show === 'conversion') return timeRequest({ ...question, by: null }, around)
  return (question.show === 'time' ? timeRequest : funnelRequest)(question, around)
}
