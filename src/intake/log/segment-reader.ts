import { type FileHandle, open } from 'node:fs/promises'
import { HEADER_BYTES } from './frame.ts'
import type { LogNote, LogRecord } from './intake-log.ts'
import { mark, markBefore, type Segment } from './segment.ts'
import { type Walk, walkFrames } from './walk-frames.ts'

/** A read ahead is never longer, so that a record does not keep much more than itself in memory. */
const CHUNK_BYTES = { least: 64 * 1024, most: 4 * 2 ** 20 }

interface Cursor {
  segment: Segment
  /** The frame at `offset` is the next one after this sequence. */
  after: bigint
  offset: number
}

/** Reads what is durable of the segments; goes on where the last read ended, or from the nearest mark. */
export class SegmentReader {
  /** Bad places met so far, each once. */
  damaged = 0
  readonly #segments: readonly Segment[]
  readonly #note: LogNote
  #opened: { segment: Segment; file: FileHandle } | null = null
  #cursor: Cursor | null = null

  constructor(segments: readonly Segment[], note: LogNote) {
    this.#segments = segments
    this.#note = note
  }

  /** Records after `after`, about `maxBytes` of them, one at least; empty when there is none. */
  async read(after: bigint, maxBytes: number): Promise<LogRecord[]> {
    for (const segment of [...this.#segments]) {
      if (segment.last <= after || segment.bytes === 0) continue
      const records = await this.#readFrom(segment, after, maxBytes)
      if (records.length > 0) return records
    }
    return []
  }

  /** To be called before a segment is deleted. */
  async forget(segment: Segment): Promise<void> {
    if (this.#cursor?.segment === segment) this.#cursor = null
    if (this.#opened?.segment === segment) await this.close()
  }

  async close(): Promise<void> {
    const file = this.#opened?.file
    this.#opened = null
    await file?.close()
  }

  async #readFrom(segment: Segment, after: bigint, maxBytes: number): Promise<LogRecord[]> {
    const records: LogRecord[] = []
    let room = maxBytes
    for await (const found of walkFrames(await this.#walk(segment, after, maxBytes))) {
      if (found.kind === 'damage') {
        this.#noteDamage(segment, found.start, found.end)
        continue
      }
      mark(segment, found.sequence, found.start)
      if (found.sequence <= after) continue
      room -= found.end - found.start
      if (room < 0 && records.length > 0) break
      records.push({ sequence: found.sequence, payload: found.payload })
      this.#cursor = { segment, after: found.sequence, offset: found.end }
      if (room < HEADER_BYTES) break
    }
    return records
  }

  async #walk(segment: Segment, after: bigint, maxBytes: number): Promise<Walk> {
    const { bytes: end, last: most, damage: known } = segment
    const chunkBytes = Math.min(Math.max(maxBytes, CHUNK_BYTES.least), CHUNK_BYTES.most)
    const resumes = this.#cursor?.segment === segment && this.#cursor.after === after
    const from = resumes ? { sequence: after + 1n, offset: this.#cursor!.offset } : markBefore(segment, after + 1n)
    return { file: await this.#fileOf(segment), start: from.offset, end, least: from.sequence, most, chunkBytes, known }
  }

  async #fileOf(segment: Segment): Promise<FileHandle> {
    if (this.#opened?.segment === segment) return this.#opened.file
    await this.close()
    this.#opened = { segment, file: await open(segment.path, 'r') }
    return this.#opened.file
  }

  #noteDamage(segment: Segment, start: number, end: number): void {
    if (segment.damage.has(start)) return
    segment.damage.set(start, end)
    this.damaged += 1
    this.#note('damaged bytes in the intake log are skipped', { segment: segment.path, start, bytes: end - start })
  }
}
