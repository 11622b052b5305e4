import { WaywornError } from '../../lib/errors.ts'
import { resolveTimeFrame } from './resolve.ts'
import type { CalendarUnit, TimeContext, TimeFrame, TimeRange } from './time-frame.ts'
import { unreadable } from './time-frame.ts'
import { unitOf } from './units.ts'
import { lastSpan, nextSpan } from './written-span.ts'
import { readWrittenTime, type WrittenTime } from './written-time.ts'
import { zonedAt } from './zoned.ts'

const EXAMPLES = 'write for example 15m, past 7 days, this month, Jan 1 - Jan 31, or 1767225600 - now'
const LENGTH_LIMIT = 200

/**
 * The range that a text names at `now` in `zone`, half-open, epoch milliseconds. The forms are in
 * docs/reference/time-frames.md. Throws `invalid_time_frame`, `unknown_time_zone`.
 */
export const parseTimeFrame = (text: string, context: TimeContext): TimeRange =>
  resolveTimeFrame(readTimeFrame(text, context), context)

/** The same without throwing, for texts that are still being typed. */
export const tryParseTimeFrame = (
  text: string,
  context: TimeContext,
): { ok: true; frame: TimeFrame; range: TimeRange } | { ok: false; reason: string } => {
  try {
    const frame = readTimeFrame(text, context)
    return { ok: true, frame, range: resolveTimeFrame(frame, context) }
  } catch (error) {
    if (error instanceof WaywornError) return { ok: false, reason: error.message }
    throw error
  }
}

/** The frame itself, which still slides or grows if it is one that does. */
export const readTimeFrame = (text: string, context: TimeContext): TimeFrame => {
  if (text.length > LENGTH_LIMIT) throw unreadable(text, `it is longer than ${LENGTH_LIMIT} characters; ${EXAMPLES}`)
  zonedAt(context.now, context.zone)
  const plain = text.trim().toLowerCase().replace(/\s+/g, ' ')
  const frame = readPast(text, plain) ?? readCalendar(plain) ?? readFixed(text, plain, context)
  if (frame) return frame
  throw unreadable(text, EXAMPLES)
}

const readPast = (text: string, plain: string): TimeFrame | undefined => {
  const found = /^(?:(?:past|last) )?(\d{1,6}) ?([a-z]+)$/.exec(plain) ?? /^(?:past|last)() ([a-z]+)$/.exec(plain)
  const unit = found && unitOf(found[2]!)
  if (!unit) return undefined
  const isPeriod = unit === 'week' || unit === 'month' || unit === 'year'
  if (found[1] === '' && plain.startsWith('last') && isPeriod) return undefined
  const count = found[1] === '' ? 1 : Number(found[1])
  if (count < 1) throw unreadable(text, 'the number must be 1 or more')
  return { kind: 'past', count, unit }
}

const UNITS: readonly string[] = ['day', 'week', 'month', 'quarter', 'year'] satisfies CalendarUnit[]

const readCalendar = (plain: string): TimeFrame | undefined => {
  if (plain === 'today') return { kind: 'calendar', which: 'this', unit: 'day' }
  if (plain === 'yesterday') return { kind: 'calendar', which: 'last', unit: 'day' }
  const toDate = /^([a-z]+) to date$/.exec(plain)
  const [which, unit] = toDate ? ['this', toDate[1]!] : plain.split(' ')
  if ((which !== 'this' && which !== 'last') || !UNITS.includes(unit!)) return undefined
  return plain === `${which} ${unit}` || toDate ? { kind: 'calendar', which, unit: unit as CalendarUnit } : undefined
}

const readFixed = (text: string, plain: string, context: TimeContext): TimeFrame | undefined => {
  const parts = plain.startsWith('since ') ? [plain.slice(6), 'now'] : plain.split(/ (?:-|–|—|to) /)
  if (parts.length > 2) return undefined
  const [first, second] = parts.map(readWrittenTime)
  if (!first) return undefined
  if (parts.length === 1) return readSingle(text, first, context)
  if (parts[1] !== 'now') return second && readRange(text, first, second, context)
  return since(text, lastSpan(first, context.now, context.zone), context)
}

/** A day, month or year alone is meant as a whole; a moment alone starts what lasts until now. */
const readSingle = (text: string, written: WrittenTime, context: TimeContext): TimeFrame => {
  const span = lastSpan(written, context.now, context.zone)
  return span && span.from < span.to ? { kind: 'fixed', ...span } : since(text, span, context)
}

const since = (text: string, span: TimeRange | undefined, { now }: TimeContext): TimeFrame => {
  if (span && span.from <= now) return { kind: 'since', from: span.from }
  throw unreadable(text, 'it starts in the future; write both ends, as in Jan 1, 2030 - Jan 31, 2030')
}

/** A start without a year or a date is the last one before now, or before the end if that has a year. */
const readRange = (text: string, first: WrittenTime, second: WrittenTime, context: TimeContext): TimeFrame => {
  const { now, zone } = context
  const hasYear = second.kind === 'instant' || second.date?.year !== undefined
  const end = hasYear ? nextSpan(second, now, zone) : undefined
  const start = lastSpan(first, end ? end.to - 1 : now, zone)
  const until = end ?? (start && nextSpan(second, start.from, zone))
  if (!start || !until) throw unreadable(text, EXAMPLES)
  if (until.to <= start.from) throw unreadable(text, 'the end must be later than the start')
  return { kind: 'fixed', from: start.from, to: until.to }
}
