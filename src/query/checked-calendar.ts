import { WaywornError } from '../lib/errors.ts'
import { defaultInterval, type Interval } from './bucket.ts'
import { type Calendar, checkZone, MONTHS, WEEKDAYS } from './calendar.ts'

/** A calendar whose zone and alignment are known to be right. */
export type CheckedCalendar = Calendar & { quantity: number; timezone: string }

/** Throws for a zone that does not exist and for an alignment that the unit can't have. */
export const checkedCalendar = (calendar: Calendar, zone: string | undefined, pointer: string): CheckedCalendar => {
  const timezone = checkZone(calendar.timezone ?? zone, `${pointer}/timezone`)
  const alignment = alignmentOf(calendar, `${pointer}/alignment`)
  return { type: calendar.type, quantity: calendar.quantity ?? 1, timezone, ...(alignment ? { alignment } : {}) }
}

interface Periods {
  /** Milliseconds. */
  interval?: number | undefined
  rollup?: Calendar | undefined
}

/** The periods asked for, or those that suit the range. Throws as `checkedCalendar`, `pointer` being where both are. */
export const intervalAsked = (
  { interval, rollup }: Periods,
  { from, to }: { from: number; to: number },
  zone: string | undefined,
  pointer: string,
): Interval => {
  if (rollup) return { kind: 'calendar', calendar: checkedCalendar(rollup, zone, `${pointer}/rollup`) }
  return interval ? { kind: 'fixed', ms: interval } : defaultInterval(from, to)
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
