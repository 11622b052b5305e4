import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { WaywornError } from '../lib/errors.ts'
import { segmentsOf } from './recordings/retell.ts'
import { segmentForm } from './recordings/segment-form.ts'
import { SDK_VERSION } from './traffic/event.ts'
import type { Batch } from './traffic/generate.ts'

/** Asks a running server; `path` starts with a slash. Rejects if none answers. The context of CLI commands has one. */
export type Ask = (
  path: string,
  init?: { method?: string; headers?: Record<string, string>; body?: string | Buffer },
) => Promise<{ ok: boolean; status: number; text(): Promise<string> }>

/** An `Ask` of the server at `url`, over HTTP. */
export const askAt =
  (url: string): Ask =>
  async (path, init) => {
    try {
      return await fetch(new URL(path, url), init)
    } catch (cause) {
      throw new WaywornError('not_running', { url }, undefined, { cause })
    }
  }

const TRIES = 6

/**
 * Posts batches to a server's intake as a browser or a backend would, with the visitor's user agent and address, and the
 * present as `batch_time`. A server that asks for patience (429, 503) gets it, up to half a minute; anything else but
 * 202 is an error.
 */
export const postTo =
  (ask: Ask, clientToken: string) =>
  async (batch: Batch): Promise<void> => {
    const post = postingTo(ask, clientToken, batch)
    if (batch.events.length > 0) {
      const lines = batch.events.map((event) => JSON.stringify(event)).join('\n')
      await post('rum', 'text/plain;charset=UTF-8', lines)
    }
    if (batch.serverEvents) await post('prodlytics', 'application/json', JSON.stringify(batch.serverEvents))
    for (const segment of batch.recordings?.flatMap(segmentsOf) ?? []) {
      const { contentType, body } = segmentForm(segment)
      await post('replay', contentType, body)
    }
  }

const postingTo =
  (ask: Ask, clientToken: string, { userAgent, address }: Batch) =>
  async (track: string, contentType: string, body: string | Buffer): Promise<void> => {
    const headers = {
      'content-type': contentType,
      'dd-api-key': clientToken,
      'user-agent': userAgent,
      ...(address ? { 'x-forwarded-for': address } : {}),
    }
    for (let attempt = 1; ; attempt++) {
      const answer = await ask(pathOf(track, clientToken), { method: 'POST', headers, body })
      const text = await answer.text()
      if (answer.status === 202) return
      const patient = answer.status === 429 || answer.status === 503
      if (!patient || attempt === TRIES) {
        throw new WaywornError('unavailable', { reason: `The intake answered ${answer.status}: ${text.slice(0, 200)}` })
      }
      await pause(500 * 2 ** attempt)
    }
  }

const pathOf = (track: string, clientToken: string): string => {
  const parameters = new URLSearchParams({
    ddsource: 'browser',
    'dd-api-key': clientToken,
    'dd-evp-origin-version': SDK_VERSION,
    'dd-evp-origin': 'browser',
    'dd-request-id': randomUUID(),
    batch_time: String(Date.now()),
    '_dd.api': 'fetch',
  })
  return `/api/v2/${track}?${parameters}`
}

/** The application that the demo shop of a running server sends to. */
export const demoTarget = async (ask: Ask): Promise<{ id: string; clientToken: string }> => {
  const answer = await ask('/demo/config.json')
  const text = await answer.text()
  const { applicationId, clientToken } = answer.ok ? JSON.parse(text) : {}
  if (!applicationId || !clientToken)
    throw new WaywornError('not_found', { what: 'The demo application of this server' })
  return { id: applicationId, clientToken }
}
