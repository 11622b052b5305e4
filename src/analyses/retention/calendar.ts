import { Temporal } from 'temporal-polyfill'
import type { CheckedCalendar } from '../../query/checked-calendar.ts'

const at = (ms: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)

const HOUR_OF = /^(\d+)(am|pm)$/

/**
 * Bounds of periods of `every` days, weeks or months of the local calendar, counted from a period's start, up to the
 * first at or after `to`.
 */
export const fixedBounds = (
  start: number,
  unit: 'day' | 'week' | 'month',
  every: number,
  to: number,
  calendar: CheckedCalendar,
  most: number,
): number[] => {
  const local = at(start, calendar.timezone).toPlainDateTime()
  const isClock = calendar.type === 'hour' || calendar.type === 'minute'
  // The day's own start: where its midnight is skipped it begins later on the clock than the days that follow.
  const base = isClock ? local : local.toPlainDate().toPlainDateTime({ hour: hourOf(calendar.alignment) })
  const bounds = [start]
  for (let k = 1; bounds.at(-1)! < to && bounds.length <= most + 1; k++) {
    bounds.push(base.add({ [`${unit}s`]: k * every }).toZonedDateTime(calendar.timezone).epochMilliseconds)
  }
  return bounds
}

const hourOf = (alignment: string | undefined): number => {
  const match = HOUR_OF.exec(alignment ?? '')
  return match ? (Number(match[1]) % 12) + (match[2] === 'pm' ? 12 : 0) : 0
}

/** What a period is called: its local start, as far as its unit needs it. */
export const periodName = (ms: number, { type, timezone, alignment }: CheckedCalendar): string => {
  const local = at(ms, timezone)
  const date = local.toPlainDate().toString()
  if (type === 'month') return date.slice(0, 7)
  if (type === 'quarter' && !alignment) return `${local.year}-Q${Math.ceil(local.month / 3)}`
  if (type === 'year' && !alignment) return String(local.year)
  return type === 'hour' || type === 'minute' ? `${date} ${local.toPlainTime().toString().slice(0, 5)}` : date
}
