import { Temporal } from 'temporal-polyfill'
import { parseLast, type TimeRange } from './range.ts'

/**
 * Reads a time range as people type it: `3h`, `today`, `last month`, `Jan 1`, `1/31/2026`, `Jan 1, 2026, 1:00 pm`,
 * `2026-01-01 13:00`, epoch seconds or milliseconds, and two of them joined by ` - `. A single day is that whole day;
 * a single moment is from then until now. Null if it can't be read.
 */
export const parseRange = (text: string, now: number, zone: string): TimeRange | null => {
  const clean = text.trim()
  const lower = clean.toLowerCase().replace(/^(past|last)\s+(?=\d)/, '')
  const last = parseLast(lower) ?? parseLast(worded(lower))
  if (last) return { last: `${last.count}${last.unit}` }
  const calendar = calendarSpan(lower, now, zone)
  if (calendar) return calendar
  const parts = clean.split(/\s+[-–—]\s+|\s+to\s+/i)
  if (parts.length > 2) return null
  const [first, second] = parts.map((part) => moment(part, now, zone))
  if (!first) return null
  if (parts.length === 1) return ordered(first.from, first.wholeDay ? first.to : now)
  return second ? ordered(first.from, second.wholeDay ? second.to : second.from) : null
}

const ordered = (from: number, to: number): TimeRange | null => (from < to ? { from, to } : null)

/** `15 minutes` is `15m`, `1 month` is `1mo`. */
const worded = (text: string): string =>
  text.replace(/^(\d+)\s*(second|minute|hour|day|week|month|year|min|hr)s?$/, (_, count: string, unit: string) => {
    return count + (unit === 'month' ? 'mo' : unit[0]!)
  })

const calendarSpan = (text: string, now: number, zone: string): TimeRange | null => {
  const day = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).startOfDay()
  const at = (t: Temporal.ZonedDateTime) => t.epochMilliseconds
  if (text === 'today') return { from: at(day), to: at(day.add({ days: 1 })) }
  if (text === 'yesterday') return { from: at(day.subtract({ days: 1 })), to: at(day) }
  const found = /^(this|last) (week|month|year)$/.exec(text)
  if (!found) return null
  const unit = found[2] as 'week' | 'month' | 'year'
  const start =
    unit === 'week'
      ? day.subtract({ days: day.dayOfWeek - 1 })
      : day.with(unit === 'month' ? { day: 1 } : { month: 1, day: 1 })
  const length = { [`${unit}s`]: 1 }
  return found[1] === 'this'
    ? { from: at(start), to: at(start.add(length)) }
    : { from: at(start.subtract(length)), to: at(start) }
}

interface Moment {
  from: number
  to: number
  wholeDay: boolean
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const moment = (text: string, now: number, zone: string): Moment | null => {
  const clean = text.trim()
  if (/^\d{9,10}$/.test(clean)) return exactly(Number(clean) * 1000)
  if (/^\d{12,13}$/.test(clean)) return exactly(Number(clean))
  if (clean.toLowerCase() === 'now') return exactly(now)
  const instant = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(clean) ? Date.parse(clean) : Number.NaN
  if (Number.isFinite(instant)) return exactly(instant)
  const [date, clock] = splitClock(clean)
  if (date === '' && clock === undefined) return null
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate()
  const day = date === '' ? today : dateOf(date, today.year)
  if (!day || clock === null) return null
  const start = day.toZonedDateTime({ timeZone: zone, plainTime: clock ?? '00:00' }).epochMilliseconds
  const end = day.add({ days: 1 }).toZonedDateTime({ timeZone: zone }).epochMilliseconds
  return { from: start, to: end, wholeDay: clock === undefined }
}

const exactly = (ms: number): Moment => ({ from: ms, to: ms, wholeDay: false })

/** The date's text, and the clock: undefined if none is given, null if it is not a time of day. */
const splitClock = (text: string): [string, Temporal.PlainTime | undefined | null] => {
  const found = /(?:^|[,\sT]\s*)(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?$/i.exec(text)
  if (!found) return [text, undefined]
  const half = found[4]?.toLowerCase()
  const raw = Number(found[1])
  if (half && (raw < 1 || raw > 12)) return ['', null]
  const hour = half ? (raw % 12) + (half === 'pm' ? 12 : 0) : raw
  const [minute, second] = [Number(found[2]), Number(found[3] ?? 0)]
  const valid = hour < 24 && minute < 60 && second < 60
  return [text.slice(0, found.index), valid ? new Temporal.PlainTime(hour, minute, second) : null]
}

const dateOf = (text: string, thisYear: number): Temporal.PlainDate | null => {
  const named = /^([a-z]{3,9})\.? (\d{1,2})(?:,? (\d{4}))?$/i.exec(text) ?? flipped(text)
  const slashed = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?$/.exec(text)
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso) return plain(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  if (slashed) return plain(Number(slashed[3] ?? thisYear), Number(slashed[1]), Number(slashed[2]))
  if (!named) return null
  const month = MONTHS.indexOf(named[1]!.slice(0, 3).toLowerCase()) + 1
  return plain(Number(named[3] ?? thisYear), month, Number(named[2]))
}

/** `1 Jan 2026` in the order of `Jan 1 2026`. */
const flipped = (text: string): (string | undefined)[] | null => {
  const found = /^(\d{1,2}) ([a-z]{3,9})\.?,?(?: (\d{4}))?$/i.exec(text)
  return found ? [found[0], found[2], found[1], found[3]] : null
}

const plain = (year: number, month: number, day: number): Temporal.PlainDate | null => {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
  } catch {
    return null
  }
}
