import { createHash } from 'node:crypto'

/**
 * The number that a session's rows are kept, moved and spread by: a hash of 64 bits as a decimal string. An event
 * without a session stands alone, under its own id. Two sessions may share a key, so counting goes by the session's id.
 */
export const sessionKeyOf = (applicationId: string, sessionId: string, eventId: string): string =>
  hash64(sessionId ? `s\0${applicationId}\0${sessionId}` : `e\0${applicationId}\0${eventId}`)

const hash64 = (text: string): string => createHash('sha1').update(text).digest().readBigUInt64LE(0).toString()
