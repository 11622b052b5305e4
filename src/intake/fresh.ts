import type { Part } from './batch.ts'
import { FreshBlock } from './fresh-block.ts'

/**
 * What was logged last, kept in memory in the form in which the engine takes it, so that it need not be read back. The
 * log is what counts: whatever is not here, or would not fit, or may not have got to the disk, is loaded from there.
 */
export interface Fresh {
  /**
   * Appends to the log; resolves when the payload is on disk. Where there is no room and the loader gets on, it waits for
   * some first: senders that come faster than events are loaded would make all later ones be read back from the log, which
   * takes twice as long.
   */
  append(payload: Buffer, parts: readonly Part[]): Promise<void>
  /** The next block whose records all come after this one, and on disk. It stays until it is dropped. */
  next(after: bigint): Promise<FreshBlock | undefined>
  drop(block: FreshBlock): void
}

/** Payload bytes: of a block, and of all that wait. */
export const BLOCK_BYTES = 20 * 2 ** 20
const MOST_BYTES = 48 * 2 ** 20
/** So long a sender waits for room at most, */
const ROOM_WAIT_MS = 2_000
/** and none does once the loader has not got on for so long, as while the engine is away: longer than any load takes. */
const STANDSTILL_MS = 10_000
/** Blocks are large: one is kept to be filled again. */
const MOST_IDLE = 1

/** `onTrouble` is told of rows that could not be put into a block, which none should be. */
export const createFresh = (
  log: { append(payload: Buffer): Promise<bigint> },
  onTrouble: (error: Error) => void,
): Fresh => {
  const idle: FreshBlock[] = []
  let closed: FreshBlock[] = []
  let open: FreshBlock | undefined
  let bytes = 0
  let asked = -1n
  const room = createRoom()

  const add = (to: FreshBlock, written: Promise<bigint>, payload: Buffer, parts: readonly Part[]): void => {
    bytes += payload.length
    try {
      to.add(written, payload, parts)
    } catch (error) {
      // The log has it all the same.
      to.isBroken = true
      onTrouble(error as Error)
    }
    if (to.isBroken || to.bytes > BLOCK_BYTES) close()
  }
  const close = (): void => {
    if (open) closed.push(open)
    open = undefined
  }
  const drop = (block: FreshBlock): void => {
    closed = closed.filter((other) => other !== block)
    bytes -= block.bytes
    room.made()
    block.clear()
    if (idle.length < MOST_IDLE) idle.push(block)
  }

  return {
    async append(payload, parts) {
      await room.until(() => bytes + payload.length <= MOST_BYTES)
      const written = log.append(payload)
      if (bytes + payload.length > MOST_BYTES) close()
      else {
        open ??= idle.pop() ?? new FreshBlock()
        add(open, written, payload, parts)
      }
      await written
    },
    async next(after) {
      // What was loaded since then came from a block or from the log.
      if (asked >= 0n && after > asked) room.gotOn()
      asked = after
      for (;;) {
        if (!closed.length) close()
        const block = closed[0]
        if (!block) return undefined
        await block.settle()
        if (!block.isBroken && block.first > after) return block
        drop(block)
      }
    },
    drop,
  }
}

/** Where senders wait, the first before the others. */
const createRoom = () => {
  let waiting = new Set<() => void>()
  let gotOnAt = Number.NEGATIVE_INFINITY
  const change = (left: number): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(done, left)
      waiting.add(done)
    })
  return {
    gotOn: () => {
      gotOnAt = performance.now()
    },
    made: () => {
      const all = waiting
      waiting = new Set()
      for (const done of all) done()
    },
    until: async (isEnough: () => boolean): Promise<void> => {
      const end = performance.now() + ROOM_WAIT_MS
      while (!isEnough()) {
        const now = performance.now()
        const left = Math.min(end, gotOnAt + STANDSTILL_MS) - now
        if (left <= 0) return
        await change(left)
      }
    },
  }
}
