/** A copy of something in the store that can be looked at without asking the store. */
export type KeptCopy<T> = { now(): T; refresh(): Promise<void>; stop(): void }

/**
 * Loads a copy, and again every `everyMs` (0: only when asked). While loading fails, the last good copy stays.
 * Rejects if the first load fails. A `refresh()` that resolves has loaded what was there when it was called.
 */
export const keepCopy = async <T>({
  load,
  everyMs,
  onFailure,
}: {
  load: () => Promise<T>
  everyMs: number
  onFailure: (error: unknown) => void
}): Promise<KeptCopy<T>> => {
  let copy = await load()
  let running: Promise<void> | undefined
  let queued: Promise<void> | undefined
  const reload = async () => {
    copy = await load()
  }
  const run = (): Promise<void> => {
    running = reload().finally(() => {
      running = undefined
    })
    return running
  }
  // A load that has begun may have missed the change, so whoever asks meanwhile shares one more load after it.
  const refresh = (): Promise<void> => {
    if (!running) return run()
    queued ??= running
      .catch(() => {})
      .then(() => {
        queued = undefined
        return run()
      })
    return queued
  }
  const timer = everyMs > 0 ? setInterval(() => void refresh().catch(onFailure), everyMs) : undefined
  timer?.unref()
  return { now: () => copy, refresh, stop: () => clearInterval(timer) }
}
