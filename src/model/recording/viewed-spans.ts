import { DONE_BY_VISITOR, isFields, listOf, RECORD, type ReplayRecord, SOURCE } from './record.ts'
import type { ReadSegment } from './view-recording.ts'

/** A part of a page that somebody had before them: from when to when, epoch ms; its top and its height on the page, px. */
export interface ViewedSpan {
  from: number
  to: number
  top: number
  height: number
}

/** After so long without anything done nobody is thought to be looking. */
export const ATTENTIVE_MS = 30_000

/** Of the Change format: what was typed and what was ticked. */
const TYPED = new Set<unknown>([12, 13])
const SCROLLED = 6

/**
 * Which parts of its page a view of a browser had in its window, read from where the window was scrolled to. It counts
 * while the window has the focus and something was done within the last 30 seconds, and not where segments are missing
 * until it is known again where the window stood.
 */
export const viewedSpans = (segments: readonly ReadSegment[]): ViewedSpan[] => {
  const spans: ViewedSpan[] = []
  const window = newWindow()
  let now = 0
  let active = 0
  let next = 0
  const goOn = (to: number) => {
    const until = Math.min(to, active + ATTENTIVE_MS)
    if (window.isKnown && window.hasFocus && window.height > 0 && until > now) {
      addSpan(spans, { from: now, to: until, top: window.top, height: window.height })
    }
    now = Math.max(now, to)
  }
  for (const segment of segments) {
    if (segment.index_in_view < next) continue
    if (segment.index_in_view > next) {
      window.isKnown = false
      now = Math.max(now, segment.start)
    }
    next = segment.index_in_view + 1
    for (const record of segment.records) {
      goOn(record.timestamp)
      if (take(record, window)) active = now
    }
  }
  return spans
}

const newWindow = () => ({
  top: 0,
  height: 0,
  hasFocus: true,
  /** Whether a page is there and its place is known. */
  isKnown: false,
  /** By what number scrolling names the page itself. */
  page: undefined as unknown,
})

/** Moves the window as a record says; whether somebody did something, or another page came. */
const take = ({ type, data, format }: ReplayRecord, window: ReturnType<typeof newWindow>): boolean => {
  const fields = isFields(data) ? data : {}
  const scrollTo = (top: unknown) => Object.assign(window, { top: Number(top) || 0, isKnown: true })
  const scrollAsIn = (changes: unknown) => {
    for (const [code, ...items] of listOf(changes).map(listOf)) {
      const own = code === SCROLLED ? items.map(listOf).findLast(([id]) => id === window.page) : undefined
      if (own) scrollTo(own[2])
    }
  }
  switch (type) {
    case RECORD.meta:
      window.height = Number(fields.height) || 0
      return true
    case RECORD.focus:
      window.hasFocus = fields.has_focus === true
      return window.hasFocus
    case RECORD.fullSnapshot:
      window.page = format === 1 ? 0 : isFields(fields.node) ? fields.node.id : undefined
      scrollTo(isFields(fields.initialOffset) ? fields.initialOffset.top : 0)
      if (format === 1) scrollAsIn(data)
      return true
    case RECORD.change:
      scrollAsIn(data)
      return listOf(data).some((change) => TYPED.has(listOf(change)[0]))
    case RECORD.incremental:
      if (fields.source === SOURCE.viewportResize) window.height = Number(fields.height) || 0
      if (fields.source === SOURCE.scroll && fields.id === window.page) scrollTo(fields.y)
      return DONE_BY_VISITOR.has(fields.source)
    default:
      return false
  }
}

const addSpan = (spans: ViewedSpan[], span: ViewedSpan): void => {
  const last = spans.at(-1)
  if (last && last.to === span.from && last.top === span.top && last.height === span.height) last.to = span.to
  else spans.push(span)
}
