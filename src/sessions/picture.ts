/**
 * What of the stored rows counts right now. A session lies in `events_hot` entirely or in `events` entirely; these
 * numbers say where, and change in one step, so that no question sees a session twice or not at all.
 */
export interface Picture {
  /** Batches of `events` up to this one count. */
  committed: bigint
  /** Sessions of batches up to this one are gone from `events_hot`; those of later committed ones are hidden there. */
  removed: bigint
  /** Sessions reopened under numbers up to this one have left `events` and count in `events_hot`. */
  reopened: bigint
  /** Whether any copy in `events` is superseded: if none is, questions need not look. */
  superseded: boolean
}

export const FIRST_PICTURE: Picture = { committed: 0n, removed: 0n, reopened: 0n, superseded: false }

export interface PictureStore {
  read(): Promise<Omit<Picture, 'superseded'>>
  write(picture: Omit<Picture, 'superseded'>): Promise<void>
}

/** The picture in force, and who still looks at an older one. */
export interface Pictures {
  current(): Picture
  /** Durable first, then in force. */
  change(next: Picture): Promise<void>
  /** Runs a question under the picture of now; rows it may read stay until it ends. */
  under<R>(ask: (picture: Picture) => Promise<R>): Promise<R>
  /** Resolves once no question looks at a picture older than `committed`, or `false` after the time is over. */
  released(committed: bigint, timeoutMs: number): Promise<boolean>
}

export const createPictures = (store: PictureStore, first: Picture): Pictures => {
  let current = first
  const held = new Map<Picture, number>()
  let waiting: (() => void)[] = []

  const olderThan = (committed: bigint) => [...held.keys()].some((picture) => picture.committed < committed)
  const letGo = (picture: Picture) => {
    const left = held.get(picture)! - 1
    if (left) held.set(picture, left)
    else held.delete(picture)
    const now = waiting
    waiting = []
    for (const resolve of now) resolve()
  }

  return {
    current: () => current,
    async change(next) {
      await store.write(next)
      current = next
    },
    async under(ask) {
      const picture = current
      held.set(picture, (held.get(picture) ?? 0) + 1)
      try {
        return await ask(picture)
      } finally {
        letGo(picture)
      }
    },
    async released(committed, timeoutMs) {
      const deadline = performance.now() + timeoutMs
      while (olderThan(committed)) {
        const left = deadline - performance.now()
        if (left <= 0) return false
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left)
          waiting.push(() => {
            clearTimeout(timer)
            resolve()
          })
        })
      }
      return true
    },
  }
}
