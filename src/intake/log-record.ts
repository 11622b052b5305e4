import { type Batch, createBatch } from './batch.ts'
import type { Envelope } from './shapes.ts'
import { type RumBody, takeRum } from './take-rum.ts'

/**
 * One record of the intake log is what one request brought. Batches of SDK events are kept as they came, after a line
 * that says what their request told: to write them down costs nothing that way, and what the engine gets of them is made
 * again, by the same functions, when it has to be read from the log. Whatever else comes is kept as lines
 * (`log-lines.ts`), as all was by earlier versions.
 */
interface Head {
  envelope: Envelope
  /** Of the sessions whose clock is off. */
  skews: [sessionId: string, ms: number][]
}

const BODY = 'r'
const NEWLINE = 0x0a
const SILENT = { error: () => {} }

/** A batch of SDK events whose request told so much; `null` if nothing came of it. */
export const bodyRecord = (
  { body, envelope }: Omit<RumBody, 'skewOf'>,
  skews: ReadonlyMap<string, number>,
  batch: Batch,
): Buffer | null => {
  if (!batch.parts.length) return null
  const head: Head = { envelope, skews: [...skews] }
  return Buffer.concat([Buffer.from(`${BODY}${JSON.stringify(head)}\n`), body])
}

/** Rows as lines; `null` if there are none. */
export const linesRecord = ({ parts }: Batch): Buffer | null =>
  parts.length ? Buffer.from(parts.map(({ letter, row }) => `${letter}${JSON.stringify(row)}\n`).join('')) : null

/** The lines of a record, each with its letter. */
export const linesOfRecord = async (payload: Buffer): Promise<string[]> => {
  if (payload[0] !== BODY.charCodeAt(0)) return payload.toString('utf8').split('\n')
  const end = payload.indexOf(NEWLINE)
  const { envelope, skews } = JSON.parse(payload.subarray(1, end).toString('utf8')) as Head
  const ofSession = new Map(skews)
  const { application, receivedAt } = envelope
  const batch = createBatch({ applicationId: application.id, track: 'rum', receivedAt })
  const skewOf = (sessionId: string) => ofSession.get(sessionId) ?? 0
  await takeRum({ body: payload.subarray(end + 1), envelope, skewOf }, batch, SILENT)
  batch.close()
  return batch.parts.map(({ letter, row }) => letter + JSON.stringify(row))
}
