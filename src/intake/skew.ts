/** What the network alone can explain; a smaller difference is no reason to touch a date. */
const MOST_DELAY_MS = 60_000
/** A session's requests may differ by their delays without its clock having been set. */
const SAME_CLOCK_MS = 5 * 60_000
const MOST_SESSIONS = 50_000
/**
 * Clocks are off by hours, as zones are, or by years, as where a battery is empty. A request that says it was sent days
 * or months ago is one that was recorded then and is sent again: its dates are right.
 */
const RECORDED_AFTER_MS = 24 * 3_600_000
const RECORDED_WITHIN_MS = 456 * 24 * 3_600_000

/** Tells what to add to a session's dates, in ms. */
export type SkewOf = (sessionId: string, receivedAt: number, batchTime: number | null) => number

/**
 * How far clients' clocks are off, told by the time at which they say they send. One number a session, so that a slow
 * request does not move its events against those of its neighbours: the first request of a session decides, until its
 * clock is set anew. Remembers the sessions that were heard of last.
 */
export const skewKeeper = (): SkewOf => {
  const sessions = new Map<string, number>()
  return (sessionId, receivedAt, batchTime) => {
    if (batchTime === null || !Number.isFinite(batchTime) || batchTime <= 0) return 0
    const difference = Math.round(receivedAt - batchTime)
    const known = sessions.get(sessionId)
    if (known !== undefined && Math.abs(difference - known) <= SAME_CLOCK_MS) return known
    const isRecorded = difference > RECORDED_AFTER_MS && difference <= RECORDED_WITHIN_MS
    const skew = Math.abs(difference) > MOST_DELAY_MS && !isRecorded ? difference : 0
    if (sessions.size >= MOST_SESSIONS) forgetOldest(sessions)
    sessions.set(sessionId, skew)
    return skew
  }
}

const forgetOldest = (sessions: Map<string, number>): void => {
  let left = MOST_SESSIONS / 10
  for (const session of sessions.keys()) {
    if (left-- <= 0) return
    sessions.delete(session)
  }
}
