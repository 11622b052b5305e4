import { WaywornError } from '../lib/errors.ts'
import { constant, i64s, type Sql, sql } from '../sql/sql.ts'
import { type Calendar, periodBounds } from './calendar.ts'

export type Interval = { kind: 'fixed'; ms: number } | { kind: 'calendar'; calendar: Calendar }

/** Starts of the periods that touch a time range, in epoch ms, and how an event finds its own. */
export interface Buckets {
  starts: readonly number[]
  /** When each is over, epoch ms. */
  ends: readonly number[]
  /** Milliseconds of a period; of calendar periods the longest possible is not asked: the first one's. */
  milliseconds: number
  kind: Interval['kind']
  /** The start of the period that `date` lies in, epoch ms. */
  start: Sql
}

const MOST = 10_000
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NICE = [
  SECOND,
  5 * SECOND,
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  30 * DAY,
]
/** A time series aims at so many points when no interval is asked for (parity.md §5.2). */
const AIM = 150

export const defaultInterval = (from: number, to: number): Interval => ({
  kind: 'fixed',
  ms: NICE.find((ms) => (to - from) / ms <= AIM) ?? 365 * DAY,
})

export const bucketsOf = (interval: Interval, from: number, to: number, pointer: string): Buckets =>
  interval.kind === 'fixed'
    ? fixedBuckets(interval.ms, from, to, pointer)
    : calendarBuckets(interval.calendar, from, to, pointer)

const DATE = sql`toUnixTimestamp64Milli(date)`

const fixedBuckets = (ms: number, from: number, to: number, pointer: string): Buckets => {
  const first = Math.floor(from / ms) * ms
  const count = Math.max(0, Math.ceil((to - first) / ms))
  if (count > MOST) throw tooMany(count, pointer)
  const interval = constant(String(ms))
  const starts = Array.from({ length: count }, (_, i) => first + i * ms)
  return {
    kind: 'fixed',
    milliseconds: ms,
    starts,
    ends: starts.map((start) => start + ms),
    start: sql`intDiv(${DATE}, ${interval}) * ${interval}`,
  }
}

const calendarBuckets = (calendar: Calendar, from: number, to: number, pointer: string): Buckets => {
  const bounds = periodBounds(calendar, from, to, MOST)
  const starts = bounds.slice(0, -1)
  if (starts.length > MOST) throw tooMany(starts.length, pointer)
  return {
    kind: 'calendar',
    milliseconds: bounds[1]! - bounds[0]!,
    starts,
    ends: bounds.slice(1),
    start: sql`roundDown(${DATE}, ${i64s(starts)})`,
  }
}

const tooMany = (count: number, pointer: string) =>
  new WaywornError(
    'invalid_field',
    {
      field: 'interval',
      reason: `it makes ${count.toLocaleString('en')} or more points; ${MOST.toLocaleString('en')} are the most. Use a longer interval`,
    },
    { pointer },
  )
