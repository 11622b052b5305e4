import { setImmediate } from 'node:timers/promises'
import type { Batch } from './batch.ts'
import { checkDate, checkEvent } from './check.ts'
import type { IntakeDeps } from './deps.ts'
import { mayHoldHalves, readLines } from './lines.ts'
import { normaliseRow } from './normalise.ts'
import { dateText, type Envelope, isObject, type JsonObject } from './shapes.ts'

/** Other requests get their turn after as many lines. */
const LINES_AT_ONCE = 500

type Seal = (skewMs: number) => Envelope

/** A batch of SDK events, and all that its request tells: from these come the same rows each time. */
export interface RumBody {
  body: Buffer
  envelope: Envelope
  skewOf(sessionId: string): number
}

/** Reads a batch of SDK events, line by line. What is wrong with a line stays with it. */
export const takeRum = async (
  { body, envelope, skewOf }: RumBody,
  batch: Batch,
  log: IntakeDeps['log'],
): Promise<void> => {
  const seal = sealer(envelope)
  let count = 0
  for (const line of readLines(body)) {
    if (++count % LINES_AT_ONCE === 0) await setImmediate()
    if ('fault' in line) {
      batch.setAside(line.fault, line.text)
      continue
    }
    try {
      takeEvent(line.event, line.text, skewOf, seal, batch)
    } catch (error) {
      log.error({ err: error }, 'an event could not be normalised')
      batch.setAside(
        { reason: 'invalid_event', detail: `The event can't be read: ${(error as Error).message}` },
        line.text,
      )
    }
  }
}

const takeEvent = (
  event: JsonObject,
  text: string,
  skewOf: (sessionId: string) => number,
  seal: Seal,
  batch: Batch,
): void => {
  const found = checkEvent(event, seal(0).application.id)
  if (typeof found === 'string') batch.ignore(found)
  else if (found) batch.setAside(found, text)
  else addEvent(event, text, seal(skewOf((event.session as { id: string }).id)), batch)
}

const addEvent = (event: JsonObject, text: string, envelope: Envelope, batch: Batch): void => {
  const fault = checkDate((event.date as number) + envelope.skewMs, envelope.receivedAt)
  if (fault) {
    batch.setAside(fault, text)
    return
  }
  if (event.type === 'view' || event.type === 'view_update') addDocument(event, text, envelope, batch)
  if (event.type !== 'view_update') batch.event(normaliseRow(event, envelope))
}

/** Views come in pieces that the loader folds; a whole document counts at once, too. */
const addDocument = (event: JsonObject, text: string, envelope: Envelope, batch: Batch): void => {
  const { session, view, source } = event as { session: { id: string }; view: { id: string }; source: unknown }
  batch.document({
    application_id: envelope.application.id,
    session_id: session.id,
    view_id: view.id,
    document_version: versionOf(event),
    kind: event.type as 'view' | 'view_update',
    source: typeof source === 'string' ? source.slice(0, 100) : 'browser',
    event: mayHoldHalves(text) ? JSON.stringify(event) : text,
    envelope: envelopeText(envelope),
    received_at: dateText(envelope.receivedAt),
  })
}

const texts = new WeakMap<Envelope, string>()

/** The views of a request mostly share their envelope. */
const envelopeText = (envelope: Envelope): string => {
  const known = texts.get(envelope)
  if (known !== undefined) return known
  const text = JSON.stringify(envelope)
  texts.set(envelope, text)
  return text
}

const versionOf = (event: JsonObject): number => {
  const version = isObject(event._dd) ? event._dd.document_version : undefined
  return typeof version === 'number' && version >= 0 && version < 2 ** 32 ? Math.floor(version) : 0
}

/** The envelope with a session's skew. Batches are mostly of one session. */
const sealer = (envelope: Envelope): Seal => {
  let last = envelope
  return (skewMs) => {
    if (last.skewMs !== skewMs) last = { ...envelope, skewMs }
    return last
  }
}
