import { readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'

export interface IntakeLogLimits {
  /** Size at which a new segment is begun. Default 64 MB. */
  segmentBytes?: number
  /** Size of all segments from which on appends are refused. Default 20 GB, or half of what the disk has for it. */
  totalBytes?: number
  /** Payload bytes that may wait in memory for the disk. Default 256 MB. */
  waitingBytes?: number
}

const MB = 2 ** 20
const GB = 2 ** 30

export const fullLimits = async (folder: string, given: IntakeLogLimits = {}): Promise<Required<IntakeLogLimits>> => {
  const totalBytes = given.totalBytes ?? Math.min(20 * GB, Math.floor((await roomFor(folder)) / 2))
  return {
    // a quarter at most: only whole segments are deleted, so that one alone must not fill the log
    segmentBytes: Math.min(given.segmentBytes ?? 64 * MB, Math.ceil(totalBytes / 4)),
    totalBytes,
    waitingBytes: given.waitingBytes ?? 256 * MB,
  }
}

/** Bytes free on the folder's disk, and those that the log itself holds. */
const roomFor = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.records'))
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
  return bavail * bsize + sizes.reduce((sum, size) => sum + size, 0)
}

/** `20 GB`, `256 MB`, `1.5 KB`. */
export const sizeText = (bytes: number): string => {
  const [unit, name] = (
    [
      [GB, 'GB'],
      [MB, 'MB'],
      [1024, 'KB'],
      [1, 'bytes'],
    ] as const
  ).find(([size]) => bytes >= size) ?? [1, 'bytes']
  return `${Number((bytes / unit).toFixed(1))} ${name}`
}
