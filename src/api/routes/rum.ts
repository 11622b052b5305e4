import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answerAggregate, type Bucket } from '../../analyses/aggregate/answer.ts'
import { AggregateRequest, EventsSearchRequest } from '../../analyses/aggregate/definition.ts'
import { momentOf } from '../../analyses/aggregate/moment.ts'
import type { Asking } from '../../analyses/asking.ts'
import { parseCursor, parseEventId } from '../../analyses/events/event-id.ts'
import { type FoundEvent, findEvent, searchEvents } from '../../analyses/events/search.ts'
import { type ErrorSource, WaywornError } from '../../lib/errors.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'
import { publishedEvent } from './published-event.ts'

export const EventsQuery = z.object({
  'filter[query]': z.string().max(65_536).optional(),
  'filter[from]': z.string().optional(),
  'filter[to]': z.string().optional(),
  'page[cursor]': z.string().max(4096).optional(),
  'page[limit]': z.coerce.number().int().min(1).max(1000).optional(),
  sort: z.enum(['timestamp', '-timestamp']).optional(),
})

/** The older published API over events: search and aggregate; and one event by its id, which is ours. */
export const rumRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  app.post('/api/v2/rum/events/search', async (request) => {
    const body = checked(EventsSearchRequest, request.body ?? {})
    const { result, meta } = await answering(deps, request, 'events-search', (asking) =>
      search(body, deps.asking().clock(), asking, { pointer: '/filter/query' }),
    )
    return eventsAnswer(result, meta)
  })
  app.get('/api/v2/rum/events', async (request) => {
    const body = checked(EventsSearchRequest, ofQuery(checked(EventsQuery, request.query, 'query')))
    const { result, meta } = await answering(deps, request, 'events-search', (asking) =>
      search(body, deps.asking().clock(), asking, { parameter: 'filter[query]' }),
    )
    return eventsAnswer(result, meta)
  })
  app.get('/api/v2/wayworn/events/:id', async (request) => {
    const address = parseEventId((request.params as { id: string }).id)
    const { result } = await answering(deps, request, 'event', async (asking) => address && findEvent(address, asking))
    if (!result) throw new WaywornError('not_found', { what: 'This event' })
    return { data: publishedEvent(result) }
  })
  app.post('/api/v2/rum/analytics/aggregate', async (request) => {
    const body = checked(AggregateRequest, request.body ?? {})
    const { result, meta } = await answering(deps, request, 'aggregate', (asking) =>
      answerAggregate(body, deps.asking().clock(), asking),
    )
    const { buckets, after } = bucketPage(result, body.page)
    return { data: { buckets }, meta: { ...meta, page: after ? { after } : {} } }
  })
}

const MOST_BUCKETS = 1000

/** So many buckets from where the page before ended; `after` is where the next one begins, if there are more. */
const bucketPage = (all: readonly Bucket[], { cursor = '0', limit = MOST_BUCKETS }: AggregateRequest['page'] = {}) => {
  if (!/^\d{1,9}$/.test(cursor)) throw noCursor()
  const end = Number(cursor) + limit
  return { buckets: all.slice(Number(cursor), end), after: all.length > end ? String(end) : undefined }
}

const noCursor = () => {
  const reason = 'it is no cursor of ours; take it from meta.page.after of the page before'
  return new WaywornError('invalid_field', { field: 'cursor', reason }, { pointer: '/page/cursor' })
}

const search = async (body: EventsSearchRequest, nowMs: number, asking: Asking, source: ErrorSource) => {
  const from = momentOf(body.filter.from, nowMs, '/filter/from')
  const to = momentOf(body.filter.to, nowMs, '/filter/to')
  const after = body.page.cursor ? parseCursor(body.page.cursor) : undefined
  if (body.page.cursor && !after) throw noCursor()
  const query = body.filter.query === '*' ? '' : body.filter.query
  parseSearch(query, source)
  const order = body.sort === 'timestamp' ? 'asc' : 'desc'
  const audience = await asking.audience(body.filter.audience_filters, '/filter/audience_filters')
  return searchEvents({ query, from, to, order, limit: body.page.limit ?? 50, after, audience }, asking)
}

const eventsAnswer = ({ events, next }: { events: FoundEvent[]; next?: string }, meta: Record<string, unknown>) => ({
  data: events.map(publishedEvent),
  meta: { ...meta, page: next ? { after: next } : {} },
})

const ofQuery = (query: z.output<typeof EventsQuery>) => ({
  filter: { query: query['filter[query]'], from: query['filter[from]'], to: query['filter[to]'] },
  page: { cursor: query['page[cursor]'], limit: query['page[limit]'] },
  sort: query.sort,
})
