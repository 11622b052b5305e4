import { isUtf8 } from 'node:buffer'
import { setImmediate } from 'node:timers/promises'
import { WaywornError } from '../lib/errors.ts'
import type { Batch } from './batch.ts'
import type { IntakeDeps } from './deps.ts'
import { MAX_LINE_BYTES, parseJson } from './lines.ts'
import { normaliseRow } from './normalise.ts'
import { Refusal } from './refusal.ts'
import type { Sending } from './sending.ts'
import { checkServerEvent, serverEventId } from './server-events.ts'
import type { Fault } from './set-aside.ts'
import type { Application, Envelope, JsonObject } from './shapes.ts'

const EVENTS_AT_ONCE = 500

/**
 * Reads one server event, or a list of them: those that are right are taken, the others set aside. Returns the
 * applications that were written to. Throws `invalid_event` with the fields' pointers when none is right.
 */
export const takeServerEvents = async (
  deps: IntakeDeps,
  sending: Sending,
  body: Buffer,
  batch: Batch,
): Promise<Application[]> => {
  const parsed = readJson(body)
  const events = Array.isArray(parsed) ? parsed : [parsed]
  const key = sending.headers['dd-idempotency-key']
  const faults: Fault[] = []
  const applications = new Map<string, Application>()
  for (const [index, event] of events.entries()) {
    if (index % EVENTS_AT_ONCE === EVENTS_AT_ONCE - 1) await setImmediate()
    const fault = faultOf(deps, sending, event)
    if (fault) {
      const pointer = `${Array.isArray(parsed) ? `/${index}` : ''}${fault.pointer ?? ''}`
      faults.push({ ...fault, pointer })
      batch.setAside(fault, textOf(event))
      continue
    }
    const eventId = serverEventId(event, typeof key === 'string' ? key : undefined, index)
    const application = applicationOf(deps, sending, event)!
    applications.set(application.id, application)
    batch.event(normaliseRow(event, envelopeOf(sending, application, eventId)))
  }
  if (batch.events === 0) throw new Refusal(faults)
  return [...applications.values()]
}

/** What nests too deep can't be written either. */
const textOf = (event: unknown): string => {
  try {
    return JSON.stringify(event)
  } catch {
    return ''
  }
}

const readJson = (body: Buffer): unknown => {
  if (!isUtf8(body)) throw new WaywornError('malformed_json', { reason: 'it is not valid UTF-8' })
  const text = body.toString('utf8').trim()
  if (text === '') throw new WaywornError('malformed_json', { reason: 'it is empty' })
  try {
    JSON.parse(text)
  } catch (error) {
    throw new WaywornError('malformed_json', { reason: (error as Error).message.slice(0, 160) })
  }
  return (parseJson(text) as { value: unknown }).value
}

const faultOf = (deps: IntakeDeps, sending: Sending, event: unknown): Fault | undefined => {
  const known = (id: string) =>
    sending.application ? sending.application.id === id : deps.applicationById(id) !== undefined
  const fault = checkServerEvent(event, known, sending.receivedAt)
  if (fault || sending.body.length <= MAX_LINE_BYTES || JSON.stringify(event).length <= MAX_LINE_BYTES) return fault
  return { reason: 'line_too_long', detail: `An event may have ${MAX_LINE_BYTES} bytes. Send less with it.` }
}

const applicationOf = (deps: IntakeDeps, sending: Sending, event: JsonObject): Application | undefined =>
  sending.application ?? deps.applicationById(String((event.application as JsonObject).id))

/** A backend's own address and program say nothing about a user. */
const envelopeOf = (sending: Sending, application: Application, eventId: string): Envelope => ({
  receivedAt: sending.receivedAt,
  application: { id: application.id, name: application.name },
  skewMs: 0,
  sdkVersion: '',
  tags: (sending.params.get('ddtags') ?? '').slice(0, 2000),
  agent: {},
  place: null,
  eventId,
})
