/** One at a time, in the order of asking. */
export type Mutex = <R>(work: () => Promise<R>) => Promise<R>

export const createMutex = (): Mutex => {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
}
