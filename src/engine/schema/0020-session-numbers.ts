import { type Keys, withKeys } from './0019-person-keys.ts'
import type { Dialect } from './dialect.ts'

/**
 * Sessions as numbers, as people are. `session_key` tells sessions of two applications apart that share an id, and
 * events without a session from each other; this does neither, as counting by `@session.id` does not.
 */
const KEYS: Keys = { events: [['session_number', 'session_id']], sequences: [['session_number', 'session_id']] }

export const sessionNumbers = (d: Dialect): string[] => withKeys(KEYS, d)
