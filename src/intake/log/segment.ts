import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** One append-only file of the log. Its name holds the least sequence that it may hold. */
export interface Segment {
  readonly first: bigint
  readonly path: string
  /** Greatest sequence that it may hold; `first - 1n` while it is empty. */
  last: bigint
  /** Bytes that are on disk for good; what lies behind them is not read. */
  bytes: number
  /** Sparse index: where some frames begin, in order. */
  readonly marks: Mark[]
  /** Damage that was met: start → end, in bytes. */
  readonly damage: Map<number, number>
}

export interface Mark {
  sequence: bigint
  offset: number
}

/** One mark for so many bytes: a segment of 64 MB has a thousand. */
const MARK_BYTES = 64 * 1024
const NAME = /^(\d{20})\.records$/

export const newSegment = (folder: string, first: bigint): Segment => ({
  first,
  path: join(folder, `${first.toString().padStart(20, '0')}.records`),
  last: first - 1n,
  bytes: 0,
  marks: [],
  damage: new Map(),
})

/** The segments of a folder in order; the last one's `last` is not known yet. */
export const listSegments = async (folder: string): Promise<Segment[]> => {
  const names = (await readdir(folder)).filter((name) => NAME.test(name)).sort()
  const segments = names.map((name) => newSegment(folder, BigInt(name.slice(0, 20))))
  for (const [place, segment] of segments.entries()) {
    segment.bytes = (await stat(segment.path)).size
    const next = segments[place + 1]
    if (next) segment.last = next.first - 1n
  }
  return segments
}

/** Notes where a frame begins, if it is far enough behind the last note. */
export const mark = (segment: Segment, sequence: bigint, offset: number): void => {
  const before = segment.marks.at(-1)
  if (!before || offset >= before.offset + MARK_BYTES) segment.marks.push({ sequence, offset })
}

/** The nearest known frame at or before `sequence`. */
export const markBefore = (segment: Segment, sequence: bigint): Mark => {
  let low = 0
  let high = segment.marks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (segment.marks[middle]!.sequence <= sequence) low = middle + 1
    else high = middle
  }
  return segment.marks[low - 1] ?? { sequence: segment.first, offset: 0 }
}
