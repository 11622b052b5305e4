import { Temporal } from 'temporal-polyfill'

/** How times are written and counted in a zone of the IANA database. Times are epoch milliseconds. */

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

export const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** Every zone that the browser knows, UTC first. */
export const allZones = (): string[] => {
  const known = Intl.supportedValuesOf('timeZone').filter((z) => z !== 'UTC')
  return ['UTC', ...known]
}

export const zoned = (ms: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)

/** `Europe/Paris` in winter is `UTC+1`. */
export const offsetName = (zone: string, ms: number): string => {
  const minutes = Math.round(zoned(ms, zone).offsetNanoseconds / 6e10)
  if (minutes === 0) return 'UTC'
  const size = Math.abs(minutes)
  const rest = size % 60 ? `:${String(size % 60).padStart(2, '0')}` : ''
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest}`
}

/** `Europe/Paris (UTC+1)`; `UTC` stays. */
export const zoneLabel = (zone: string, ms: number): string =>
  zone === 'UTC' ? 'UTC' : `${zone.replaceAll('_', ' ')} (${offsetName(zone, ms)})`

const formats = new Map<string, Intl.DateTimeFormat>()

/** `Intl.DateTimeFormat` in a zone, kept, since making one is slow. */
export const format = (ms: number, zone: string, options: Intl.DateTimeFormatOptions, locale?: string): string => {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone, hourCycle: 'h23' })
    formats.set(key, found)
  }
  return found.format(ms)
}

const two = (n: number) => String(n).padStart(2, '0')

/** `2026-11-22 14:03:05.120`, for tables and copies. */
export const stamp = (ms: number, zone: string, precision: 'minute' | 'second' | 'ms' = 'ms'): string => {
  const t = zoned(ms, zone)
  const day = `${t.year}-${two(t.month)}-${two(t.day)} ${two(t.hour)}:${two(t.minute)}`
  if (precision === 'minute') return day
  const seconds = `${day}:${two(t.second)}`
  return precision === 'second' ? seconds : `${seconds}.${String(t.millisecond).padStart(3, '0')}`
}
