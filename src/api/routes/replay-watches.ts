import type { FastifyInstance } from 'fastify'
import { type AccountDeps, actorOf } from '../auth.ts'
import { checked } from '../checked.ts'
import { HistoryQuery, makerOf, PageQuery, sessionIn, WatchBody, watchedBody, watcherBody } from './playlist-body.ts'

const SESSION = '/api/v2/rum/replay/sessions/:session'

/** Who watched which recording when, as published. The player notes it; a list with a preview does not. */
export const replayWatchRoutes = async (
  app: FastifyInstance,
  { catalog, authenticate }: AccountDeps,
): Promise<void> => {
  const pageOf = (query: { 'page[size]': number; 'page[number]': number }) => ({
    size: query['page[size]'],
    number: query['page[number]'],
  })
  app.post(`${SESSION}/watches`, async (request, reply) => {
    const identity = await authenticate(request)
    const sessionId = sessionIn(request.params)
    const { data } = checked(WatchBody, request.body)
    const { application_id, event_id, data_source, timestamp } = data.attributes
    const watch = { sessionId, applicationId: application_id, eventId: event_id, dataSource: data_source }
    const id = await catalog.replayWatches.note({ ...watch, watchedAt: Date.parse(timestamp) }, makerOf(identity))
    await catalog.audit.note({
      actor: actorOf(identity),
      action: 'replay.watch',
      subject: sessionId,
      detail: { application: application_id },
      address: request.ip,
    })
    return reply.code(201).send({ data: { ...data, id } })
  })
  app.delete(`${SESSION}/watches`, async (request, reply) => {
    const identity = await authenticate(request)
    await catalog.replayWatches.forget(sessionIn(request.params), makerOf(identity).id)
    return reply.code(204).send()
  })
  app.get(`${SESSION}/watchers`, async (request) => {
    const page = pageOf(checked(PageQuery, request.query, 'query'))
    return { data: (await catalog.replayWatches.watchers(sessionIn(request.params), page)).map(watcherBody) }
  })
  app.get('/api/v2/rum/replay/viewership-history/sessions', async (request) => {
    const identity = await authenticate(request)
    const query = checked(HistoryQuery, request.query, 'query')
    const filter = {
      watcher: query['filter[created_by]'] ?? makerOf(identity).id,
      application: query['filter[application_id]'],
      sessions: query['filter[session_ids]']?.split(',').filter(Boolean),
      from: query['filter[watched_at][start]'],
      to: query['filter[watched_at][end]'],
    }
    return { data: (await catalog.replayWatches.sessions(filter, pageOf(query))).map(watchedBody) }
  })
}
