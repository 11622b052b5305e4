import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { WaywornError } from '../../lib/errors.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import type { LogNote } from './intake-log.ts'
import { openPositionFile, type PositionFile } from './position-file.ts'
import { recoverTail } from './recover-tail.ts'
import { listSegments, type Segment } from './segment.ts'
import { SegmentReader } from './segment-reader.ts'
import { SegmentWriter } from './segment-writer.ts'
import { syncFolder } from './sync-folder.ts'

/** What a log is made of, opened and mended. */
export interface Parts {
  lock: FolderLock
  segments: Segment[]
  positionFile: PositionFile
  position: bigint
  reader: SegmentReader
  writer: SegmentWriter
}

/** Runs `work` on a folder that exists by then. Errors of the file system become data_folder_unusable. */
export const usable = async <T>(folder: string, work: () => Promise<T>): Promise<T> => {
  try {
    if (await mkdir(folder, { recursive: true })) await syncFolder(dirname(folder))
    return await work()
  } catch (error) {
    if (error instanceof WaywornError || !(error as NodeJS.ErrnoException).code) throw error
    throw new WaywornError('data_folder_unusable', { folder, reason: (error as Error).message }, undefined, {
      cause: error,
    })
  }
}

export const openParts = async (folder: string, segmentBytes: number, note: LogNote): Promise<Parts> => {
  const lock = await lockFolder(folder)
  try {
    const segments = await listSegments(folder)
    await recoverTail(segments, note)
    const newest = segments.at(-1)
    const free = newest ? newest.last + 1n : 1n
    const positionFile = await openPositionFile(join(folder, 'position'))
    const beforeFirst = positionFile.damaged ? (segments[0]?.first ?? 1n) - 1n : 0n
    const position = positionFile.stored ?? beforeFirst
    if (positionFile.damaged)
      note('the position of the loader was damaged; it starts over', { position: `${position}` })
    const writer = await SegmentWriter.open({
      folder,
      segmentBytes,
      segments,
      next: free > position ? free : position + 1n,
      resume: newest && newest.bytes < segmentBytes ? newest : null,
      note,
    })
    return { lock, segments, positionFile, position, reader: new SegmentReader(segments, note), writer }
  } catch (error) {
    await lock.release()
    throw error
  }
}
