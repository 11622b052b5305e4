import { zoned } from './zone.ts'

/** A time range as chosen: the last so-and-so long, which moves with the clock, or from a moment to another. */
export type TimeRange = { last: string } | { from: number; to: number }

/** A range as asked of the server: epoch milliseconds, `from` inclusive, `to` exclusive. */
export interface Span {
  from: number
  to: number
}

const UNITS = {
  s: ['seconds', 'second'],
  m: ['minutes', 'minute'],
  h: ['hours', 'hour'],
  d: ['days', 'day'],
  w: ['weeks', 'week'],
  mo: ['months', 'month'],
  y: ['years', 'year'],
} as const

export type RangeUnit = keyof typeof UNITS

/** `7d` is 7 days; null for what is not such a length. */
export const parseLast = (text: string): { count: number; unit: RangeUnit } | null => {
  const found = /^([1-9]\d{0,4})(s|mo|m|h|d|w|y)$/.exec(text.trim())
  return found ? { count: Number(found[1]), unit: found[2] as RangeUnit } : null
}

export const PRESETS: readonly string[] = ['15m', '1h', '4h', '1d', '2d', '7d', '15d', '1mo', '3mo', '6mo', '1y']

/** `7d` is `Past 7 days`. */
export const lastLabel = (last: string): string => {
  const parsed = parseLast(last)
  if (!parsed) return last
  const [many, one] = UNITS[parsed.unit]
  return `Past ${parsed.count} ${parsed.count === 1 ? one : many}`
}

/** When the range begins and ends, given the moment it is asked at. Days, months and years are calendar lengths of the zone. */
export const spanOf = (range: TimeRange, now: number, zone: string): Span => {
  if (!('last' in range)) return range
  const parsed = parseLast(range.last) ?? { count: 7, unit: 'd' as const }
  const from = zoned(now, zone).subtract({ [UNITS[parsed.unit][0]]: parsed.count })
  return { from: from.epochMilliseconds, to: now }
}

/** The span of the same length just before. */
export const before = (span: Span): Span => ({ from: span.from - (span.to - span.from), to: span.from })
