import type { Engine } from '../engine/engine.ts'
import type { Pictures } from '../sessions/picture.ts'
import { reopen } from '../sessions/reopen.ts'

/** The sessions that the loader knows to be open, so that it looks up only those it has not met. */
export interface OpenSessions {
  /** After this, everything about these sessions lies among the open ones. */
  makeOpen(keys: ReadonlySet<bigint>): Promise<void>
  left(keys: readonly bigint[]): void
  /** Collects the sessions made open from now on, until the returned function is called. */
  watch(): () => ReadonlySet<bigint>
}

const KNOWN_AT_MOST = 500_000
const LOOK_UP_AT_ONCE = 2_000

export const createOpenSessions = (engine: Engine, pictures: Pictures): OpenSessions => {
  const known = new Set<bigint>()
  const watchers = new Set<Set<bigint>>()

  return {
    async makeOpen(keys) {
      for (const watcher of watchers) for (const key of keys) watcher.add(key)
      const unmet = [...keys].filter((key) => !known.has(key))
      for (let i = 0; i < unmet.length; i += LOOK_UP_AT_ONCE) {
        await reopen(engine, pictures, unmet.slice(i, i + LOOK_UP_AT_ONCE))
      }
      if (known.size > KNOWN_AT_MOST) known.clear()
      for (const key of unmet) known.add(key)
    },
    left(keys) {
      for (const key of keys) known.delete(key)
    },
    watch() {
      const seen = new Set<bigint>()
      watchers.add(seen)
      return () => {
        watchers.delete(seen)
        return seen
      }
    },
  }
}
