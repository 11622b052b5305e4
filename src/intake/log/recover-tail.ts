import { open } from 'node:fs/promises'
import { HEADER_BYTES } from './frame.ts'
import type { LogNote } from './intake-log.ts'
import { mark, type Segment } from './segment.ts'
import { walkFrames } from './walk-frames.ts'

const MOST = 2n ** 64n - 1n
const CHUNK_BYTES = 2 ** 20

/**
 * Reads the newest segment through: sets its `last` and marks, and cuts off a tail without a good frame, which is what a
 * kill in the middle of a write leaves. Gives the least sequence that is free: one for each frame that may have been in
 * the tail is passed over, for if the tail was no torn write but damage, its sequences have been in use.
 */
export const recoverTail = async (segment: Segment, note: LogNote): Promise<bigint> => {
  const file = await open(segment.path, 'r+')
  try {
    const size = segment.bytes
    let goodEnd = 0
    const walk = { file, start: 0, end: size, least: segment.first, most: MOST, chunkBytes: CHUNK_BYTES }
    for await (const found of walkFrames(walk)) {
      if (found.kind === 'damage') continue
      mark(segment, found.sequence, found.start)
      segment.last = found.sequence
      goodEnd = found.end
    }
    if (goodEnd === size) return segment.last + 1n
    note('a torn tail of the intake log is cut off', { segment: segment.path, start: goodEnd, bytes: size - goodEnd })
    await file.truncate(goodEnd)
    await file.sync()
    segment.bytes = goodEnd
    return segment.last + 1n + BigInt(Math.ceil((size - goodEnd) / HEADER_BYTES))
  } finally {
    await file.close()
  }
}
