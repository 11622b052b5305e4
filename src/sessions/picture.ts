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
  /** No row of `events_hot` is older, epoch ms: questions that end before it need not look there. Absent: not known. */
  hotFrom?: number
  /** Profiles that were made before and need not be made anew. Absent: there are none. */
  profiles?: KeptProfiles
}

/** Which rows of `kept_profiles` count, and what they know of. */
export interface KeptProfiles {
  generation: bigint
  /** Batches up to this one, */
  committed: bigint
  /** without the sessions reopened under numbers up to this one. */
  reopened: bigint
  /** Epoch ms. */
  madeAt: number
  /** Paths of what customers set whose last values are kept, in the order of their columns. */
  custom: Readonly<Record<'users' | 'accounts', readonly string[]>>
}

export const FIRST_PICTURE: Picture = { committed: 0n, removed: 0n, reopened: 0n, superseded: false }

type Durable = Pick<Picture, 'committed' | 'removed' | 'reopened'>

export interface PictureStore {
  read(): Promise<Durable>
  write(picture: Durable): Promise<void>
}

/** The picture in force, and who still looks at an older one. */
export interface Pictures {
  current(): Picture
  /** Durable first, then in force. If it throws, nobody knows which one is durable until `certain`. */
  change(next: Picture): Promise<void>
  /** Finds out which picture is durable, if a change has failed. To be awaited before rows are written for a picture. */
  certain(): Promise<void>
  /** Work that ends in a change. If the last of its kind has failed, what it left behind is cleared first. */
  attempt<R>(kind: 'settle' | 'reopen', clear: (picture: Picture) => Promise<void>, work: () => Promise<R>): Promise<R>
  /** The slot of `events_hot` that rows go to from now on: to be asked under the loader's lock. */
  slot(): bigint
  /** Begins another slot, under the loader's lock: nothing is written to an older one any more. */
  nextSlot(): void
  /** To be called before rows as old as this are written to `events_hot`, under the loader's lock. */
  lowerHot(oldestMs: number): void
  /** These profiles count from now on, whatever else changes. */
  keepProfiles(profiles: KeptProfiles | undefined): void
  /** Runs a question under the picture of now; rows it may read stay until it ends. */
  under<R>(ask: (picture: Picture) => Promise<R>): Promise<R>
  /** Whether a question looks at a picture older than this reopening. */
  heldBefore(reopened: bigint): boolean
  /** Resolves once no question looks at a picture older than `committed`, or `false` after the time is over. */
  released(committed: bigint, timeoutMs: number): Promise<boolean>
}

/** `newest`: the slot of `events_hot` that may be written to. */
export const createPictures = (store: PictureStore, first: Picture, newest = 1n): Pictures => {
  let current = first
  let slot = newest
  let unsure: Picture | undefined
  const unfinished = new Set<string>()
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

  const withProfiles = ({ profiles: _, ...picture }: Picture, profiles: KeptProfiles | undefined): Picture =>
    profiles ? { ...picture, profiles } : picture

  const certain = async () => {
    if (!unsure) return
    const superseded = current.superseded || unsure.superseded
    current = withProfiles({ ...(await store.read()), superseded }, current.profiles)
    unsure = undefined
  }

  return {
    current: () => current,
    certain,
    heldBefore: (reopened) => [...held.keys()].some((picture) => picture.reopened < reopened),
    async change(next) {
      unsure = next
      await store.write(next)
      unsure = undefined
      current = withProfiles(next, current.profiles)
    },
    async attempt(kind, clear, work) {
      await certain()
      if (unfinished.has(kind)) await clear(current)
      unfinished.add(kind)
      const result = await work()
      unfinished.delete(kind)
      return result
    },
    keepProfiles(profiles) {
      current = withProfiles(current, profiles)
    },
    slot: () => slot,
    nextSlot() {
      slot += 1n
    },
    lowerHot(oldestMs) {
      if (current.hotFrom !== undefined && oldestMs < current.hotFrom) current = { ...current, hotFrom: oldestMs }
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
