import { sql, str } from '../sql/sql.ts'
import { recordedSegments } from './recorded-segments.ts'
import type { Reads } from './segments.ts'

/** A view of which something was recorded. */
export interface RecordedView {
  view_id: string
  application_id: string
  source: string
  /** Epoch ms. */
  start: number
  end: number
  segments: number
  raw_size: number
}

/** The recorded views of a session in the order in which they began. */
export const recordedViewsOf = (sessionId: string, reads: Reads): Promise<RecordedView[]> =>
  reads.run(sql`SELECT view_id, toString(any(application_id)) AS application_id, toString(any(source)) AS source,
  min(start) AS start, max(end) AS end, toFloat64(count()) AS segments, toFloat64(sum(raw_size)) AS raw_size
FROM ${recordedSegments(sql`session_id = ${str(sessionId)}`)} GROUP BY view_id ORDER BY start, view_id`)

/** An image that recordings name. */
export interface RecordedImage {
  mime: string
  /** base64 */
  data: string
}

export const recordedImage = async (
  applicationId: string,
  name: string,
  reads: Reads,
): Promise<RecordedImage | undefined> => {
  const where = sql`application_id = ${str(applicationId)} AND image_name = ${str(name)}`
  const [image] = await reads.run<RecordedImage>(sql`SELECT toString(mime) AS mime, data
FROM (SELECT mime, data FROM replay_images WHERE ${where} UNION ALL SELECT mime, data FROM replay_kept_images WHERE ${where})
LIMIT 1`)
  return image
}
