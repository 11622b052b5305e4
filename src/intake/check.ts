import { LONGEST_ID } from './event-id.ts'
import type { Fault } from './set-aside.ts'
import { isObject, type JsonObject } from './shapes.ts'

/** Why an event is left out without a word: it is not meant to be counted. */
export type Ignored = 'telemetry' | 'discarded' | 'own_request'

const TYPES = new Set(['view', 'view_update', 'action', 'error', 'resource', 'long_task', 'vital'])

const DEEPEST = 32
const MOST_ATTRIBUTES = 2000
const LONGEST_KEY = 1024
const EARLIEST = Date.UTC(2000, 0, 1)
/** Tells a unit that is not ms from a clock that runs ahead. */
const LATEST_AHEAD_MS = 400 * 24 * 3600 * 1000

/**
 * Looks at the envelope of an event that an SDK sent: its type, its date's type, its ids. Returns what is wrong, or why
 * it is to be ignored, or nothing. Everything else about an event is taken as it is.
 */
export const checkEvent = (event: JsonObject, applicationId: string): Fault | Ignored | undefined => {
  const { type } = event
  if (type === 'telemetry') return 'telemetry'
  if (typeof type !== 'string' || !TYPES.has(type)) {
    const seen = typeof type === 'string' ? `"${type.slice(0, 60)}"` : 'missing'
    const detail = `The type is ${seen}. Known are ${[...TYPES].join(', ')}.`
    return { reason: 'unknown_type', detail, pointer: '/type' }
  }
  const ignored = ignoredOf(event, type)
  if (ignored) return ignored
  return (
    checkApplication(event, applicationId) ??
    (typeof event.date === 'number' ? undefined : invalid('/date', 'has to be a number, ms since 1970')) ??
    checkId(event, 'session') ??
    checkId(event, 'view') ??
    checkSize(event)
  )
}

const ignoredOf = (event: JsonObject, type: string): Ignored | undefined => {
  if (type !== 'resource' && type !== 'long_task') return undefined
  if (isObject(event._dd) && event._dd.discarded === true) return 'discarded'
  const url = isObject(event.resource) ? event.resource.url : undefined
  return typeof url === 'string' && /[?&]ddforward=/.test(url) ? 'own_request' : undefined
}

export const invalid = (pointer: string, what: string): Fault => ({
  reason: 'invalid_event',
  detail: `${pointer.slice(1).replaceAll('/', '.')} ${what}.`,
  pointer,
})

const checkApplication = (event: JsonObject, applicationId: string): Fault | undefined => {
  const id = isObject(event.application) ? event.application.id : undefined
  if (id === applicationId) return undefined
  const detail = `application.id is ${JSON.stringify(id)?.slice(0, 80) ?? 'missing'}, the client token belongs to application ${applicationId}. Use the token of the application that the event is for.`
  return { reason: 'wrong_application', detail, pointer: '/application/id' }
}

const checkId = (event: JsonObject, of: 'session' | 'view'): Fault | undefined => {
  const holder = event[of]
  const id = isObject(holder) ? holder.id : undefined
  return typeof id === 'string' && id !== '' && id.length <= LONGEST_ID
    ? undefined
    : invalid(`/${of}/id`, `has to be a text of 1 to ${LONGEST_ID} characters`)
}

/** Looks at a date after the client's clock has been corrected. */
export const checkDate = (date: number, receivedAt: number, pointer = '/date'): Fault | undefined =>
  date >= EARLIEST && date <= receivedAt + LATEST_AHEAD_MS
    ? undefined
    : {
        reason: 'invalid_date',
        detail: `${pointer.slice(1)} is ${date}, which is before 2000 or far ahead. Send ms since 1970.`,
        pointer,
      }

/** Depth, number and length of keys. Keys inside lists are not counted: crash reports list hundreds of images. */
export const checkSize = (event: JsonObject): Fault | undefined => {
  const count = { left: MOST_ATTRIBUTES }
  const reason = measure(event, 1, count)
  return reason ? { reason, detail: TOO_MUCH[reason] } : undefined
}

type TooMuch = 'too_deep' | 'too_many_attributes' | 'key_too_long'

const TOO_MUCH: Record<TooMuch, string> = {
  too_deep: `The event nests deeper than ${DEEPEST} levels. Flatten it.`,
  too_many_attributes: `The event has more than ${MOST_ATTRIBUTES} attributes. Send fewer, or use lists.`,
  key_too_long: `A key of the event is longer than ${LONGEST_KEY} characters. Use shorter keys.`,
}

const measure = (value: object, depth: number, count: { left: number } | null): TooMuch | undefined => {
  if (depth > DEEPEST) return 'too_deep'
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = typeof item === 'object' && item !== null ? measure(item, depth + 1, null) : undefined
      if (found) return found
    }
    return undefined
  }
  for (const key in value) {
    if (key.length > LONGEST_KEY) return 'key_too_long'
    if (count && --count.left < 0) return 'too_many_attributes'
    const item = (value as JsonObject)[key]
    const found = typeof item === 'object' && item !== null ? measure(item, depth + 1, count) : undefined
    if (found) return found
  }
  return undefined
}
