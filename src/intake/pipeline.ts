import { WaywornError } from '../lib/errors.ts'
import { type Batch, createBatch } from './batch.ts'
import type { IntakeDeps } from './deps.ts'
import { codingsOf, inflateBody } from './inflate.ts'
import { type RateLimit, rateLimit } from './rate-limit.ts'
import { Refusal } from './refusal.ts'
import { LIMITS, type Sending } from './sending.ts'
import type { Application } from './shapes.ts'
import { type SkewOf, skewKeeper } from './skew.ts'
import { takeReplay } from './take-replay.ts'
import { takeRum } from './take-rum.ts'
import { takeServerEvents } from './take-server-events.ts'

/** What intake remembers between requests. Nothing of it matters for exactness. */
export interface Memory {
  skewOf: SkewOf
  rates: RateLimit
  /** Applications whose first event has been noted. */
  started: Set<string>
}

export const newMemory = (): Memory => ({ skewOf: skewKeeper(), rates: rateLimit(), started: new Set() })

/**
 * The way of one request: inflate, decode, check, enrich and normalise, write to the log. Resolves once all of it is
 * safe. Throws a `WaywornError`: of status 429 or 503 when it may be sent again, else when it never will work.
 */
export const takeIn = async (deps: IntakeDeps, memory: Memory, sending: Sending): Promise<void> => {
  const { track, receivedAt, application } = sending
  const batch = createBatch({ applicationId: application?.id ?? '', track, receivedAt })
  try {
    const body = await inflate(sending)
    const applications = await decode(deps, memory, sending, body, batch)
    for (const each of applications) refuseTooMany(memory.rates, each, receivedAt)
    await write(deps, batch)
    for (const each of applications) memory.rates.spend(each, Math.max(1, batch.events), receivedAt)
    noteFirst(deps, memory, applications, batch, receivedAt)
  } catch (error) {
    if (error instanceof Refusal) batch.count(deps.metrics)
    if (error instanceof WaywornError && error.code === 'undecodable_body')
      await keepBroken(deps, sending, error, batch)
    throw error
  }
}

const inflate = (sending: Sending): Promise<Buffer> => {
  const codings = codingsOf(sending.headers['content-encoding'], sending.params.get('dd-evp-encoding'))
  return inflateBody(sending.body, codings, LIMITS[sending.track].inflated)
}

/** Decodes, checks, enriches and normalises into the batch. Returns the applications that it is for. */
const decode = async (
  deps: IntakeDeps,
  memory: Memory,
  sending: Sending,
  body: Buffer,
  batch: Batch,
): Promise<Application[]> => {
  if (sending.track === 'prodlytics') return takeServerEvents(deps, sending, body, batch)
  const application = sending.application!
  if (sending.track === 'rum') await takeRum(deps, memory.skewOf, sending, application, body, batch)
  else await takeReplay(sending, application.id, body, batch)
  return [application]
}

/** Throws `rate_limited` while an application has sent more than it may. */
export const refuseTooMany = (rates: RateLimit, application: Application, now: number): void => {
  const seconds = rates.waitOf(application, now)
  if (seconds > 0)
    throw new WaywornError('rate_limited', { limit: `${application.rateLimit} events a second`, seconds })
}

const write = async (deps: IntakeDeps, batch: Batch): Promise<void> => {
  const payload = batch.payload()
  if (payload) {
    const stop = deps.metrics.logSeconds.startTimer()
    await deps.append(payload)
    stop()
  }
  batch.count(deps.metrics)
}

const noteFirst = (deps: IntakeDeps, memory: Memory, applications: Application[], batch: Batch, now: number): void => {
  if (batch.events === 0) return
  for (const { id, firstEventAt } of applications) {
    if (firstEventAt !== null || memory.started.has(id)) continue
    memory.started.add(id)
    deps.noteFirstEvent(id, now)
  }
}

/** A refused body is gone for good, so that operators see its start. The answer does not wait for room in the log. */
const keepBroken = async (deps: IntakeDeps, sending: Sending, error: WaywornError, batch: Batch): Promise<void> => {
  batch.setAside({ reason: 'undecodable_body', detail: error.message }, sending.body)
  await write(deps, batch).catch(() => undefined)
}
