import { DAY } from './traffic/calendar.ts'
import { type Batch, generateTraffic, type TrafficOptions } from './traffic/generate.ts'

export type { Batch } from './traffic/generate.ts'

export interface FillOptions {
  /** Takes one batch; it may reject, which ends the filling. Its requests must carry the present as `batch_time`. */
  send(batch: Batch): Promise<void>
  /** Where the traffic ends, ms; it begins `days` before. */
  now: number
  applicationId: string
  days?: number
  sessions?: number
  seed?: string | number
  onProgress?(progress: FillProgress): void
  signal?: AbortSignal
  /** How many batches may be on their way at once. */
  width?: number
}

export interface FillProgress {
  batches: number
  events: number
  /** 0 to 1, by time covered. */
  share: number
}

export const DEMO_DAYS = 30
export const DEMO_SESSIONS = 3000
export const DEMO_SEED = 'longshore'
const PROGRESS_EVERY = 100
const STRETCH = 40

/** The options of the traffic that `fillDemo` sends: what `truthOf` needs to know. */
export const trafficOf = ({ now, applicationId, days, sessions, seed }: Omit<FillOptions, 'send'>): TrafficOptions => ({
  seed: seed ?? DEMO_SEED,
  from: now - (days ?? DEMO_DAYS) * DAY,
  to: now,
  sessions: sessions ?? DEMO_SESSIONS,
  applicationId,
})

/**
 * Joins what one browser posts within a stretch of batches: a request costs more than the events in it, and most
 * stretches of the past hold few visits.
 */
function* joined(batches: Iterable<Batch>): Generator<Batch> {
  let visits = new Map<string, Batch>()
  let taken = 0
  for (const batch of batches) {
    const key = `${batch.address} ${batch.userAgent}`
    visits.set(key, { ...batch, events: [...(visits.get(key)?.events ?? []), ...batch.events] })
    if (++taken % STRETCH !== 0) continue
    yield* visits.values()
    visits = new Map()
  }
  yield* visits.values()
}

/**
 * Sends the demo's traffic, oldest first, never more than `width` batches at a time. Resolves with what was sent, also
 * when `signal` stopped it early; rejects with the first error of `send`.
 */
export const fillDemo = async (options: FillOptions): Promise<FillProgress> => {
  const { send, onProgress, signal, width = 16 } = options
  const traffic = trafficOf(options)
  const progress: FillProgress = { batches: 0, events: 0, share: 0 }
  const underway = new Set<Promise<void>>()
  let failure: { error: unknown } | null = null
  for (const batch of joined(generateTraffic(traffic))) {
    if (failure || signal?.aborted) break
    const sending: Promise<void> = send(batch)
      .catch((error: unknown) => {
        failure ??= { error }
      })
      .finally(() => underway.delete(sending))
    underway.add(sending)
    progress.batches += 1
    progress.events += batch.events.length
    const share = (batch.receivedAt - traffic.from) / (traffic.to - traffic.from)
    progress.share = Math.min(1, Math.max(progress.share, share))
    if (progress.batches % PROGRESS_EVERY === 0) onProgress?.({ ...progress })
    if (underway.size >= width) await Promise.race(underway)
  }
  await Promise.all(underway)
  if (failure) throw (failure as { error: unknown }).error
  if (!signal?.aborted) progress.share = 1
  onProgress?.({ ...progress })
  return progress
}
