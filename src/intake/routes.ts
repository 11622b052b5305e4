import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { WaywornError } from '../lib/errors.ts'
import { readBody } from './body.ts'
import type { IntakeDeps } from './deps.ts'
import { type Memory, newMemory, refuseTooMany, takeIn } from './pipeline.ts'
import { refusalBody } from './refusal.ts'
import { LIMITS, type Sending, type Track } from './sending.ts'
import type { Application } from './shapes.ts'
import { type Target, targetOf } from './target.ts'

/** What is known of a request before its body has been read. */
interface Arrival extends Target {
  contentType: string
  application: Application | null
}

declare module 'fastify' {
  interface FastifyRequest {
    arrival: Arrival | null
  }
}

/** Tracks that the SDKs send to and that are not kept here. */
const OTHER_TRACKS = ['logs', 'profile', 'exposures', 'flagevaluation', 'debugger', 'spans', 'profiling/quota']
const TRACKS = ['rum', 'replay', 'prodlytics', ...OTHER_TRACKS].map((track) => `/api/v2/${track}`)
const PATHS = ['/intake', '/intake/*', ...TRACKS.flatMap((path) => [path, `${path}/`])]
const METHODS = ['GET', 'POST', 'OPTIONS'] as const

/** SDKs read no status without these, and then take the request for delivered. Sent with every answer, errors too. */
const CORS = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': 'no-store',
}
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers':
    '*, authorization, content-encoding, content-type, dd-api-key, dd-client-token, dd-evp-origin, dd-evp-origin-version, dd-idempotency-key, dd-request-id',
  'access-control-max-age': '86400',
}
/** Tells the browser SDK's profiler to rest. */
const NO_PROFILING = { data: { attributes: { admitted: false, reason: 'org_disabled' } } }

/** The intake: see `docs` and the contract. A Fastify plugin that keeps its parsers, hooks and errors to itself. */
export const intakeRoutes = async (app: FastifyInstance, deps: IntakeDeps): Promise<void> => {
  const memory = newMemory()
  app.decorateRequest('arrival', null)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    readBody(payload, wireLimit(request.arrival)),
  )
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(CORS)
    countInFlight(deps, reply)
    return receive(deps, memory, request, reply)
  })
  app.addHook('onResponse', async (request, reply) => {
    deps.metrics.requests.inc({ track: trackLabel(request.arrival), status: String(reply.statusCode) })
  })
  app.setErrorHandler((error, _request, reply) => answerError(deps, error, reply))
  for (const url of PATHS) {
    app.route({
      method: [...METHODS],
      url,
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        await takeIn(deps, memory, sendingOf(deps, request))
        return reply.status(202).send({})
      },
    })
  }
}

/** A sender that breaks off leaves a response that closes without finishing. */
const countInFlight = (deps: IntakeDeps, reply: FastifyReply): void => {
  let under = true
  const done = () => {
    if (under) deps.metrics.inFlight.dec()
    under = false
  }
  deps.metrics.inFlight.inc()
  reply.raw.once('finish', done).once('close', done)
}

/** Answers what needs no body, and refuses a sender that may not send before its body is read. */
const receive = async (deps: IntakeDeps, memory: Memory, request: FastifyRequest, reply: FastifyReply) => {
  const arrival = arrivalOf(request)
  request.arrival = arrival
  if (request.method === 'OPTIONS') return reply.headers(PREFLIGHT).status(204).send()
  if (arrival.track === 'profiling/quota') return reply.send(NO_PROFILING)
  if (request.method !== 'POST') {
    throw new WaywornError('method_not_allowed', { method: request.method, allowed: 'POST' })
  }
  if (!isTrack(arrival.track)) {
    deps.metrics.ignored.inc({ reason: 'other_track' })
    return reply.status(202).send({})
  }
  arrival.application = await senderOf(deps, request, arrival)
  if (arrival.application) refuseTooMany(memory.rates, arrival.application, deps.clock())
}

/**
 * Phones post recordings and events to the very address that they are given, so a form on the events' address is a
 * recording. Fastify refuses content types that it can't parse; ours is read as bytes, whatever it says.
 */
const arrivalOf = (request: FastifyRequest): Arrival => {
  const { track, params } = targetOf(request.raw.url ?? '')
  const contentType = request.headers['content-type'] ?? ''
  if (request.raw.headers['content-type'] !== undefined)
    request.raw.headers['content-type'] = 'application/octet-stream'
  const isForm = /^\s*multipart\//i.test(contentType)
  const toEither = track === 'rum' || track === 'intake'
  return { track: toEither ? (isForm ? 'replay' : 'rum') : track, params, contentType, application: null }
}

const isTrack = (track: string): track is Track => Object.hasOwn(LIMITS, track)

const wireLimit = (arrival: Arrival | null): number =>
  arrival && isTrack(arrival.track) ? LIMITS[arrival.track].wire : 0

/** The client token's application; `null` for a backend that shows an API key. */
const senderOf = async (deps: IntakeDeps, request: FastifyRequest, arrival: Arrival): Promise<Application | null> => {
  const header = request.headers['dd-api-key']
  const key = arrival.params.get('dd-api-key') || (Array.isArray(header) ? header[0] : header)
  if (!key) throw new WaywornError('missing_token', {}, { header: 'DD-API-KEY' })
  const application = deps.applicationByToken(key)
  if (application) return application
  if (arrival.track === 'prodlytics' && (await deps.isApiKey(key))) return null
  throw new WaywornError('unknown_token', {}, { header: 'DD-API-KEY' })
}

const sendingOf = (deps: IntakeDeps, request: FastifyRequest): Sending => {
  const { track, params, contentType, application } = request.arrival!
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  deps.metrics.bytes.inc({ track }, body.length)
  return {
    track: track as Track,
    params,
    headers: request.headers,
    contentType,
    body,
    receivedAt: deps.clock(),
    remote: request.raw.socket?.remoteAddress,
    application,
  }
}

const trackLabel = (arrival: Arrival | null): string => {
  const track = arrival?.track ?? ''
  return isTrack(track) || OTHER_TRACKS.includes(track) ? track : 'other'
}

/** Whatever is not the sender's fault may be sent again: SDKs drop a batch for good after most statuses below 500. */
const answerError = (deps: IntakeDeps, error: unknown, reply: FastifyReply) => {
  const known = error instanceof WaywornError ? error : translate(error)
  if (known.status >= 500) deps.log.error({ err: error }, 'intake could not take a request')
  const answer = known.status === 500 ? new WaywornError('unavailable', { reason: 'The intake failed' }) : known
  return reply.headers(CORS).status(answer.status).send(refusalBody(answer))
}

const translate = (error: unknown): WaywornError => {
  const { statusCode, message } = error as { statusCode?: number; message: string }
  if (statusCode === 413) return new WaywornError('body_too_large', { limit: 'allowed' })
  if (statusCode && statusCode < 500) return new WaywornError('undecodable_body', { reason: message })
  return new WaywornError('unavailable', { reason: 'The intake could not keep the request' }, undefined, {
    cause: error,
  })
}
