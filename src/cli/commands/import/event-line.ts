import { WaywornError } from '../../../lib/errors.ts'
import { ATTRIBUTES } from '../../../model/attribute.ts'

/** One event of a file, ready to be sent. */
export interface ReadEvent {
  track: 'rum' | 'prodlytics'
  applicationId: string
  text: string
}

/** Made by us of the whole session, and found in exported events. */
const MADE = ATTRIBUTES.filter((attribute) => attribute.level === 'session').map(({ path }) => path.split('.'))

type Json = Record<string, unknown>

/**
 * An event from its line, as an SDK sends it or as an export wrote it; undefined for a session. `application` stands
 * in for its own. Throws `invalid_field` with the number of a line that holds no event.
 */
export const readEventLine = (line: string, number: number, application?: string): ReadEvent | undefined => {
  const given = parsed(line, number)
  const event =
    isObject(given.attributes) && isObject(given.attributes.attributes) ? given.attributes.attributes : given
  const { type } = event
  if (typeof type !== 'string') throw wrong(number, 'it has no "type"; give one event a line, as an SDK sends them')
  if (type === 'session') return undefined
  for (const path of MADE) remove(event, path)
  if (application) event.application = { ...(isObject(event.application) ? event.application : {}), id: application }
  const id = isObject(event.application) ? event.application.id : undefined
  if (typeof id !== 'string')
    throw wrong(number, 'it names no application.id; name one for all of them with --application')
  if (type !== 'server') return { track: 'rum', applicationId: id, text: JSON.stringify(event) }
  const { date, ...rest } = event
  return {
    track: 'prodlytics',
    applicationId: id,
    text: JSON.stringify(date === undefined ? rest : { ...rest, timestamp: date }),
  }
}

const parsed = (line: string, number: number): Json => {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    throw wrong(number, `it is no JSON: ${(error as Error).message}`)
  }
  if (isObject(value)) return value
  throw wrong(number, 'it is no JSON object; give one event a line')
}

const wrong = (number: number, reason: string) => new WaywornError('invalid_field', { field: `line ${number}`, reason })

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const remove = (event: Json, [first, ...rest]: readonly string[]): void => {
  const inner = event[first!]
  if (!rest.length) delete event[first!]
  else if (isObject(inner)) {
    remove(inner, rest)
    if (!Object.keys(inner).length) delete event[first!]
  }
}
