import { LostReference } from './change-format.ts'
import type { Omission } from './clean-node.ts'
import { createPageDecoder, type PageDecoder } from './page-decoder.ts'
import type { SegmentContent } from './read-segment.ts'
import { isFields, type PlayerEvent, RECORD, type ReplayRecord } from './record.ts'
import type { AllowedAsset } from './recorded-assets.ts'

/** A span of a view that can't be played, and why. */
export interface Gap {
  /** Epoch ms. */
  from: number
  to: number
  reason: 'missing' | 'broken' | 'unreadable' | 'no_snapshot'
}

/** A segment with what it says of itself. */
export interface ReadSegment extends SegmentContent {
  index_in_view: number
  /** Epoch ms. */
  start: number
  end: number
}

export interface ViewRecording {
  /** In order; the first is a size, the second a snapshot. */
  events: PlayerEvent[]
  gaps: Gap[]
  /** What of the newest snapshot on can't be shown as it was, and how often. */
  omitted: ReadonlyMap<Omission, number>
  /** Whether the window had the focus, from each moment on. */
  focus: { at: number; hasFocus: boolean }[]
}

export interface ViewDecoder extends ViewRecording, Pick<PageDecoder, 'named' | 'takeSheets' | 'allowedFrom'> {
  /** Decodes segments, which follow those before in `index_in_view`; what comes twice is passed over. Returns what is new. */
  push(segments: readonly ReadSegment[]): PlayerEvent[]
}

const nothing: AllowedAsset = () => null

/** Reads the segments of one view, of browsers, as they come. Without `allowed` nothing is loaded from anywhere. */
export const createViewDecoder = (allowed: AllowedAsset = nothing): ViewDecoder => {
  const page = createPageDecoder(allowed)
  const decoder: ViewRecording = { events: [], gaps: [], omitted: page.omitted, focus: [] }
  let next = 0
  let latest = 0
  let lastEnd: number | undefined
  /** Where the span began that can't be decoded. */
  let lost: { from: number; reason: Gap['reason'] } | undefined

  const lose = (from: number, reason: Gap['reason']) => {
    page.lose()
    lost ??= { from, reason }
  }
  const found = (at: number) => {
    if (lost) noteOpen(decoder.gaps, { ...lost, to: at })
    lost = undefined
  }
  const decodeRecord = (record: ReplayRecord): PlayerEvent[] => {
    if (record.type === RECORD.focus && isFields(record.data)) {
      decoder.focus.push({ at: record.timestamp, hasFocus: record.data.has_focus === true })
    }
    if (page.isLost && record.type !== RECORD.fullSnapshot && record.type !== RECORD.meta) return []
    try {
      const events = page.decode(record)
      if (record.type === RECORD.fullSnapshot) found(record.timestamp)
      return events
    } catch (error) {
      if (!(error instanceof LostReference) && !(error instanceof RangeError)) throw error
      lose(record.timestamp, 'unreadable')
      return []
    }
  }
  const decodeSegment = (segment: ReadSegment): PlayerEvent[] => {
    if (segment.index_in_view < next) return []
    if (segment.index_in_view > next) lose(lastEnd ?? segment.start, 'missing')
    else if (lastEnd === undefined) lost = { from: segment.start, reason: 'no_snapshot' }
    next = segment.index_in_view + 1
    const events = segment.records.flatMap(decodeRecord)
    lastEnd = Math.max(lastEnd ?? 0, segment.end)
    const last = segment.records.at(-1)?.timestamp ?? segment.start
    if (segment.truncated) lose(last, 'broken')
    // Until a snapshot mends it, the span ends with what has been read.
    if (lost) noteOpen(decoder.gaps, { ...lost, to: segment.end })
    return events
  }
  const { named, takeSheets, allowedFrom } = page
  return {
    ...decoder,
    named,
    takeSheets,
    allowedFrom,
    push(segments) {
      const fresh = inOrder(segments.flatMap(decodeSegment), latest)
      latest = fresh.at(-1)?.timestamp ?? latest
      decoder.events.push(...fresh)
      return fresh
    },
  }
}

/** The gap that begins at the same moment grows; gaps that nothing was lost in are none. */
const noteOpen = (gaps: Gap[], gap: Gap): void => {
  const before = gaps.findIndex(({ from }) => from === gap.from)
  if (before >= 0) gaps.splice(before, 1)
  if (gap.to > gap.from) gaps.push(gap)
}

/** Clocks may step back inside of a view; the player wants time to run forward. */
const inOrder = (events: PlayerEvent[], from: number): PlayerEvent[] => {
  let latest = from
  return events.map((event) => {
    latest = Math.max(latest, event.timestamp)
    return event.timestamp === latest ? event : { ...event, timestamp: latest }
  })
}
