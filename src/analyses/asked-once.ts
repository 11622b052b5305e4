/** Work under way that several wait for. It is given up once nobody waits any more. */
interface UnderWay<R> {
  result: Promise<R>
  aborter: AbortController
  waiting: number
}

export type Shared<R> = (key: string, work: (signal: AbortSignal) => Promise<R>, signal?: AbortSignal) => Promise<R>

/** Does work of equal keys once at a time. Whoever's signal aborts stops waiting; the others go on. */
export const createShared = <R>(): Shared<R> => {
  const underWay = new Map<string, UnderWay<R>>()

  const start = (key: string, work: (signal: AbortSignal) => Promise<R>): UnderWay<R> => {
    const aborter = new AbortController()
    const entry: UnderWay<R> = { aborter, waiting: 0, result: work(aborter.signal) }
    const forget = () => {
      if (underWay.get(key) === entry) underWay.delete(key)
    }
    entry.result.then(forget, forget)
    underWay.set(key, entry)
    return entry
  }

  return async (key, work, signal) => {
    signal?.throwIfAborted()
    const entry = underWay.get(key) ?? start(key, work)
    entry.waiting += 1
    const leave = () => {
      entry.waiting -= 1
      if (entry.waiting > 0) return
      if (underWay.get(key) === entry) underWay.delete(key)
      entry.aborter.abort(signal?.reason)
    }
    const done = () => {
      entry.waiting -= 1
    }
    if (!signal) return entry.result.finally(done)
    return new Promise<R>((resolve, reject) => {
      const onAbort = () => {
        leave()
        reject(signal.reason)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      const settled = () => {
        if (signal.aborted) return
        signal.removeEventListener('abort', onAbort)
        done()
      }
      entry.result.then(resolve, reject).finally(settled)
    })
  }
}
