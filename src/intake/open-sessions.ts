import type { Engine } from '../engine/engine.ts'
import type { Pictures } from '../sessions/picture.ts'
import { reopen } from '../sessions/reopen.ts'

/** The sessions that the loader knows to be open, so that it looks up only those it has not met. */
export interface OpenSessions {
  /**
   * After this, everything about these sessions lies among the open ones. New rows of the sessions in the answer must
   * carry this number as `reopened`: questions under way still look at the settled copy, and must not see them.
   */
  makeOpen(keys: ReadonlySet<bigint>): Promise<ReadonlyMap<bigint, bigint>>
  left(keys: readonly bigint[]): void
  /** New rows must carry this number as `slot`. */
  slot(): bigint
  /** To be called before events as old as this are written among the open ones. */
  expect(oldestMs: number): void
  /** Collects the sessions made open from now on, until the returned function is called. */
  watch(): () => ReadonlySet<bigint>
}

const KNOWN_AT_MOST = 500_000
const LOOK_UP_AT_ONCE = 2_000

export const createOpenSessions = (engine: Engine, pictures: Pictures): OpenSessions => {
  const known = new Set<bigint>()
  const watchers = new Set<Set<bigint>>()
  const brought = new Map<bigint, bigint>()

  const bringBack = async (keys: readonly bigint[]) => {
    const number = pictures.current().reopened + 1n
    for (const key of await reopen(engine, pictures, keys)) brought.set(key, number)
  }
  const numbersOf = (keys: ReadonlySet<bigint>) => {
    for (const [key, number] of brought) if (!pictures.heldBefore(number)) brought.delete(key)
    return new Map([...brought].filter(([key]) => keys.has(key)))
  }

  return {
    async makeOpen(keys) {
      for (const watcher of watchers) for (const key of keys) watcher.add(key)
      await pictures.certain()
      const unmet = [...keys].filter((key) => !known.has(key))
      for (let i = 0; i < unmet.length; i += LOOK_UP_AT_ONCE) {
        await bringBack(unmet.slice(i, i + LOOK_UP_AT_ONCE))
      }
      if (known.size > KNOWN_AT_MOST) known.clear()
      for (const key of unmet) known.add(key)
      return numbersOf(keys)
    },
    left(keys) {
      for (const key of keys) known.delete(key)
    },
    slot: () => pictures.slot(),
    expect: (oldestMs) => pictures.lowerHot(oldestMs),
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
