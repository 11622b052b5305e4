import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { WaywornError } from '../lib/errors.ts'
import { SDK_VERSION } from './traffic/event.ts'
import type { Batch } from './traffic/generate.ts'

/** Asks a running server; `path` starts with a slash. Rejects if none answers. The context of CLI commands has one. */
export type Ask = (
  path: string,
  init?: { method?: string; headers?: Record<string, string>; body?: string },
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
 * Posts batches to a server's intake as a browser would, with the visitor's user agent and address, and the present as
 * `batch_time`. A server that asks for patience (429, 503) gets it, up to half a minute; anything else but 202 is an
 * error.
 */
export const postTo =
  (ask: Ask, clientToken: string) =>
  async (batch: Batch): Promise<void> => {
    const body = batch.events.map((event) => JSON.stringify(event)).join('\n')
    const headers = {
      'content-type': 'text/plain;charset=UTF-8',
      'dd-api-key': clientToken,
      'user-agent': batch.userAgent,
      'x-forwarded-for': batch.address,
    }
    for (let attempt = 1; ; attempt++) {
      const answer = await ask(pathOf(clientToken), { method: 'POST', headers, body })
      const text = await answer.text()
      if (answer.status === 202) return
      const patient = answer.status === 429 || answer.status === 503
      if (!patient || attempt === TRIES) {
        throw new WaywornError('unavailable', { reason: `The intake answered ${answer.status}: ${text.slice(0, 200)}` })
      }
      await pause(500 * 2 ** attempt)
    }
  }

const pathOf = (clientToken: string): string => {
  const parameters = new URLSearchParams({
    ddsource: 'browser',
    'dd-api-key': clientToken,
    'dd-evp-origin-version': SDK_VERSION,
    'dd-evp-origin': 'browser',
    'dd-request-id': randomUUID(),
    batch_time: String(Date.now()),
    '_dd.api': 'fetch',
  })
  return `/api/v2/rum?${parameters}`
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
