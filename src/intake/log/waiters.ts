export interface Waiters {
  /** Resolves when `last()` is past `after`, after `timeoutMs`, when `signal` aborts, or when all are dismissed. */
  wait(after: bigint, timeoutMs: number, signal?: AbortSignal): Promise<void>
  /** To be called when `last()` has risen. */
  wake(): void
  /** Lets all go, and later ones at once. */
  dismiss(): void
}

export const createWaiters = (last: () => bigint): Waiters => {
  const waiting = new Map<() => void, bigint>()
  let dismissed = false
  return {
    wait: (after, timeoutMs, signal) => {
      if (dismissed || signal?.aborted || last() > after) return Promise.resolve()
      return new Promise((resolve) => {
        const done = () => {
          waiting.delete(done)
          clearTimeout(timer)
          signal?.removeEventListener('abort', done)
          resolve()
        }
        const timer = setTimeout(done, timeoutMs)
        signal?.addEventListener('abort', done)
        waiting.set(done, after)
      })
    },
    wake: () => {
      for (const [done, after] of waiting) if (last() > after) done()
    },
    dismiss: () => {
      dismissed = true
      for (const done of [...waiting.keys()]) done()
    },
  }
}
