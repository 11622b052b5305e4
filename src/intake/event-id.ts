import { createHash } from 'node:crypto'
import { isObject, type JsonObject } from './shapes.ts'

/** Ids longer than this are replaced by their hash. */
export const LONGEST_ID = 200

/**
 * The id by which an event sent twice is known again within its application, session and type: the SDK's own where
 * there is one, else a hash of the whole event, session and view included.
 */
export const eventIdOf = (event: JsonObject): string => {
  const own = event[String(event.type)]
  const id = isObject(own) ? own.id : undefined
  return typeof id === 'string' && id !== '' && id.length <= LONGEST_ID ? id : `h${hashOf(JSON.stringify(event))}`
}

/** 128 bits, in hex. */
export const hashOf = (text: string): string => createHash('sha1').update(text).digest('hex').slice(0, 32)
