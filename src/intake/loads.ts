import { randomBytes } from 'node:crypto'

/** What has been loaded since the start, for those who wait for news. */
export interface LoadState {
  /** Differs whenever something was loaded; of another start, always. */
  version: string
  /** Events loaded since the start. */
  events: number
  /** Epoch ms; null before the first load. */
  at: number | null
}

export interface Loads {
  now(): LoadState
  /** Called by the loader after each load. */
  note(events: number, at: number): void
  /** Calls back after each load, until the returned function is called. */
  watch(onLoad: () => void): () => void
  /** Resolves when the version is another than `version`, or the time is over, or the signal aborts. */
  after(version: string, timeoutMs: number, signal: AbortSignal): Promise<LoadState>
}

export const createLoads = (): Loads => {
  const start = randomBytes(4).toString('hex')
  const watchers = new Set<() => void>()
  let count = 0
  let state: LoadState = { version: `${start}-0`, events: 0, at: null }

  const watch: Loads['watch'] = (onLoad) => {
    watchers.add(onLoad)
    return () => void watchers.delete(onLoad)
  }
  return {
    now: () => state,
    watch,
    note(events, at) {
      count += 1
      state = { version: `${start}-${count}`, events: state.events + events, at }
      for (const onLoad of [...watchers]) onLoad()
    },
    after: (version, timeoutMs, signal) =>
      new Promise((resolve) => {
        if (state.version !== version || timeoutMs <= 0 || signal.aborted) return resolve(state)
        const done = () => {
          clearTimeout(timer)
          leave()
          signal.removeEventListener('abort', done)
          resolve(state)
        }
        const leave = watch(done)
        const timer = setTimeout(done, timeoutMs)
        signal.addEventListener('abort', done, { once: true })
      }),
  }
}
