import { Temporal } from 'temporal-polyfill'
import { WaywornError } from '../../lib/errors.ts'
import { type Calendar, checkZone } from '../../query/calendar.ts'

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const MONTHS = 'january february march april may june july august september october november december'.split(' ')

/** A calendar whose zone and alignment are known to be right. */
export type CheckedCalendar = Calendar & { quantity: number; timezone: string }

/** Throws for a zone that does not exist and for an alignment that the unit can't have. */
export const checkedCalendar = (calendar: Calendar, zone: string | undefined, pointer: string): CheckedCalendar => {
  const timezone = checkZone(calendar.timezone ?? zone, `${pointer}/timezone`)
  const alignment = alignmentOf(calendar, `${pointer}/alignment`)
  return { type: calendar.type, quantity: calendar.quantity ?? 1, timezone, ...(alignment ? { alignment } : {}) }
}

const alignmentOf = ({ type, alignment }: Calendar, pointer: string): string | undefined => {
  if (!alignment) return undefined
  const given = alignment.toLowerCase()
  const refuse = (right: string): never => {
    const reason = `"${alignment}" is not where a ${type} can start; ${right}`
    throw new WaywornError('invalid_field', { field: 'alignment', reason }, { pointer })
  }
  switch (type) {
    case 'day': {
      const match = /^(\d{1,2})(am|pm)?$/.exec(given)
      const hour = match ? (match[2] ? (Number(match[1]) % 12) + (match[2] === 'pm' ? 12 : 0) : Number(match[1])) : 24
      if (hour > 23 || (match?.[2] && Number(match[1]) > 12)) return refuse('use an hour such as "1am" or "14"')
      return `${hour % 12 || 12}${hour < 12 ? 'am' : 'pm'}`
    }
    case 'week':
      return WEEKDAYS.includes(given) ? given : refuse('use a day such as "monday"')
    case 'month':
      return given === '1st' ? undefined : refuse('months start on their "1st"; leave it out')
    case 'quarter':
    case 'year':
      return MONTHS.includes(given) ? given : refuse('use a month such as "january"')
    default:
      return refuse('leave it out')
  }
}

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
