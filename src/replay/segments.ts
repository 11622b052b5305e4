import { type Sql, sql, str, u32 } from '../sql/sql.ts'
import { recordedSegments } from './recorded-segments.ts'

/** What runs a question. */
export interface Reads {
  run<Row>(statement: Sql): Promise<Row[]>
}

/** A recorded piece of a view: what it says of itself, and its zlib stream in base64. */
export interface Segment {
  index_in_view: number
  /** Epoch ms. */
  start: number
  end: number
  records_count: number
  has_full_snapshot: boolean
  creation_reason: string
  source: string
  raw_size: number
  data: string
}

export interface Page {
  /** Segments passed over. */
  offset: number
  limit: number
}

/** The segments of a view in the order in which they were recorded. */
export const segmentsOf = (
  sessionId: string,
  viewId: string,
  { offset, limit }: Page,
  reads: Reads,
): Promise<Segment[]> =>
  reads.run(sql`SELECT index_in_view, start, end, records_count, has_full_snapshot,
  toString(creation_reason) AS creation_reason, toString(source) AS source, raw_size, data
FROM ${recordedSegments(sql`session_id = ${str(sessionId)} AND view_id = ${str(viewId)}`, 'with_data')}
ORDER BY index_in_view, start
LIMIT ${u32(limit)} OFFSET ${u32(offset)}`)
