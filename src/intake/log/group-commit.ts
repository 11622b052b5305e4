export interface GroupCommit {
  /** Bytes that are waiting for the disk, those being written included. */
  waitingBytes(): number
  /** Resolves with the record's sequence when it is on disk. */
  add(payload: Buffer): Promise<bigint>
  /** Resolves when nothing waits any more. */
  settled(): Promise<void>
}

interface Waiting {
  payload: Buffer
  resolve: (sequence: bigint) => void
  reject: (error: unknown) => void
}

/**
 * Appends that come while a batch is being written share the next one. `write` puts a batch on disk and gives the sequence
 * of its first record; when it rejects, so do all appends of that batch. `roomBytes` bounds a batch (one record at least).
 */
export const createGroupCommit = (
  write: (payloads: Buffer[]) => Promise<bigint>,
  roomBytes: () => number,
): GroupCommit => {
  let queue: Waiting[] = []
  let waitingBytes = 0
  let running: Promise<void> | null = null

  const takeBatch = (): Waiting[] => {
    const room = roomBytes()
    let taken = 0
    let count = 0
    while (count < queue.length && (count === 0 || taken + queue[count]!.payload.length <= room)) {
      taken += queue[count]!.payload.length
      count += 1
    }
    const batch = queue.slice(0, count)
    queue = queue.slice(count)
    return batch
  }

  const writeBatch = async (batch: Waiting[]): Promise<void> => {
    try {
      const first = await write(batch.map(({ payload }) => payload))
      waitingBytes -= sizeOf(batch)
      for (const [place, { resolve }] of batch.entries()) resolve(first + BigInt(place))
    } catch (error) {
      waitingBytes -= sizeOf(batch)
      for (const { reject } of batch) reject(error)
    }
  }

  const run = async (): Promise<void> => {
    await Promise.resolve() // appends of the same turn of the event loop go into the first batch
    while (queue.length > 0) await writeBatch(takeBatch())
    running = null
  }

  return {
    waitingBytes: () => waitingBytes,
    add: (payload) =>
      new Promise((resolve, reject) => {
        queue.push({ payload, resolve, reject })
        waitingBytes += payload.length
        running ??= run()
      }),
    settled: async () => {
      while (running) await running
    },
  }
}

const sizeOf = (batch: Waiting[]): number => batch.reduce((sum, { payload }) => sum + payload.length, 0)
