const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  formats.set(zone, made)
  return made
}

/** The clock on the wall of a zone as `2026-03-29 03:00:00`, by the platform's own tables: an oracle for time zones. */
export const localText = (ms: number, zone: string): string => formatOf(zone).format(ms)

/** Zones whose clocks change at night, at midnight, by half an hour, or not at all. */
export const ZONES: readonly string[] = [
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
]

const HOUR = 3_600_000

/** The first whole UTC hours of 2026 after which a zone's clock stands differently. */
export const clockChanges = (zone: string): number[] => {
  const first = Date.UTC(2026, 0, 1)
  const offsetAt = (ms: number) => Date.parse(`${localText(ms, zone).replace(' ', 'T')}Z`) - ms
  const hours = Array.from({ length: 365 * 24 }, (_, i) => first + i * HOUR)
  return hours.filter((ms, i) => i > 0 && offsetAt(ms) !== offsetAt(hours[i - 1]!))
}
