import { Temporal } from 'temporal-polyfill'
import { WaywornError } from '../../lib/errors.ts'
import type { CalendarUnit, PastUnit, TimeRange } from './time-frame.ts'
import { elapsedMs } from './units.ts'

/** The moment in a zone. Throws `unknown_time_zone`. */
export const zonedAt = (ms: number, zone: string): Temporal.ZonedDateTime => {
  try {
    return Temporal.Instant.fromEpochMilliseconds(Math.trunc(ms)).toZonedDateTimeISO(zone)
  } catch (error) {
    throw new WaywornError('unknown_time_zone', { zone }, undefined, { cause: error })
  }
}

/** Some 3000 years: farther leads out of every range that is allowed, and soon out of what Temporal can hold. */
const MOST: Partial<Record<PastUnit, number>> = { day: 1_100_000, week: 157_000, month: 36_000, year: 3000 }

/** `count` units before (or, if negative, after) a moment, in epoch milliseconds. */
export const before = (ms: number, count: number, unit: PastUnit, zone: string): number => {
  const elapsed = elapsedMs(unit)
  if (elapsed !== undefined) return ms - count * elapsed
  if (Math.abs(count) > MOST[unit]!) return count > 0 ? -Infinity : Infinity
  return zonedAt(ms, zone).subtract({ [`${unit}s`]: count }).epochMilliseconds
}

/** The first day of the period around a date. */
export const periodStart = (date: Temporal.PlainDate, unit: CalendarUnit, weekStart = 1): Temporal.PlainDate => {
  switch (unit) {
    case 'day':
      return date
    case 'week':
      return date.subtract({ days: (date.dayOfWeek - weekStart + 7) % 7 })
    case 'month':
      return date.with({ day: 1 })
    case 'quarter':
      return date.with({ day: 1, month: date.month - ((date.month - 1) % 3) })
    case 'year':
      return date.with({ day: 1, month: 1 })
  }
}

const LENGTH: Record<CalendarUnit, Temporal.DurationLike> = {
  day: { days: 1 },
  week: { weeks: 1 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
}

export const previousPeriod = (start: Temporal.PlainDate, unit: CalendarUnit): Temporal.PlainDate =>
  start.subtract(LENGTH[unit])

/** The period that starts on a date, from its first moment to the first of the next one. */
export const periodRange = (start: Temporal.PlainDate, unit: CalendarUnit, zone: string): TimeRange => ({
  from: startOfDay(start, zone),
  to: startOfDay(start.add(LENGTH[unit]), zone),
})

/** A day begins at its first moment, which is not midnight where the clock jumps over midnight. */
export const startOfDay = (date: Temporal.PlainDate, zone: string): number =>
  date.toZonedDateTime({ timeZone: zone }).epochMilliseconds
