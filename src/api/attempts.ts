/** Counts attempts per name (an address, an email) and says how long to wait once there were too many. */
export type Attempts = {
  /** Counts an attempt. Answers 0, or after how many seconds the next one is allowed. */
  take(name: string): number
  /** Forgets the attempts of a name. */
  forgive(name: string): void
}

/** So many names are remembered at most; then the oldest go. */
const MOST = 10_000

/** Allows `limit` attempts in any window that starts with the first of them and lasts `windowMs`. */
export const countAttempts = ({
  limit,
  windowMs,
  now = Date.now,
}: {
  limit: number
  windowMs: number
  now?: () => number
}): Attempts => {
  const windows = new Map<string, { until: number; count: number }>()
  return {
    take: (name) => {
      const at = now()
      let window = windows.get(name)
      if (!window || window.until <= at) {
        windows.delete(name)
        window = { until: at + windowMs, count: 0 }
        windows.set(name, window)
        if (windows.size > MOST) windows.delete(windows.keys().next().value!)
      }
      if (window.count >= limit) return Math.ceil((window.until - at) / 1000)
      window.count += 1
      return 0
    },
    forgive: (name) => {
      windows.delete(name)
    },
  }
}
