import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { tailEvents } from '../../analyses/events/tail.ts'
import type { LoadState, Loads } from '../../intake/loads.ts'
import { answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'
import { createSlots } from '../slots.ts'
import { publishedEvent } from './published-event.ts'

export interface LiveDeps extends QueryDeps {
  loads: Loads
}

const LIVE = '/api/v2/wayworn/live'
const HOUR_MS = 3_600_000
const BEAT_MS = 15_000
/** Afterwards the client comes again and shows its credentials again. */
const LONGEST_MS = 10 * 60_000
const LEAST_PAUSE_MS = 1_000
const MOST_UNREAD_BYTES = 64 * 1024

export const LiveQuery = z.object({
  /** The version that is known: the answer waits for another one. */
  after: z.string().max(100).optional(),
  /** Seconds. */
  wait: z.coerce.number().min(0).max(25).default(20),
})
export const TailBody = z.object({
  data: z.object({
    type: z.literal('live_events_request'),
    attributes: z.object({
      query: z.string().max(65_536).default(''),
      after: z
        .string()
        .regex(/^\d{1,19}$/, 'it is none of ours; take it from meta.page.after of the answer before')
        .optional(),
      limit: z.int().min(1).max(500).default(100),
      within: z
        .int()
        .min(60_000)
        .max(24 * HOUR_MS)
        .default(HOUR_MS),
    }),
  }),
})

/** Tells when something was loaded, as server-sent events or to who waits, and which events arrived. */
export const liveRoutes = async (app: FastifyInstance, deps: LiveDeps): Promise<void> => {
  const slots = createSlots(10, 500, 'live requests of one client')
  const streams = new Set<() => void>()
  app.addHook('preClose', async () => {
    for (const end of streams) end()
  })
  app.get(LIVE, async (request, reply) => {
    const { id } = await deps.authenticate(request)
    const { after, wait } = checked(LiveQuery, request.query, 'query')
    const giveBack = slots.take(id)
    if (request.headers.accept?.includes('text/event-stream'))
      return stream(request, reply, deps.loads, streams, giveBack)
    const aborter = new AbortController()
    const leave = () => aborter.abort()
    request.raw.socket.once('close', leave)
    streams.add(leave)
    try {
      const state = after === undefined ? deps.loads.now() : await deps.loads.after(after, wait * 1000, aborter.signal)
      return { data: { type: 'live', id: 'live', attributes: stateBody(state) } }
    } finally {
      request.raw.socket.off('close', leave)
      streams.delete(leave)
      giveBack()
    }
  })
  app.post(`${LIVE}/events`, async (request) => {
    const { id } = await deps.authenticate(request)
    const { attributes } = checked(TailBody, request.body).data
    const giveBack = slots.take(id)
    try {
      const { result, meta } = await answering(deps, request, 'live-events', (asking) =>
        tailEvents(attributes, deps.asking().clock(), asking),
      )
      const page = { after: result.after }
      return { data: result.events.map(publishedEvent), meta: { ...meta, page, more: result.more } }
    } finally {
      giveBack()
    }
  })
}

const stateBody = ({ version, events, at }: LoadState) => ({ version, events, loaded_at: at })

/** Sends an event `loaded` at once and after loads, at most one a second, until either side ends it. */
const stream = (
  request: FastifyRequest,
  reply: FastifyReply,
  loads: Loads,
  streams: Set<() => void>,
  giveBack: () => void,
): void => {
  reply.hijack()
  const { raw } = reply
  let pausing: NodeJS.Timeout | undefined
  let told = ''
  const tell = () => {
    pausing = undefined
    const state = loads.now()
    if (state.version === told) return
    if (raw.writableLength > MOST_UNREAD_BYTES) return end()
    told = state.version
    raw.write(`id: ${told}\nevent: loaded\ndata: ${JSON.stringify(stateBody(state))}\n\n`)
    pausing = setTimeout(tell, LEAST_PAUSE_MS)
  }
  const stopWatching = loads.watch(() => {
    if (!pausing) tell()
  })
  const beat = setInterval(() => raw.write(':\n\n'), BEAT_MS)
  const last = setTimeout(() => end(), LONGEST_MS)
  const end = () => {
    stopWatching()
    clearTimeout(pausing)
    clearInterval(beat)
    clearTimeout(last)
    streams.delete(end)
    giveBack()
    raw.end()
  }
  streams.add(end)
  raw.once('close', end)
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
    'x-request-id': request.id,
  })
  raw.write('retry: 3000\n\n')
  tell()
}
