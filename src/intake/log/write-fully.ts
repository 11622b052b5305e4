import type { FileHandle } from 'node:fs/promises'

/** Writes all buffers at `offset`, however many calls it takes, and gives the offset behind them. */
export const writeFully = async (file: FileHandle, buffers: Buffer[], offset: number): Promise<number> => {
  let rest = buffers
  let at = offset
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest, at)
    at += bytesWritten
    rest = without(rest, bytesWritten)
  }
  return at
}

/** What is left of `buffers` after their first `bytes`. */
const without = (buffers: Buffer[], bytes: number): Buffer[] => {
  let left = bytes
  let place = 0
  while (place < buffers.length && left >= buffers[place]!.length) left -= buffers[place++]!.length
  return left === 0 ? buffers.slice(place) : [buffers[place]!.subarray(left), ...buffers.slice(place + 1)]
}
