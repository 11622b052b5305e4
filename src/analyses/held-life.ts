/** What is made when it is first entered, and removed once it was dropped and all who entered have left. */
export interface Life<T> {
  /** Undefined if it could not be made. */
  enter(): Promise<T | undefined>
  leave(): void
  /** Nobody enters from now on. */
  drop(): void
}

/** Neither making nor removing it fails a question: that does without, and tells what is wrong if it can't either. */
export const createLife = <T>(make: () => Promise<T>, remove: () => Promise<unknown>): Life<T> => {
  let made: Promise<T | undefined> | undefined
  let inside = 0
  let isDropped = false
  const removeUnread = () => {
    if (isDropped && inside === 0) made?.then(remove).catch(() => undefined)
  }
  return {
    enter: () => {
      made ??= make().catch(() => undefined)
      inside += 1
      return made
    },
    leave: () => {
      inside -= 1
      removeUnread()
    },
    drop: () => {
      isDropped = true
      removeUnread()
    },
  }
}
