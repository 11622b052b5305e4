import { unlink } from 'node:fs/promises'
import { WaywornError } from '../../lib/errors.ts'
import { HEADER_BYTES, MAX_PAYLOAD_BYTES } from './frame.ts'
import { createGroupCommit, type GroupCommit } from './group-commit.ts'
import type { IntakeLog, LogNote, LogRecord } from './intake-log.ts'
import { type IntakeLogLimits, sizeText } from './limits.ts'
import type { Parts } from './open-parts.ts'
import { createWaiters, type Waiters } from './waiters.ts'

export class OpenLog implements IntakeLog {
  readonly #parts: Parts
  readonly #limits: Required<IntakeLogLimits>
  readonly #note: LogNote
  readonly #commit: GroupCommit
  readonly #waiters: Waiters
  #position: bigint
  #turn: Promise<unknown> = Promise.resolve()
  #closing: Promise<void> | null = null
  /** The last read that found nothing although `last` was greater: damage, or sequences that were passed over. */
  #nothing = { after: 0n, upTo: 0n }

  constructor(parts: Parts, limits: Required<IntakeLogLimits>, note: LogNote) {
    this.#parts = parts
    this.#limits = limits
    this.#note = note
    this.#position = parts.position
    this.#waiters = createWaiters(() => this.last())
    this.#commit = createGroupCommit(
      async (payloads) => {
        const first = await parts.writer.write(payloads)
        this.#waiters.wake()
        return first
      },
      () => limits.segmentBytes - (parts.writer.active?.bytes ?? 0),
    )
    void this.#inTurn(() => this.#dropLoaded())
  }

  async append(payload: Buffer): Promise<bigint> {
    this.#admit(payload)
    return this.#commit.add(payload)
  }

  async read(after: bigint, maxBytes: number): Promise<LogRecord[]> {
    this.#refuseIfClosed()
    return this.#inTurn(async () => {
      const upTo = this.last()
      const records = await this.#parts.reader.read(after, maxBytes)
      if (records.length === 0) this.#nothing = { after, upTo }
      return records
    })
  }

  waitFor(after: bigint, timeoutMs: number, signal?: AbortSignal): Promise<void> {
    const { after: known, upTo } = this.#nothing
    return this.#waiters.wait(after >= known ? highest(after, upTo) : after, timeoutMs, signal)
  }

  async advance(to: bigint): Promise<void> {
    this.#refuseIfClosed()
    return this.#inTurn(async () => {
      if (to > this.last()) throw new RangeError(`The log ends at ${this.last()}; it can't be advanced to ${to}.`)
      if (to <= this.#position) return
      await this.#parts.positionFile.write(to)
      this.#position = to
      await this.#dropLoaded()
    })
  }

  position(): bigint {
    return this.#position
  }

  last(): bigint {
    return highest(this.#position, this.#parts.segments.findLast(({ bytes }) => bytes > 0)?.last ?? 0n)
  }

  bytes(): number {
    return this.#parts.segments.reduce((sum, segment) => sum + segment.bytes, 0)
  }

  lagRecords(): bigint {
    return this.last() - this.#position
  }

  counters(): { fsyncs: number; damaged: number } {
    return { fsyncs: this.#parts.writer.fsyncs, damaged: this.#parts.reader.damaged }
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown()
    return this.#closing
  }

  #admit(payload: Buffer): void {
    this.#refuseIfClosed()
    const { totalBytes, waitingBytes } = this.#limits
    if (payload.length > MAX_PAYLOAD_BYTES) {
      throw new WaywornError('body_too_large', { limit: sizeText(MAX_PAYLOAD_BYTES) })
    }
    const waiting = this.#commit.waitingBytes() + payload.length
    if (this.bytes() + waiting + HEADER_BYTES > totalBytes) throw full(sizeText(totalBytes))
    if (waiting > waitingBytes) throw full(`${sizeText(waitingBytes)} that wait for the disk`)
  }

  #refuseIfClosed(): void {
    if (this.#closing) throw new WaywornError('unavailable', { reason: 'The intake log is closed' })
  }

  /** Reading and deleting take turns. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => {})
    return result
  }

  async #dropLoaded(): Promise<void> {
    const { segments, reader, writer } = this.#parts
    for (const segment of [...segments]) {
      if (segment.last > this.#position || segment === writer.active) continue
      try {
        await reader.forget(segment)
        await unlink(segment.path)
        segments.splice(segments.indexOf(segment), 1)
      } catch (error) {
        this.#note('a loaded segment could not be deleted', { segment: segment.path, reason: String(error) })
      }
    }
  }

  async #shutDown(): Promise<void> {
    const { writer, reader, positionFile, lock } = this.#parts
    this.#waiters.dismiss()
    await this.#commit.settled()
    await this.#turn
    await writer.close()
    await reader.close()
    await positionFile.close()
    await lock.release()
  }
}

const highest = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const full = (limit: string) => new WaywornError('intake_full', { limit })
