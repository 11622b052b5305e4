import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type ErrorCode, errorBody, WaywornError } from '../lib/errors.ts'

export interface Log {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

const BODY_LIMIT = 2 * 2 ** 20

/** The bare application: request ids, error answers from the catalogue, security headers. Routes are registered on it. */
export const createApp = async (log: Log, options: { trustProxy: boolean }): Promise<FastifyInstance> => {
  const app = Fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT,
    trustProxy: options.trustProxy,
    routerOptions: { maxParamLength: 2000 },
    forceCloseConnections: 'idle',
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    // Fastify's own 503 has no CORS headers: browsers' SDKs take it for success and lose the batch.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      reply.header('access-control-allow-origin', '*')
      sendError(error, request, reply, log)
    },
    exposeHeadRoutes: true,
  })
  await app.register(compress, { global: true, threshold: 2048, encodings: ['br', 'gzip'], globalDecompression: false })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'same-origin')
  })
  // Clients that send JSON may name another type, or none; and name it where they send nothing, as with DELETE.
  app.addContentTypeParser(
    ['application/json', 'text/plain', 'application/vnd.api+json'],
    { parseAs: 'string' },
    (_request, body, done) => {
      try {
        done(null, body === '' ? undefined : JSON.parse(body as string))
      } catch (error) {
        done(new WaywornError('malformed_json', { reason: (error as Error).message }), undefined)
      }
    },
  )
  app.setErrorHandler((error: FastifyError, request, reply) => sendError(error, request, reply, log))
  return app
}

const sendError = (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply, log: Log) => {
  const known = error instanceof WaywornError ? error : ofFastify(error as FastifyError)
  if (known.status >= 500 && known.code !== 'unavailable') {
    log.error(
      {
        request: request.id,
        url: request.url,
        reason: known.message,
        stack: (known.cause as Error)?.stack ?? error.stack,
      },
      known.title,
    )
  }
  reply.header('x-request-id', request.id)
  return reply.code(known.status).type('application/json').send(errorBody(known))
}

const OF_FASTIFY: Record<string, [ErrorCode, (error: FastifyError) => Record<string, unknown>]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', () => ({ limit: '2 MB' })],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['malformed_json', () => ({ reason: 'the content type is not application/json' })],
}

const ofFastify = (error: FastifyError): WaywornError => {
  const known = OF_FASTIFY[error.code]
  if (known) return new WaywornError(known[0], known[1](error))
  if (error.name === 'AbortError') return new WaywornError('unavailable', { reason: 'The request was given up' })
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500)
    return new WaywornError('malformed_json', { reason: error.message }, undefined, { cause: error })
  return new WaywornError('query_failed', { reason: 'something unexpected happened' }, undefined, { cause: error })
}
