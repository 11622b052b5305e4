import { audienceOf } from '../../ui/scope/audience.ts'
import type { Surroundings } from '../../ui/scope/surroundings.ts'
import type { Question } from './address.ts'
import { type Request, searchOf } from './request.ts'

export const PAGE_SIZE = 100

/** The request for a page of the list of events. */
export const eventsRequest = (question: Question, around: Surroundings, cursor?: string): Request => {
  const search = searchOf(question.queries[0]!, around)
  if (!search.ok) return search
  const { from, to } = around.span
  const body = {
    filter: {
      query: search.query,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      ...audienceOf(around.segment),
    },
    sort: question.order === 'asc' ? 'timestamp' : '-timestamp',
    page: { limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
  }
  return { ok: true, path: '/api/v2/rum/events/search', body }
}
