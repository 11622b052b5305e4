import { Temporal } from 'temporal-polyfill'
import { WaywornError } from '../lib/errors.ts'

export type CalendarUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

/** Periods of the calendar in a zone; `alignment`: `1am`, `monday`, `1st`, `january`. */
export interface Calendar {
  type: CalendarUnit
  quantity?: number | undefined
  alignment?: string | undefined
  timezone?: string | undefined
}

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
export const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

/**
 * The start of the calendar period that holds this moment. Several days, weeks, … long ones count from 1970 (weeks: a
 * Monday), several hours or minutes long ones from local midnight.
 */
export const startOfPeriod = (ms: number, { type, quantity = 1, alignment, timezone = 'UTC' }: Calendar) => {
  const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timezone)
  if (type === 'minute' || type === 'hour') return startOfClock(at, type, quantity)
  const hour = type === 'day' ? firstHour(alignment) : 0
  const date = at.toPlainDateTime().subtract({ hours: hour }).toPlainDate()
  return startOfDate(date, type, quantity, alignment).toZonedDateTime({
    timeZone: timezone,
    // A day begins at its first moment, which is not midnight where clocks jump over midnight.
    ...(hour ? { plainTime: { hour } } : {}),
  })
}

const startOfClock = (
  at: Temporal.ZonedDateTime,
  type: 'minute' | 'hour',
  quantity: number,
): Temporal.ZonedDateTime => {
  if (quantity === 1) return at.round({ smallestUnit: type, roundingMode: 'floor' })
  const floor =
    type === 'hour'
      ? { hour: at.hour - (at.hour % quantity), minute: 0 }
      : { minute: at.minute - (at.minute % quantity) }
  return at.with({ ...floor, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 })
}

const EPOCH = Temporal.PlainDate.from('1970-01-01')
const EPOCH_MONDAY = Temporal.PlainDate.from('1970-01-05')

const startOfDate = (
  date: Temporal.PlainDate,
  type: CalendarUnit,
  quantity: number,
  alignment?: string,
): Temporal.PlainDate => {
  const modulo = (n: number, by: number) => ((n % by) + by) % by
  if (type === 'day') return date.subtract({ days: modulo(EPOCH.until(date).days, quantity) })
  if (type === 'week') {
    const offset = Math.max(0, WEEKDAYS.indexOf(alignment ?? 'monday'))
    const days = EPOCH_MONDAY.add({ days: offset }).until(date).days
    return date.subtract({ days: modulo(days, 7 * quantity) })
  }
  const months = (date.year - 1970) * 12 + date.month - 1
  const length = (type === 'month' ? 1 : type === 'quarter' ? 3 : 12) * quantity
  const offset = type === 'month' ? 0 : Math.max(0, MONTHS.indexOf(alignment ?? 'january'))
  return date.with({ day: 1 }).subtract({ months: modulo(months - offset, length) })
}

/** `1am`: the hour by the clock on the wall at which days begin; everything else is handled by the period itself. */
const firstHour = (alignment?: string): number => {
  const match = /^(\d{1,2})(am|pm)$/.exec(alignment ?? '')
  return match ? (Number(match[1]) % 12) + (match[2] === 'pm' ? 12 : 0) : 0
}

export const addPeriod = (at: Temporal.ZonedDateTime, { type, quantity = 1 }: Calendar): Temporal.ZonedDateTime =>
  type === 'quarter' ? at.add({ months: 3 * quantity }) : at.add({ [`${type}s`]: quantity })

export const checkZone = (zone: string | undefined, pointer: string): string => {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone ?? 'UTC').timeZoneId
  } catch {
    throw new WaywornError('unknown_time_zone', { zone }, { pointer })
  }
}

/** The next period's start. Found anew each time, so that a missing or doubled hour never shifts those that follow. */
const nextStart = (ms: number, calendar: Calendar): number => {
  let probe = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(calendar.timezone ?? 'UTC')
  for (;;) {
    probe = addPeriod(probe, calendar)
    const start = startOfPeriod(probe.epochMilliseconds, calendar).epochMilliseconds
    if (start > ms) return start
  }
}

/**
 * Starts of the calendar periods that touch `from` ≤ time < `to`, and last the end of the last one. Stops after `most`
 * periods, so that a caller can tell that there are too many.
 */
export const periodBounds = (calendar: Calendar, from: number, to: number, most: number): number[] => {
  const bounds = [startOfPeriod(from, calendar).epochMilliseconds]
  while (bounds.at(-1)! < to && bounds.length <= most + 1) bounds.push(nextStart(bounds.at(-1)!, calendar))
  return bounds
}
