import type { FileHandle } from 'node:fs/promises'
import { HEADER_BYTES, isIntact, MAGIC, parseHeader } from './frame.ts'

export type Found =
  | { kind: 'frame'; sequence: bigint; payload: Buffer; start: number; end: number }
  | { kind: 'damage'; start: number; end: number }

export interface Walk {
  file: FileHandle
  /** Byte range; `start` is where a frame begins. */
  start: number
  end: number
  /** Sequences outside of these are damage, however well their CRC fits. */
  least: bigint
  most: bigint
  chunkBytes: number
  /** Damage met before, start → end, so that it need not be searched through again. */
  known?: ReadonlyMap<number, number>
}

/**
 * The frames of a file in order. Bytes that are no frame come as one `damage`, up to the next good frame or the end of the
 * range. Payloads are views of read buffers that are not used again.
 */
export async function* walkFrames(walk: Walk): AsyncGenerator<Found> {
  const view = slidingView(walk)
  let { start, least } = walk
  while (start < walk.end) {
    const frame = await frameAt(view, start, least, walk.most)
    if (frame) {
      yield frame
      start = frame.end
      least = frame.sequence + 1n
    } else {
      const end = walk.known?.get(start) ?? (await nextFrame(view, walk, start + 1, least))
      yield { kind: 'damage', start, end }
      start = end
    }
  }
}

type View = (offset: number, length: number) => Promise<Buffer | null>

/** Gives bytes of the range, reading ahead by chunks; null past the end. */
const slidingView = ({ file, end, chunkBytes }: Walk): View => {
  let base = 0
  let bytes: Buffer = Buffer.alloc(0)
  return async (offset, length) => {
    if (offset + length > end) return null
    if (offset < base || offset + length > base + bytes.length) {
      bytes = await readFully(file, offset, Math.min(end - offset, Math.max(length, chunkBytes)))
      base = offset
    }
    return offset - base + length <= bytes.length ? bytes.subarray(offset - base, offset - base + length) : null
  }
}

const readFully = async (file: FileHandle, offset: number, length: number): Promise<Buffer> => {
  const bytes = Buffer.allocUnsafe(length)
  let got = 0
  while (got < length) {
    const { bytesRead } = await file.read(bytes, got, length - got, offset + got)
    if (bytesRead === 0) break
    got += bytesRead
  }
  return bytes.subarray(0, got)
}

const frameAt = async (view: View, start: number, least: bigint, most: bigint) => {
  const head = await view(start, HEADER_BYTES)
  const header = head && parseHeader(head)
  if (!header || header.sequence < least || header.sequence > most) return null
  const end = start + HEADER_BYTES + header.length
  const frame = await view(start, end - start)
  if (!frame || !isIntact(frame)) return null
  return { kind: 'frame', sequence: header.sequence, payload: frame.subarray(HEADER_BYTES), start, end } as const
}

/** Offset of the first good frame at or after `from`, else the end of the range. */
const nextFrame = async (view: View, walk: Walk, from: number, least: bigint): Promise<number> => {
  let offset = from
  while (offset + HEADER_BYTES <= walk.end) {
    const chunk = await view(offset, Math.min(walk.chunkBytes, walk.end - offset))
    if (!chunk) break
    const at = chunk.indexOf(MAGIC)
    if (at < 0) {
      offset += Math.max(1, chunk.length - MAGIC.length + 1)
    } else if (await frameAt(view, offset + at, least, walk.most)) {
      return offset + at
    } else {
      offset += at + 1
    }
  }
  return walk.end
}
