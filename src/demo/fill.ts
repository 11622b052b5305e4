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
  /** 0 to 1, by the time covered. */
  share: number
}

export const DEMO_DAYS = 90
export const DEMO_SESSIONS = 6000
export const DEMO_SEED = 'longshore'
const PROGRESS_EVERY = 100
const STRETCH = 40
/** What pages show by default is sent first, so that they fill at once. */
const FIRST = 10 * DAY

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
 * stretches of the past hold few visits. What the backend tells is joined too.
 */
function* joined(batches: Iterable<Batch>): Generator<Batch> {
  let visits = new Map<string, Batch>()
  let taken = 0
  for (const batch of batches) {
    const key = `${batch.address} ${batch.userAgent}`
    const known = visits.get(key)
    visits.set(key, known ? both(known, batch) : batch)
    if (++taken % STRETCH !== 0) continue
    yield* visits.values()
    visits = new Map()
  }
  yield* visits.values()
}

const both = (one: Batch, other: Batch): Batch => {
  const recordings = [...(one.recordings ?? []), ...(other.recordings ?? [])]
  const serverEvents = [...(one.serverEvents ?? []), ...(other.serverEvents ?? [])]
  return {
    ...other,
    events: [...one.events, ...other.events],
    ...(recordings.length > 0 ? { recordings } : {}),
    ...(serverEvents.length > 0 ? { serverEvents } : {}),
  }
}

/** First the batches of the last days, then those before them; each part from old to new. */
function* newestFirst(traffic: TrafficOptions): Generator<Batch> {
  const since = traffic.to - FIRST
  for (const batch of generateTraffic(traffic)) if (batch.receivedAt >= since) yield batch
  if (traffic.from >= since) return
  for (const batch of generateTraffic(traffic)) {
    if (batch.receivedAt >= since) return
    yield batch
  }
}

/**
 * Sends the demo's traffic, the last days first, never more than `width` batches at a time. Resolves with what was sent, also
 * when `signal` stopped it early; rejects with the first error of `send`.
 */
export const fillDemo = async (options: FillOptions): Promise<FillProgress> => {
  const { send, onProgress, signal, width = 16 } = options
  const traffic = trafficOf(options)
  const progress: FillProgress = { batches: 0, events: 0, share: 0 }
  const underway = new Set<Promise<void>>()
  let failure: { error: unknown } | null = null
  for (const batch of joined(newestFirst(traffic))) {
    if (failure || signal?.aborted) break
    const sending: Promise<void> = send(batch)
      .catch((error: unknown) => {
        failure ??= { error }
      })
      .finally(() => underway.delete(sending))
    underway.add(sending)
    progress.batches += 1
    progress.events += batch.events.length + (batch.serverEvents?.length ?? 0)
    progress.share = Math.max(progress.share, shareAt(batch.receivedAt, traffic))
    if (progress.batches % PROGRESS_EVERY === 0) onProgress?.({ ...progress })
    if (underway.size >= width) await Promise.race(underway)
  }
  await Promise.all(underway)
  if (failure) throw (failure as { error: unknown }).error
  if (!signal?.aborted) progress.share = 1
  onProgress?.({ ...progress })
  return progress
}

const shareAt = (at: number, { from, to }: TrafficOptions): number => {
  const first = Math.min(FIRST, to - from)
  const covered = at >= to - first ? at - (to - first) : first + at - from
  return Math.min(1, Math.max(0, covered / (to - from)))
}
