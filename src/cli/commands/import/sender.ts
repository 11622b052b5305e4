import { setTimeout as pause } from 'node:timers/promises'
import { WaywornError } from '../../../lib/errors.ts'
import { ask, type CliContext, refusalOf } from '../context.ts'
import type { EventBatch } from './batches.ts'

/** The client token of an application. Throws `not_found`, naming the remedy. */
export type TokenOf = (applicationId: string) => string

/** Tokens as given, else as the server tells them to who shows keys. */
export const applicationTokens = async (
  ctx: CliContext,
  { token, application }: { token?: string; application?: string },
): Promise<TokenOf> => {
  if (token) return () => token
  const { data } = await ask<{ data: { id: string; attributes: { client_token: string } }[] }>(
    ctx,
    'GET',
    '/api/v2/rum/applications',
  )
  const known = new Map(data.map(({ id, attributes }) => [id, attributes.client_token]))
  const tokenOf: TokenOf = (id) => {
    const found = known.get(id)
    if (found) return found
    const what = `The application ${id}: make it with "wayworn app create <name> --id ${id}", or name another with --application. It`
    throw new WaywornError('not_found', { what })
  }
  if (application) tokenOf(application)
  return tokenOf
}

export interface Sender {
  /** Resolves when the batch is on its way and there is room for another. Rejects with what went wrong with an earlier one. */
  send(batch: EventBatch): Promise<void>
  /** Resolves when all are in. */
  end(): Promise<void>
  /** Events that the server has taken in. */
  sent(): number
}

const AT_ONCE = 4
const TRIES = 8

export const createSender = (ctx: CliContext, tokenOf: TokenOf): Sender => {
  const underway = new Set<Promise<void>>()
  let failure: { error: unknown } | undefined
  let sent = 0
  const check = () => {
    if (failure) throw failure.error
  }
  return {
    sent: () => sent,
    async send(batch) {
      check()
      const sending: Promise<void> = post(ctx, batch, tokenOf(batch.applicationId))
        .then(() => {
          sent += batch.texts.length
        })
        .catch((error: unknown) => {
          failure ??= { error }
        })
        .finally(() => underway.delete(sending))
      underway.add(sending)
      if (underway.size >= AT_ONCE) await Promise.race(underway)
      check()
    },
    async end() {
      await Promise.all(underway)
      check()
    },
  }
}

/** A server that asks for patience gets it, up to two minutes. */
const post = async (ctx: CliContext, { track, texts }: EventBatch, token: string): Promise<void> => {
  const path = `/api/v2/${track}?dd-api-key=${encodeURIComponent(token)}`
  const body = track === 'rum' ? texts.join('\n') : `[${texts.join(',')}]`
  // Neither place nor browser are this program's: those that events name are their own.
  const headers = { 'content-type': 'text/plain;charset=UTF-8', 'user-agent': '', 'dd-api-key': token }
  for (let attempt = 1; ; attempt += 1) {
    const response = await ctx.fetch(path, { method: 'POST', headers, body })
    const text = await response.text()
    if (response.status === 202) return
    const patient = response.status === 429 || response.status === 503
    if (!patient || attempt === TRIES) throw refusalOf(response.status, text, `POST /api/v2/${track}`)
    await pause(Math.min(30_000, 500 * 2 ** attempt))
  }
}
