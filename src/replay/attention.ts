import { readSegment } from '../model/recording/read-segment.ts'
import { type ViewedSpan, viewedSpans } from '../model/recording/viewed-spans.ts'
import { sql, strs } from '../sql/sql.ts'
import { recordedSegments } from './recorded-segments.ts'
import type { Reads } from './segments.ts'

/** A recorded view, and how long its page was, px. */
export interface MeasuredView {
  session: string
  view: string
  length: number
}

export interface Attention {
  /** Whose recordings were read; those without a picture are not among them. */
  views: number
  /** How long the middle of each band was in the window, seconds, for a view in the mean. */
  seconds: number[]
}

/** So many recordings are read at once, and in all so much of them (as sent, before compression). */
const AT_ONCE = 20
const MOST_BYTES = 100_000_000

interface Row {
  view_id: string
  index_in_view: number
  start: number
  end: number
  raw_size: number
  data: string
}

/** How long each of so many bands of a page was looked at, in the recordings of these views, the first ones first. */
export const attentionOf = async (views: readonly MeasuredView[], bands: number, reads: Reads): Promise<Attention> => {
  const total: number[] = Array(bands).fill(0)
  let counted = 0
  let bytes = 0
  for (let at = 0; at < views.length && bytes < MOST_BYTES; at += AT_ONCE) {
    const some = views.slice(at, at + AT_ONCE)
    const rows = await rowsOf(some, reads)
    bytes += rows.reduce((sum, { raw_size }) => sum + raw_size, 0)
    for (const { view, length } of some) {
      const own = rows.filter(({ view_id }) => view_id === view)
      const segments = await Promise.all(
        own.map(async ({ data, ...said }) => ({ ...said, ...(await readSegment(data)) })),
      )
      const spans = viewedSpans(segments)
      if (spans.length === 0) continue
      counted += 1
      addTo(total, spans, length)
    }
  }
  return { views: counted, seconds: counted === 0 ? [] : total.map((ms) => ms / counted / 1000) }
}

const rowsOf = (views: readonly MeasuredView[], reads: Reads): Promise<Row[]> => {
  const sessions = strs([...new Set(views.map(({ session }) => session))])
  const where = sql`session_id IN ${sessions} AND view_id IN ${strs(views.map(({ view }) => view))} AND source = 'browser'`
  return reads.run(sql`SELECT view_id, index_in_view, toFloat64(start) AS start, toFloat64(end) AS end,
  toFloat64(raw_size) AS raw_size, data FROM ${recordedSegments(where, 'with_data')} ORDER BY view_id, index_in_view, start`)
}

const addTo = (total: number[], spans: readonly ViewedSpan[], length: number): void => {
  const bands = total.length
  for (const { from, to, top, height } of spans) {
    for (let band = 0; band < bands; band += 1) {
      const middle = ((band + 0.5) / bands) * length
      if (middle >= top && middle < top + height) total[band]! += to - from
    }
  }
}
