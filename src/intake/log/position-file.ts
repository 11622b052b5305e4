import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import { syncFolder } from './sync-folder.ts'

export interface PositionFile {
  /** The last value written, null in a new file or when both slots are damaged. */
  readonly stored: bigint | null
  /** Whether the file had bytes, but no slot that can be trusted. */
  readonly damaged: boolean
  write(sequence: bigint): Promise<void>
  close(): Promise<void>
}

/**
 * Two slots, a disk block apart, written in turn: a torn write spoils one and leaves the other. In place, because on a full
 * disk a new file could not be written, and then nothing would ever be deleted.
 */
const SLOT_OFFSETS = [0, 4096] as const
const SLOT_BYTES = 20

interface Slot {
  generation: bigint
  sequence: bigint
}

const encode = ({ generation, sequence }: Slot): Buffer => {
  const bytes = Buffer.alloc(SLOT_BYTES)
  bytes.writeBigUInt64LE(generation, 0)
  bytes.writeBigUInt64LE(sequence, 8)
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 16)), 16)
  return bytes
}

const decode = (bytes: Buffer): Slot | null =>
  bytes.readUInt32LE(16) === crc32(bytes.subarray(0, 16))
    ? { generation: bytes.readBigUInt64LE(0), sequence: bytes.readBigUInt64LE(8) }
    : null

const newest = async (file: FileHandle): Promise<Slot | null> => {
  let best: Slot | null = null
  for (const offset of SLOT_OFFSETS) {
    const bytes = Buffer.alloc(SLOT_BYTES)
    const { bytesRead } = await file.read(bytes, 0, SLOT_BYTES, offset)
    const slot = bytesRead === SLOT_BYTES ? decode(bytes) : null
    if (slot && slot.generation > (best?.generation ?? 0n)) best = slot
  }
  return best
}

/** Opens or makes the file that says how far the loader has come. */
export const openPositionFile = async (path: string): Promise<PositionFile> => {
  const file = await open(path, 'r+').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    const made = await open(path, 'w+')
    await syncFolder(dirname(path))
    return made
  })
  const slot = await newest(file)
  const { size } = await file.stat()
  let generation = slot?.generation ?? 0n
  return {
    stored: slot?.sequence ?? null,
    damaged: slot === null && size > 0,
    async write(sequence) {
      const next = generation + 1n
      await file.write(encode({ generation: next, sequence }), 0, SLOT_BYTES, SLOT_OFFSETS[Number(next % 2n)])
      await file.datasync()
      generation = next
    },
    close: () => file.close(),
  }
}
