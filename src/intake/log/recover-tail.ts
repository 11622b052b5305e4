import { type FileHandle, open, truncate, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { HEADER_BYTES } from './frame.ts'
import type { LogNote } from './intake-log.ts'
import { mark, newSegment, type Segment } from './segment.ts'
import { syncFolder } from './sync-folder.ts'
import { walkFrames } from './walk-frames.ts'

const MOST = 2n ** 64n - 1n
const CHUNK_BYTES = 2 ** 20

/**
 * Reads the newest of `segments` that holds anything through: sets its `last` and marks, and cuts off a tail without a good frame, which is
 * what a kill in the middle of a write leaves. If the tail was no torn write but damage, its sequences have been in use: so
 * one for each frame that may have been in it is passed over, and a new segment is made, whose name keeps that.
 */
export const recoverTail = async (segments: Segment[], note: LogNote): Promise<void> => {
  const segment = segments.findLast(({ bytes }) => bytes > 0)
  if (!segment) return
  const size = segment.bytes
  const file = await open(segment.path, 'r')
  const goodEnd = await scan(file, segment).finally(() => file.close())
  if (goodEnd === size) return
  note('a torn tail of the intake log is cut off', { segment: segment.path, start: goodEnd, bytes: size - goodEnd })
  if (segment === segments.at(-1)) {
    const free = segment.last + 1n + BigInt(Math.ceil((size - goodEnd) / HEADER_BYTES))
    segments.push(await makeSegment(dirname(segment.path), free))
  }
  segment.bytes = goodEnd
  if (goodEnd > 0) return truncate(segment.path, goodEnd)
  segments.splice(segments.indexOf(segment), 1)
  await unlink(segment.path)
  return recoverTail(segments, note)
}

/** Gives the offset behind the last good frame. */
const scan = async (file: FileHandle, segment: Segment): Promise<number> => {
  let goodEnd = 0
  const { bytes: end, first: least, last } = segment
  const most = last < least ? MOST : last
  segment.last = least - 1n
  for await (const found of walkFrames({ file, start: 0, end, least, most, chunkBytes: CHUNK_BYTES })) {
    if (found.kind === 'damage') continue
    mark(segment, found.sequence, found.start)
    segment.last = found.sequence
    goodEnd = found.end
  }
  return goodEnd
}

const makeSegment = async (folder: string, first: bigint): Promise<Segment> => {
  const segment = newSegment(folder, first)
  await (await open(segment.path, 'wx')).close()
  await syncFolder(folder)
  return segment
}
