import { fullLimits, type IntakeLogLimits } from './limits.ts'
import { OpenLog } from './open-log.ts'
import { openParts, usable } from './open-parts.ts'

/** Told what an operator should know: a torn tail, damage, a disk without room. */
export type LogNote = (text: string, details: Record<string, unknown>) => void

export interface LogRecord {
  sequence: bigint
  payload: Buffer
}

export interface IntakeLogOptions {
  folder: string
  limits?: IntakeLogLimits
  log?: LogNote
}

export interface IntakeLog {
  /**
   * Resolves with the record's sequence when it is on disk; sequences rise and are never used twice. The payload must not
   * change until then. Errors: intake_full (a limit or the disk; the log stays usable), body_too_large, unavailable.
   */
  append(payload: Buffer): Promise<bigint>
  /** Records after `after`, in order, about `maxBytes` of them, one at least; empty when there is none. */
  read(after: bigint, maxBytes: number): Promise<LogRecord[]>
  /** Resolves when a record after `after` may be read, after `timeoutMs`, when `signal` aborts or the log closes. */
  waitFor(after: bigint, timeoutMs: number, signal?: AbortSignal): Promise<void>
  /** How far the loader has come, as kept on disk. */
  position(): bigint
  /** Keeps the new position on disk, then deletes the segments that lie wholly at or before it. Never goes back. */
  advance(to: bigint): Promise<void>
  /** The greatest sequence on disk, or the position if nothing is there. */
  last(): bigint
  /** Bytes of all segments. */
  bytes(): number
  /** Records that the loader has yet to see; too high by the sequences that were passed over after a failure. */
  lagRecords(): bigint
  /** Since the log was opened: fsyncs of segments, and places with damaged bytes that reading had to skip. */
  counters(): { fsyncs: number; damaged: number }
  /** Finishes the appends under way and lets go of the folder. Later calls reject with `unavailable`. */
  close(): Promise<void>
}

/**
 * Opens the log in `folder` (made if missing), mends what a kill left, and holds the folder against other processes.
 * Errors: data_folder_taken, data_folder_unusable.
 */
export const openIntakeLog = async ({ folder, limits, log = () => {} }: IntakeLogOptions): Promise<IntakeLog> =>
  usable(folder, async () => {
    const full = await fullLimits(folder, limits)
    return new OpenLog(await openParts(folder, full.segmentBytes, log), full, log)
  })
