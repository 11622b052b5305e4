import { Temporal } from 'temporal-polyfill'
import { WaywornError } from '../../lib/errors.ts'
import type { Buckets, Interval } from '../../query/bucket.ts'
import { addPeriod } from '../../query/calendar.ts'
import { i64s, sql } from '../../sql/sql.ts'
import type { Compare } from './definition.ts'

/** The period that a question's own is compared with. */
export interface OtherPeriod {
  from: number
  to: number
  /** The moment that stands opposite to one of the own period, epoch ms. */
  opposite(ms: number): number
}

const zoned = (ms: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)

const STEPS = {
  previous_day: { days: 1 },
  previous_week: { weeks: 1 },
  previous_month: { months: 1 },
  previous_year: { years: 1 },
} as const

/**
 * By the calendar of the zone: a day, week, month or year before has the same time of day, and the last day of a shorter
 * month stands for the days that it lacks. `previous` is as long as the period: of whole months so many months, of whole
 * days so many days, else so many milliseconds.
 */
export const otherPeriod = ({ to: other }: Compare, from: number, to: number, zone: string): OtherPeriod => {
  const opposite = oppositeOf(other, from, to, zone)
  if (typeof other === 'object') return { ...other, opposite }
  const start = opposite(from)
  const end = opposite(to)
  const period = { from: start, to: end > start ? end : start + (to - from), opposite }
  if (start >= 0) return period
  throw new WaywornError(
    'invalid_field',
    { field: 'compare.to', reason: 'the other period would begin before 1970; compare a later one' },
    { pointer: '/data/attributes/compare/to' },
  )
}

const oppositeOf = (other: Compare['to'], from: number, to: number, zone: string): OtherPeriod['opposite'] => {
  if (typeof other === 'object') return earlier(between(other.from, from, zone), zone)
  return earlier(other === 'previous' ? between(from, to, zone) : Temporal.Duration.from(STEPS[other]), zone)
}

const earlier = (by: Temporal.Duration, zone: string) => (ms: number) => zoned(ms, zone).subtract(by).epochMilliseconds

/** From one moment to another: whole months if both are the same moment of a month, else whole days, else elapsed time. */
const between = (from: number, to: number, zone: string): Temporal.Duration => {
  const [start, end] = [zoned(from, zone), zoned(to, zone)]
  const isMidnight = start.toPlainTime().equals(new Temporal.PlainTime())
  const sameTime = start.toPlainTime().equals(end.toPlainTime())
  if (sameTime && isMidnight && start.day === 1 && end.day === 1) return start.until(end, { largestUnit: 'months' })
  if (sameTime) return start.until(end, { largestUnit: 'days' })
  return Temporal.Duration.from({ milliseconds: to - from })
}

/** The other period's buckets: each as long as the own one that it stands opposite to. */
export interface Opposite {
  buckets: Buckets
  /** Of an own bucket's start the start of the opposite one, if it has one of its own. */
  of: ReadonlyMap<number, number>
}

export const oppositeBuckets = (own: Buckets, interval: Interval, { opposite }: OtherPeriod): Opposite => {
  const of = new Map<number, number>()
  const taken = new Set<number>()
  for (const start of own.starts) {
    const at = opposite(start)
    if (taken.has(at)) continue
    taken.add(at)
    of.set(start, at)
  }
  const starts = [...taken].sort((a, b) => a - b)
  const ends = starts.map((start, i) => Math.min(naturalEnd(start, interval), starts[i + 1] ?? Number.MAX_SAFE_INTEGER))
  const bounds = [...new Set([...starts, ...ends])].sort((a, b) => a - b)
  const start = sql`roundDown(toUnixTimestamp64Milli(date), ${i64s(bounds.length ? bounds : [0])})`
  return { of, buckets: { ...own, starts, ends, start } }
}

const naturalEnd = (start: number, interval: Interval): number =>
  interval.kind === 'fixed'
    ? start + interval.ms
    : addPeriod(zoned(start, interval.calendar.timezone ?? 'UTC'), interval.calendar).epochMilliseconds
