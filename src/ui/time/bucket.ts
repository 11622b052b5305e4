import type { Span } from './range.ts'
import { format, zoned } from './zone.ts'

/** The calendar length of one bucket of a time series. */
export interface Rollup {
  type: 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'
  quantity: number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

const STEPS: [number, Rollup][] = [
  [3 * HOUR + 1, { type: 'minute', quantity: 1 }],
  [13 * HOUR, { type: 'minute', quantity: 5 }],
  [3 * DAY, { type: 'hour', quantity: 1 }],
  [8 * DAY, { type: 'hour', quantity: 4 }],
  [100 * DAY, { type: 'day', quantity: 1 }],
  [750 * DAY, { type: 'week', quantity: 1 }],
]

/** The bucket that suits a range: some 30 to 180 of them, in lengths that people know. */
export const rollupFor = (span: Span): Rollup =>
  STEPS.find(([upTo]) => span.to - span.from < upTo)?.[1] ?? { type: 'month', quantity: 1 }

export const ROLLUP_TYPES = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const

/** `day`, `4hour`, as the URL has it. */
export const printRollup = (r: Rollup): string => (r.quantity === 1 ? r.type : `${r.quantity}${r.type}`)

export const parseRollup = (text: string): Rollup | null => {
  const found = /^([1-9]\d{0,3})?(minute|hour|day|week|month|quarter|year)$/.exec(text)
  return found ? { type: found[2] as Rollup['type'], quantity: Number(found[1] ?? 1) } : null
}

/** `4 hours`, `day`. */
export const rollupLabel = (r: Rollup): string => (r.quantity === 1 ? r.type : `${r.quantity} ${r.type}s`)

/** When the bucket that begins at `start` ends. */
export const bucketEnd = (start: number, rollup: Rollup, zone: string): number => {
  const { type, quantity } = rollup
  if (type === 'minute') return start + quantity * 60_000
  if (type === 'hour') return start + quantity * HOUR
  const length = type === 'quarter' ? { months: 3 * quantity } : { [`${type}s`]: quantity }
  return zoned(start, zone).add(length).epochMilliseconds
}

/** Why a bucket does not hold all of its time, or null: `running` it is not over yet, `cut` the range begins or ends inside it. */
export const partOf = (start: number, rollup: Rollup, zone: string, span: Span, now: number) => {
  const end = bucketEnd(start, rollup, zone)
  if (end > now) return 'running' as const
  return start < span.from || end > span.to ? ('cut' as const) : null
}

/** A bucket's name: `22 Nov 2026`, `22 Nov 2026, 14:00 – 15:00`, `Week of 16 Nov 2026`, `November 2026`. */
export const bucketLabel = (start: number, rollup: Rollup, zone: string, locale?: string): string => {
  const day = (ms: number) =>
    format(ms, zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }, locale)
  const clock = (ms: number) => format(ms, zone, { hour: '2-digit', minute: '2-digit' }, locale)
  const end = bucketEnd(start, rollup, zone)
  switch (rollup.type) {
    case 'minute':
    case 'hour':
      return `${day(start)}, ${clock(start)} – ${clock(end)}`
    case 'day':
      return rollup.quantity === 1 ? day(start) : `${day(start)} – ${day(end - 1)}`
    case 'week':
      return `Week of ${day(start)}`
    case 'month':
      return rollup.quantity === 1
        ? format(start, zone, { month: 'long', year: 'numeric' }, locale)
        : `${day(start)} – ${day(end - 1)}`
    case 'quarter':
      return `Q${Math.ceil(zoned(start, zone).month / 3)} ${zoned(start, zone).year}`
    case 'year':
      return String(zoned(start, zone).year)
  }
}
