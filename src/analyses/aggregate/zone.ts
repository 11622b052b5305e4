import { WaywornError } from '../../lib/errors.ts'
import { checkZone } from '../../query/calendar.ts'

interface Options {
  timezone?: string | undefined
  /** Seconds ahead of UTC. */
  time_offset?: number | undefined
}

const MINUTE = 60
const HOUR = 3600
const FROM_UTC = /^(?:UTC|GMT)([+-])(\d{1,2})(?::?(\d{2}))?$/

/**
 * The zone by whose calendar days and weeks are counted: a name, `UTC+1`, or an offset in seconds; undefined if there is
 * none. Throws `unknown_time_zone` or `invalid_field`.
 */
export const zoneOf = ({ timezone, time_offset: offset }: Options = {}): string | undefined => {
  if (offset) return offsetOf(offset, timezone)
  if (timezone === undefined) return undefined
  const [, sign, hours = '', minutes = '00'] = FROM_UTC.exec(timezone) ?? []
  return checkZone(sign ? `${sign}${hours.padStart(2, '0')}:${minutes}` : timezone, '/options/timezone')
}

const offsetOf = (seconds: number, timezone: string | undefined): string => {
  const refuse = (reason: string) =>
    new WaywornError('invalid_field', { field: 'time_offset', reason }, { pointer: '/options/time_offset' })
  if (timezone !== undefined) throw refuse('give it or timezone, not both')
  if (seconds % MINUTE !== 0) throw refuse('it must be whole minutes, in seconds')
  const two = (of: number) => String(Math.floor(of)).padStart(2, '0')
  const size = Math.abs(seconds)
  return `${seconds < 0 ? '-' : '+'}${two(size / HOUR)}:${two((size % HOUR) / MINUTE)}`
}
