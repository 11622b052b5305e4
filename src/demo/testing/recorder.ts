import Fastify, { type FastifyInstance } from 'fastify'
import { partsOf } from '../../intake/multipart.ts'
import { demoRoutes } from '../routes.ts'

export const RECORDER_APPLICATION = { id: '0a1b2c3d-0000-4000-8000-0000000000d3', clientToken: 'pubdemo' }

// biome-ignore lint/suspicious/noExplicitAny: events of the SDK, read by path
type Event = any

/** The shop, and what the SDK in it posted. */
export interface Recorder {
  app: FastifyInstance
  url: string
  events: Event[]
  /** Segments as they came: zlib streams. */
  segments: Buffer[]
  requests: { track: string; token: string | null }[]
}

/** Serves the shop and keeps what the SDK posts to it. */
export const startRecorder = async (): Promise<Recorder> => {
  const app = Fastify({ bodyLimit: 20_000_000 })
  const recorder: Recorder = { app, url: '', events: [], segments: [], requests: [] }
  await app.register(demoRoutes, { application: () => RECORDER_APPLICATION })
  await app.register(async (intake) => {
    intake.removeAllContentTypeParsers()
    intake.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
    intake.post<{ Querystring: { ddforward: string }; Body: Buffer }>('/intake', async (request, reply) => {
      const target = new URL(request.query.ddforward, 'http://x')
      const track = target.pathname.split('/').at(-1)!
      recorder.requests.push({ track, token: target.searchParams.get('dd-api-key') })
      keep(recorder, track, request.body, request.headers['content-type'] ?? '')
      return reply.code(202).header('access-control-allow-origin', '*').send({})
    })
  })
  recorder.url = await app.listen({ host: '127.0.0.1', port: 0 })
  return recorder
}

const keep = ({ events, segments }: Recorder, track: string, body: Buffer, contentType: string) => {
  if (track === 'rum') {
    const lines = body.toString('utf8').split('\n').filter(Boolean)
    events.push(...lines.map((line) => JSON.parse(line)))
  }
  const parts = track === 'replay' ? (partsOf(body, contentType) ?? []) : []
  segments.push(...parts.filter((part) => part.name === 'segment').map((part) => part.data))
}
