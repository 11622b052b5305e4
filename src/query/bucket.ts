import { Temporal } from 'temporal-polyfill'
import { WaywornError } from '../lib/errors.ts'
import { constant, i64s, type Sql, sql } from '../sql/sql.ts'

export type CalendarUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

/** Periods of the calendar in a zone; `alignment`: `1am`, `monday`, `1st`, `january`. */
export interface Calendar {
  type: CalendarUnit
  quantity?: number | undefined
  alignment?: string | undefined
  timezone?: string | undefined
}

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
    start: sql`intDiv(toUnixTimestamp64Milli(date), ${interval}) * ${interval}`,
  }
}

const calendarBuckets = (calendar: Calendar, from: number, to: number, pointer: string): Buckets => {
  const starts: number[] = []
  const zone = calendar.timezone ?? 'UTC'
  let end = from
  for (let at = startOfPeriod(from, calendar); ; at = addPeriod(at, calendar)) {
    const ms = at.epochMilliseconds
    end = ms
    if (ms >= to) break
    if (starts.length >= MOST) throw tooMany(starts.length + 1, pointer)
    // Where clocks are set back a period may begin twice; it is one.
    if (starts.at(-1) !== ms) starts.push(ms)
  }
  const first = Temporal.Instant.fromEpochMilliseconds(starts[0] ?? from).toZonedDateTimeISO(zone)
  return {
    kind: 'calendar',
    milliseconds: addPeriod(first, calendar).epochMilliseconds - first.epochMilliseconds,
    starts,
    ends: [...starts.slice(1), end],
    start: sql`roundDown(toUnixTimestamp64Milli(date), ${i64s(starts.length ? starts : [from])})`,
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

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const MONTHS = [
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

/** The start of the calendar period that holds this moment. Several units long ones count from 1970 (weeks: a Monday). */
export const startOfPeriod = (ms: number, { type, quantity = 1, alignment, timezone = 'UTC' }: Calendar) => {
  const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timezone)
  if (type === 'minute' || type === 'hour') return startOfClock(at, type, quantity)
  const shift = shiftOf(type, alignment)
  const date = at.subtract(shift).toPlainDate()
  const start = startOfDate(date, type, quantity, alignment).toZonedDateTime({ timeZone: timezone })
  const shifted = start.add(shift)
  return shifted.epochMilliseconds > ms ? addPeriod(shifted, { type, quantity: -quantity, timezone }) : shifted
}

const startOfClock = (
  at: Temporal.ZonedDateTime,
  type: 'minute' | 'hour',
  quantity: number,
): Temporal.ZonedDateTime => {
  if (type === 'hour') {
    const hour = at.round({ smallestUnit: 'hour', roundingMode: 'floor' })
    return quantity === 1 ? hour : hour.subtract({ hours: hour.hour % quantity })
  }
  const minute = at.round({ smallestUnit: 'minute', roundingMode: 'floor' })
  return quantity === 1 ? minute : minute.subtract({ minutes: minute.minute % quantity })
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

/** `1am` moves the start of days; everything else is handled by the period itself. */
const shiftOf = (type: CalendarUnit, alignment?: string): { hours: number } => {
  const match = type === 'day' ? /^(\d{1,2})(am|pm)$/.exec(alignment ?? '') : null
  if (!match) return { hours: 0 }
  return { hours: (Number(match[1]) % 12) + (match[2] === 'pm' ? 12 : 0) }
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
