/** Requests come in bursts, after an offline time above all: as much as this many seconds' worth may come at once. */
const BURST_SECONDS = 10

interface Bucket {
  level: number
  at: number
}

export interface RateLimit {
  /** 0 when the application may send now, else the seconds to wait. */
  waitOf(application: { id: string; rateLimit: number }, now: number): number
  /** Notes what came. A batch is never cut: the application pays for the excess by waiting. */
  spend(application: { id: string; rateLimit: number }, events: number, now: number): void
}

/** A token bucket an application, of events; `rateLimit` 0 is without limit. */
export const rateLimit = (): RateLimit => {
  const buckets = new Map<string, Bucket>()
  const bucketOf = ({ id, rateLimit }: { id: string; rateLimit: number }, now: number): Bucket => {
    const full = rateLimit * BURST_SECONDS
    const bucket = buckets.get(id) ?? { level: full, at: now }
    bucket.level = Math.min(full, bucket.level + (Math.max(0, now - bucket.at) / 1000) * rateLimit)
    bucket.at = now
    buckets.set(id, bucket)
    return bucket
  }
  return {
    waitOf(application, now) {
      if (application.rateLimit <= 0) return 0
      const { level } = bucketOf(application, now)
      return level > 0 ? 0 : Math.ceil((1 - level) / application.rateLimit)
    },
    spend(application, events, now) {
      if (application.rateLimit > 0) bucketOf(application, now).level -= events
    },
  }
}
