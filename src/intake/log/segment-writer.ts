import { type FileHandle, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { WaywornError } from '../../lib/errors.ts'
import { frameHeader, HEADER_BYTES } from './frame.ts'
import type { LogNote } from './intake-log.ts'
import { mark, newSegment, type Segment } from './segment.ts'
import { syncFolder } from './sync-folder.ts'
import { writeFully } from './write-fully.ts'

export interface WriterStart {
  folder: string
  segmentBytes: number
  /** Shared with the reader; new ones are added at its end. */
  segments: Segment[]
  /** The least sequence that is free. */
  next: bigint
  /** The segment to go on with, null to begin a new one. */
  resume: Segment | null
  note: LogNote
}

/**
 * Writes batches to the newest segment. A sequence is used up as soon as it is tried: after a failed write the bytes may be
 * on disk all the same, and must not be mistaken for a later record.
 */
export class SegmentWriter {
  fsyncs = 0
  readonly #start: WriterStart
  #next: bigint
  #current: { segment: Segment; file: FileHandle } | null = null

  private constructor(start: WriterStart) {
    this.#start = start
    this.#next = start.next
  }

  static async open(start: WriterStart): Promise<SegmentWriter> {
    const writer = new SegmentWriter(start)
    if (start.resume) writer.#current = { segment: start.resume, file: await open(start.resume.path, 'r+') }
    return writer
  }

  /** The segment that is being written; null between two segments. */
  get active(): Segment | null {
    return this.#current?.segment ?? null
  }

  /** Puts records on disk and gives the sequence of the first. Errors: intake_full (no room), unavailable (other). */
  async write(payloads: Buffer[]): Promise<bigint> {
    const first = this.#next
    this.#next += BigInt(payloads.length)
    try {
      await this.#put(first, payloads)
      return first
    } catch (error) {
      await this.#giveUp(error instanceof SyncFailed)
      this.#start.note('records could not be written', { records: payloads.length, reason: String(error) })
      throw refusal(error instanceof SyncFailed ? error.cause : error)
    }
  }

  async close(): Promise<void> {
    const file = this.#current?.file
    this.#current = null
    await file?.close().catch((error) => this.#start.note('a segment did not close', { reason: String(error) }))
  }

  async #put(first: bigint, payloads: Buffer[]): Promise<void> {
    const { segment, file } = this.#current ?? (await this.#begin(first))
    const frames = payloads.flatMap((payload, place) => [frameHeader(first + BigInt(place), payload), payload])
    const end = await writeFully(file, frames, segment.bytes)
    await this.#sync(file)
    let offset = segment.bytes
    for (const [place, payload] of payloads.entries()) {
      mark(segment, first + BigInt(place), offset)
      offset += HEADER_BYTES + payload.length
    }
    segment.bytes = end
    segment.last = first + BigInt(payloads.length - 1)
    if (end >= this.#start.segmentBytes) await this.close()
  }

  async #begin(first: bigint): Promise<{ segment: Segment; file: FileHandle }> {
    const segment = newSegment(this.#start.folder, first)
    this.#current = { segment, file: await open(segment.path, 'wx') }
    this.#start.segments.push(segment)
    await syncFolder(dirname(segment.path)).catch(asSyncFailed)
    return this.#current
  }

  async #sync(file: FileHandle): Promise<void> {
    this.fsyncs += 1
    await file.datasync().catch(asSyncFailed)
  }

  /**
   * Cuts off what was not acknowledged. Where that fails, and after a failed fsync (which may have forgotten pages), the
   * log goes on in a new segment.
   */
  async #giveUp(syncFailed: boolean): Promise<void> {
    if (!this.#current) return
    const { segment, file } = this.#current
    const cut = await file.truncate(segment.bytes).then(
      () => true,
      () => false,
    )
    if (cut && !syncFailed) return
    await this.close()
    if (segment.bytes > 0) return
    this.#start.segments.splice(this.#start.segments.indexOf(segment), 1)
    await unlink(segment.path).catch(() => {})
  }
}

class SyncFailed extends Error {}

const asSyncFailed = (cause: unknown): never => {
  throw new SyncFailed(String(cause), { cause })
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

const refusal = (error: unknown): WaywornError => {
  const { code, message } = error as NodeJS.ErrnoException
  return NO_ROOM.has(code ?? '')
    ? new WaywornError('intake_full', { limit: `the end of the disk (${code})` }, undefined, { cause: error })
    : new WaywornError('unavailable', { reason: `The intake log can't be written: ${message}` }, undefined, {
        cause: error,
      })
}
