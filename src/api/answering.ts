import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { type Asking, type AskingDeps, ask } from '../analyses/asking.ts'
import type { Authenticate } from './auth.ts'

/** What the routes of questions need. */
export interface QueryDeps {
  authenticate: Authenticate
  /** Throws `unavailable` while the engine is not open. */
  asking(): AskingDeps
}

/** Runs a question for a request that may ask; a client that goes away stops waiting for it. */
export const answering = async <R>(
  deps: QueryDeps,
  request: FastifyRequest,
  tag: string,
  work: (asking: Asking) => Promise<R>,
): Promise<{ result: R; meta: Record<string, unknown> }> => {
  await deps.authenticate(request)
  const aborter = new AbortController()
  const leave = () => aborter.abort(new DOMException('The client went away', 'AbortError'))
  // Of the connection: that of a request whose body has been read is closed already.
  request.raw.socket.once('close', leave)
  const explain = (request.query as { explain?: string }).explain === 'true'
  try {
    return await ask(deps.asking(), { tag, signal: aborter.signal }, async (asking) => {
      const result = await work(asking)
      const way = asking.way?.()
      const meta = {
        request_id: request.id,
        status: 'done',
        ...(way && way !== 'events' ? { way } : {}),
        ...(asking.kept?.() ? { kept: true } : {}),
        ...(explain ? { sql: asking.statements() } : {}),
      }
      return { result, meta }
    })
  } finally {
    request.raw.socket.off('close', leave)
  }
}

/** A JSON:API answer of one resource. */
export const answer = (type: string, attributes: object, meta?: object) => ({
  data: { id: randomUUID(), type, attributes },
  ...(meta ? { meta } : {}),
})
