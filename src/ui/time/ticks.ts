import { format, zoned } from './zone.ts'

type Local = ReturnType<typeof zoned>
type Level = { fits: (t: Local) => boolean }

const MINUTES = [1, 5, 10, 15, 30].map((n): Level => ({ fits: (t) => t.minute % n === 0 }))
const HOURS = [1, 2, 3, 6, 12].map((n): Level => ({ fits: (t) => t.minute === 0 && t.hour % n === 0 }))
const midnight = (t: Local) => t.hour === 0 && t.minute === 0
const DAYS: Level[] = [
  { fits: midnight },
  { fits: (t) => midnight(t) && t.day % 2 === 1 && t.day < 31 },
  { fits: (t) => midnight(t) && t.dayOfWeek === 1 },
]
const MONTHS = [1, 2, 3, 6, 12].map(
  (n): Level => ({ fits: (t) => midnight(t) && t.day === 1 && (t.month - 1) % n === 0 }),
)

const LEVELS: Level[] = [...MINUTES, ...HOURS, ...DAYS, ...MONTHS]

/**
 * Which of a series' buckets (their starts, ascending) get a mark under the axis: the finest round times of the zone of
 * which there are at most `most`, else every n-th bucket. Indexes, ascending.
 */
export const timeTicks = (times: readonly number[], zone: string, most: number): number[] => {
  if (times.length <= most) return times.map((_, i) => i)
  const local = times.map((t) => zoned(t, zone))
  for (const level of LEVELS) {
    const found = local.flatMap((t, i) => (level.fits(t) ? [i] : []))
    if (found.length <= most && found.length >= Math.min(3, most / 2)) return found
  }
  const step = Math.ceil(times.length / Math.max(1, most))
  return times.flatMap((_, i) => (i % step === 0 ? [i] : []))
}

/** The words under a mark: the clock within a day, else the day, the month, or the year where one begins. */
export const tickLabel = (time: number, bucketMs: number, zone: string, locale?: string): string => {
  const t = zoned(time, zone)
  const hourly = bucketMs < 82_800_000
  if (hourly && !midnight(t)) return format(time, zone, { hour: '2-digit', minute: '2-digit' }, locale)
  if (bucketMs >= 27 * 86_400_000) {
    if (t.month === 1 || bucketMs > 300 * 86_400_000) return String(t.year)
    return format(time, zone, { month: 'short' }, locale)
  }
  return format(time, zone, { day: 'numeric', month: 'short' }, locale)
}
