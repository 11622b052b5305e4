import type { FastifyInstance } from 'fastify'
import { WaywornError } from '../../lib/errors.ts'
import { recordedImage, recordedViewsOf } from '../../replay/recorded-views.ts'
import { answering, type QueryDeps } from '../answering.ts'

/** Ours: what there is of a recording, and the images that it names. */
export const recordingRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
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
