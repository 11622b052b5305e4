import { AnswerError, type Ask } from '../ask/ask.ts'

/** What a recorded page names and the player can't show. */
export interface MissingAsset {
  address: string
  /** Null: its origin is not among those that the operator names. */
  why: string | null
}

/** By address, where each may be taken from now; null: nowhere. */
type Named = ReadonlyMap<string, string | null>

/** Leaves the first picture alone. */
const AFTER_MS = 800
const AT_ONCE = 4
/** A page may name as many as it likes; so many are looked at. */
const MOST = 1000

/**
 * Finds out which of the assets that a page names can't be had, and says so by `onMissing`. The frame asks for the same
 * ones, so that the browser has most of them by then.
 */
export const createAssetCheck = (ask: Ask, named: Named, onMissing: () => void) => {
  const aborter = new AbortController()
  const checked = new Set<string>()
  const failed = new Map<string, string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = 0

  const next = (): readonly [string, string] | undefined => {
    if (checked.size >= MOST) return undefined
    for (const [address, from] of named) if (from !== null && !checked.has(address)) return [address, from]
    return undefined
  }
  const run = async () => {
    for (let one = next(); one && !aborter.signal.aborted; one = next()) {
      const [address, path] = one
      checked.add(address)
      try {
        await ask({ path, as: 'text', signal: aborter.signal })
      } catch (error) {
        if (!(error instanceof AnswerError)) continue
        failed.set(address, error.message)
        onMissing()
      }
    }
  }
  return {
    later() {
      clearTimeout(timer)
      timer = setTimeout(() => {
        for (; running < AT_ONCE && next(); ) {
          running++
          void run().finally(() => {
            running--
          })
        }
      }, AFTER_MS)
    },
    missing: (): MissingAsset[] =>
      [...named].flatMap(([address, from]): MissingAsset[] => {
        const why = from === null ? null : failed.get(address)
        return why === undefined ? [] : [{ address, why }]
      }),
    stop() {
      clearTimeout(timer)
      aborter.abort()
    },
  }
}
