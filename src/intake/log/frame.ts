import { crc32 } from 'node:zlib'

/**
 * One record on disk: magic (4 bytes), payload length (uint32), sequence (uint64), CRC-32 over those sixteen bytes and the
 * payload (uint32), then the payload. All numbers are little-endian.
 */
export const HEADER_BYTES = 20

/** More than any batch that the intake takes; a longer length in a header is damage. */
export const MAX_PAYLOAD_BYTES = 256 * 2 ** 20

/** 0xff and 0xfe never occur in UTF-8, so that no text payload can hold something that looks like a frame. */
export const MAGIC = Buffer.from([0xff, 0x57, 0x57, 0xfe])

const CHECKED_BYTES = 16

export const frameHeader = (sequence: bigint, payload: Buffer): Buffer => {
  const header = Buffer.allocUnsafe(HEADER_BYTES)
  MAGIC.copy(header, 0)
  header.writeUInt32LE(payload.length, 4)
  header.writeBigUInt64LE(sequence, 8)
  header.writeUInt32LE(crc32(payload, crc32(header.subarray(0, CHECKED_BYTES))), CHECKED_BYTES)
  return header
}

/** What a header says, not yet checked against its CRC; null when the bytes can't be a header. */
export const parseHeader = (bytes: Buffer): { sequence: bigint; length: number } | null => {
  if (bytes.length < HEADER_BYTES || bytes.compare(MAGIC, 0, MAGIC.length, 0, MAGIC.length) !== 0) return null
  const length = bytes.readUInt32LE(4)
  return length > MAX_PAYLOAD_BYTES ? null : { sequence: bytes.readBigUInt64LE(8), length }
}

/** Whether header and payload are as they were written. */
export const isIntact = (frame: Buffer): boolean =>
  frame.readUInt32LE(CHECKED_BYTES) === crc32(frame.subarray(HEADER_BYTES), crc32(frame.subarray(0, CHECKED_BYTES)))
