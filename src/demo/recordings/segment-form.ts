import { deflateSync } from 'node:zlib'
import type { RecordedSegment } from './recording.ts'

const BOUNDARY = '----longshoreRecording'

/** A segment as the SDK posts it: its zlib stream, and what it says of itself. */
export const segmentForm = (segment: RecordedSegment): { contentType: string; body: Buffer } => {
  const { records: _, ...about } = segment
  const text = `${JSON.stringify(segment)}\n`
  const stream = deflateSync(text)
  const event = { ...about, raw_segment_size: Buffer.byteLength(text), compressed_segment_size: stream.length }
  const file = `${segment.session.id}-${segment.start}`
  const body = Buffer.concat([
    part(`name="segment"; filename="${file}"`, 'application/octet-stream'),
    stream,
    part('name="event"; filename="blob"', 'application/json'),
    Buffer.from(`${JSON.stringify(event)}\r\n--${BOUNDARY}--\r\n`),
  ])
  return { contentType: `multipart/form-data; boundary=${BOUNDARY}`, body }
}

const part = (disposition: string, type: string): Buffer =>
  Buffer.from(`\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: ${type}\r\n\r\n`)
