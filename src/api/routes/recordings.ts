import type { FastifyInstance, FastifyRequest } from 'fastify'
import { WaywornError } from '../../lib/errors.ts'
import type { RecordingKeeper } from '../../replay/kept-recordings.ts'
import { recordedImage, recordedViewsOf } from '../../replay/recorded-views.ts'
import { answering, type QueryDeps } from '../answering.ts'
import { type AccountDeps, actorOf, requireRole } from '../auth.ts'
import { sessionIn } from './playlist-body.ts'

/** Recordings that are kept for longer hold what has been recorded then. */
export interface RecordingDeps extends QueryDeps, AccountDeps {
  recordings: RecordingKeeper
}

/** Ours: what there is of a recording, the images that it names, and how long it is kept. */
export const recordingRoutes = async (app: FastifyInstance, deps: RecordingDeps): Promise<void> => {
  keepingRoutes(app, deps)
  app.get('/api/v2/wayworn/replay/sessions/:session', async (request) => {
    const { session } = request.params as { session: string }
    const { result: views, meta } = await answering(deps, request, 'recording', (asking) =>
      recordedViewsOf(session, asking),
    )
    if (views.length === 0) throw new WaywornError('not_found', { what: `A recording of the session ${session}` })
    const attributes = {
      application_id: views[0]!.application_id,
      source: views[0]!.source,
      start: Math.min(...views.map(({ start }) => start)),
      end: Math.max(...views.map(({ end }) => end)),
      kept_since: await deps.recordings.keptSince(session),
      views: views.map(({ view_id, application_id: _, ...view }) => ({ id: view_id, ...view })),
    }
    return { data: { type: 'recording', id: session, attributes }, meta }
  })
  app.get('/api/v2/wayworn/replay/images/:application/:name', async (request, reply) => {
    const { application, name } = request.params as { application: string; name: string }
    const { result: image } = await answering(deps, request, 'recording-image', (asking) =>
      recordedImage(application, name, asking),
    )
    if (!image) throw new WaywornError('not_found', { what: `The image ${name}` })
    return reply
      .type(image.mime)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', 'private, max-age=86400')
      .send(Buffer.from(image.data, 'base64'))
  })
}

const KEPT = '/api/v2/wayworn/replay/sessions/:session/kept'

const keepingRoutes = (app: FastifyInstance, { authenticate, catalog, recordings }: RecordingDeps): void => {
  const asEditor = async (request: FastifyRequest, verb: string): Promise<string> => {
    const identity = await authenticate(request)
    requireRole(identity, 'editor')
    const session = sessionIn(request.params)
    await catalog.audit.note({
      actor: actorOf(identity),
      action: `recording.${verb}`,
      subject: session,
      address: request.ip,
    })
    return session
  }
  app.put(KEPT, async (request) => {
    const session = await asEditor(request, 'keep')
    return { data: { type: 'kept_recording', id: session, attributes: { since: await recordings.keep(session) } } }
  })
  app.delete(KEPT, async (request, reply) => {
    await recordings.letGo(await asEditor(request, 'let_go'))
    return reply.code(204).send()
  })
}
