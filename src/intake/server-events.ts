import { randomUUID } from 'node:crypto'
import { checkDate, checkSize, invalid } from './check.ts'
import { hashOf, LONGEST_ID } from './event-id.ts'
import type { Fault } from './set-aside.ts'
import { isObject, type JsonObject } from './shapes.ts'

/**
 * Looks at an event from a backend. `knownApplication` tells whether the sender may write to an application.
 * Returns the first thing that is wrong, with the pointer of its field.
 */
export const checkServerEvent = (
  event: unknown,
  knownApplication: (id: string) => boolean,
  receivedAt: number,
): Fault | undefined => {
  if (!isObject(event)) return { reason: 'invalid_event', detail: 'The event has to be a JSON object.', pointer: '' }
  if (event.type !== 'server') return invalid('/type', 'has to be "server"')
  const applicationId = idOf(event.application)
  if (applicationId === undefined) return invalid('/application/id', 'has to be the id of an application')
  if (!knownApplication(applicationId)) {
    const detail = `application.id "${applicationId}" is no application that this key may write to. Copy the id from Settings > Applications.`
    return { reason: 'wrong_application', detail, pointer: '/application/id' }
  }
  const name = isObject(event.event) ? event.event.name : undefined
  if (typeof name !== 'string' || name === '')
    return invalid('/event/name', 'has to be a text, the name of what happened')
  return checkWho(event) ?? checkTimestamp(event.timestamp, receivedAt) ?? checkSize(event)
}

/** Ids may be numbers: backends often keep them so. */
const idOf = (holder: unknown): string | undefined => {
  const id = isObject(holder) ? holder.id : undefined
  const text = typeof id === 'number' ? String(id) : id
  return typeof text === 'string' && text !== '' && text.length <= LONGEST_ID ? text : undefined
}

const WHO = ['usr', 'account', 'session']

const checkWho = (event: JsonObject): Fault | undefined => {
  for (const key of WHO) {
    const given = isObject(event[key]) ? event[key].id : undefined
    if (given !== undefined && given !== null && idOf(event[key]) === undefined) {
      return invalid(`/${key}/id`, `has to be a text of 1 to ${LONGEST_ID} characters`)
    }
  }
  if (WHO.some((key) => idOf(event[key]) !== undefined)) return undefined
  return invalid('/usr/id', 'is missing; give at least one of usr.id, account.id and session.id')
}

const checkTimestamp = (timestamp: unknown, receivedAt: number): Fault | undefined => {
  if (timestamp === undefined || timestamp === null) return undefined
  if (typeof timestamp !== 'number') return invalid('/timestamp', 'has to be a number, ms since 1970')
  return checkDate(timestamp, receivedAt, '/timestamp')
}

/**
 * The id by which a server event sent twice is known again: by the request's `DD-IDEMPOTENCY-KEY` and the event's place
 * in it, else by `event.id` or `id`, else by its content if that has a `timestamp`. An event with none of these is
 * taken for a new one each time, as the same thing may well happen twice.
 */
export const serverEventId = (event: JsonObject, idempotencyKey: string | undefined, index: number): string => {
  if (idempotencyKey) return hashOf(`${idempotencyKey}\0${index}`)
  const named = isObject(event.event) ? event.event : {}
  const id = named.id ?? event.id
  if (typeof id === 'string' || typeof id === 'number') return hashOf(JSON.stringify([named.name, id]))
  return typeof event.timestamp === 'number' ? hashOf(JSON.stringify(event)) : randomUUID()
}
