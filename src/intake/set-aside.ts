import { createHash } from 'node:crypto'
import { dateText, type SetAsideRow } from './shapes.ts'

/** Why something that arrived is not counted. Each has a sentence in its `detail` that says what would be right. */
export type SetAsideReason =
  | 'undecodable_body'
  | 'broken_utf8'
  | 'malformed_json'
  | 'line_too_long'
  | 'too_deep'
  | 'too_many_attributes'
  | 'key_too_long'
  | 'unknown_type'
  | 'invalid_event'
  | 'invalid_date'
  | 'wrong_application'
  | 'broken_segment'
  | 'broken_image'
  | 'too_many'

/** What is wrong with one event, segment or image. `pointer` is the JSON pointer of the field, if there is one. */
export interface Fault {
  reason: SetAsideReason
  detail: string
  pointer?: string
}

export const isFault = (value: object): value is Fault => 'reason' in value && 'detail' in value

const SAMPLE_BYTES = 2048

/** The start of what was set aside, at most 2 KB of it; binary is shown as far as it is text. */
const sampleOf = (what: string | Buffer): string => {
  const bytes = typeof what === 'string' ? Buffer.from(what.slice(0, SAMPLE_BYTES)) : what
  return bytes.subarray(0, SAMPLE_BYTES).toString('utf8').replaceAll('\0', '\uFFFD')
}

export const setAside = (
  where: { applicationId: string; track: string; receivedAt: number },
  fault: Fault,
  what: string | Buffer,
): SetAsideRow => {
  const sample = sampleOf(what)
  const hash = createHash('sha1').update(JSON.stringify([where.applicationId, where.track, fault.reason, sample]))
  return {
    application_id: where.applicationId,
    track: where.track,
    reason: fault.reason,
    detail: fault.detail,
    sample,
    received_at: dateText(where.receivedAt),
    set_aside_id: hash.digest('hex'),
  }
}
