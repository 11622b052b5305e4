/** Things of which one may be used by one at a time, handed out in order; `people` go before `background`. */
export interface Pool<T> {
  /** An abort rejects at once with the signal's reason; what was in use is handed out again when the work has ended. */
  use<R>(lane: 'people' | 'background', work: (item: T) => Promise<R>, signal?: AbortSignal): Promise<R>
  readonly size: number
  /** Waits until all are back. */
  drain(): Promise<void>
}

export const createPool = <T>(items: readonly T[]): Pool<T> => {
  const free = [...items]
  const waiting: Record<'people' | 'background', ((item: T) => void)[]> = { people: [], background: [] }
  let idle: (() => void)[] = []

  const take = (lane: 'people' | 'background', signal?: AbortSignal): Promise<T> => {
    const item = lane === 'background' && waiting.people.length ? undefined : free.pop()
    if (item !== undefined) return Promise.resolve(item)
    return new Promise((resolve, reject) => {
      const entry = (given: T) => {
        signal?.removeEventListener('abort', leave)
        resolve(given)
      }
      const leave = () => {
        waiting[lane] = waiting[lane].filter((other) => other !== entry)
        reject(signal?.reason)
      }
      waiting[lane].push(entry)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  const giveBack = (item: T) => {
    const next = waiting.people.shift() ?? waiting.background.shift()
    if (next) return next(item)
    free.push(item)
    if (free.length === items.length) {
      for (const resolve of idle) resolve()
      idle = []
    }
  }

  return {
    size: items.length,
    async use(lane, work, signal) {
      signal?.throwIfAborted()
      const item = await take(lane, signal)
      const done = work(item).finally(() => giveBack(item))
      return signal ? untilAborted(done, signal) : done
    },
    drain: () => (free.length === items.length ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
  }
}

const untilAborted = <R>(done: Promise<R>, signal: AbortSignal): Promise<R> =>
  new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    signal.addEventListener('abort', leave, { once: true })
    if (signal.aborted) leave()
    done.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
