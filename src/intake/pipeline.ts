import { WaywornError } from '../lib/errors.ts'
import { type Batch, createBatch } from './batch.ts'
import type { IntakeDeps } from './deps.ts'
import { envelopeOf } from './envelope.ts'
import { codingsOf, inflateBody } from './inflate.ts'
import { bodyRecord, linesRecord } from './log-record.ts'
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
    const { applications, record } = await decode(deps, memory, sending, body, batch)
    for (const each of applications) refuseTooMany(memory.rates, each, receivedAt)
    await write(deps, batch, record)
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

interface Decoded {
  /** Those that it is for. */
  applications: Application[]
  /** Makes what is written to the log. */
  record(): Buffer | null
}

/** Decodes, checks, enriches and normalises into the batch. */
const decode = async (
  deps: IntakeDeps,
  memory: Memory,
  sending: Sending,
  body: Buffer,
  batch: Batch,
): Promise<Decoded> => {
  const record = () => linesRecord(batch)
  if (sending.track === 'prodlytics')
    return { applications: await takeServerEvents(deps, sending, body, batch), record }
  const application = sending.application!
  const applications = [application]
  if (sending.track === 'rum') {
    const envelope = envelopeOf(deps, sending, application)
    const skews = new Map<string, number>()
    await takeRum({ body, envelope, skewOf: skewsOf(memory, sending, skews) }, batch, deps.log)
    return { applications, record: () => bodyRecord({ body, envelope }, skews, batch) }
  }
  await takeReplay(sending, application.id, body, batch)
  return { applications, record }
}

/** Notes in `skews` what it tells. */
const skewsOf = (memory: Memory, { params, receivedAt }: Sending, skews: Map<string, number>) => {
  const text = params.get('batch_time')
  const batchTime = text === null || text === '' ? null : Number(text)
  return (sessionId: string): number => {
    const skew = memory.skewOf(sessionId, receivedAt, batchTime)
    if (skew !== 0) skews.set(sessionId, skew)
    return skew
  }
}

/** Throws `rate_limited` while an application has sent more than it may. */
export const refuseTooMany = (rates: RateLimit, application: Application, now: number): void => {
  const seconds = rates.waitOf(application, now)
  if (seconds > 0)
    throw new WaywornError('rate_limited', { limit: `${application.rateLimit} events a second`, seconds })
}

const write = async (deps: IntakeDeps, batch: Batch, record: Decoded['record']): Promise<void> => {
  batch.close()
  const payload = record()
  if (payload) {
    const stop = deps.metrics.logSeconds.startTimer()
    await deps.append(payload, batch.parts)
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
  await write(deps, batch, () => linesRecord(batch)).catch(() => undefined)
}
