import type { Temporal } from 'temporal-polyfill'
import type { TimeFrame } from './time-frame.ts'
import { shortUnit } from './units.ts'
import { startOfDay, zonedAt } from './zoned.ts'

/** The text from which `readTimeFrame` reads the same frame in the same zone. */
export const printTimeFrame = (frame: TimeFrame, zone: string): string => {
  switch (frame.kind) {
    case 'past':
      return `${frame.count}${shortUnit(frame.unit)}`
    case 'calendar':
      if (frame.unit === 'day') return frame.which === 'this' ? 'today' : 'yesterday'
      return `${frame.which} ${frame.unit}`
    case 'since':
      return `${printMoment(frame.from, zone)} - now`
    case 'fixed':
      return (
        printDays(frame.from, frame.to, zone) ?? `${printMoment(frame.from, zone)} - ${printMoment(frame.to, zone)}`
      )
  }
}

/** The frame in words for people: "Past 7 days", "This month". It can be read as well. */
export const describeTimeFrame = (frame: TimeFrame, zone: string): string => {
  if (frame.kind === 'past') return `Past ${frame.count} ${frame.unit}${frame.count === 1 ? '' : 's'}`
  const text = printTimeFrame(frame, zone)
  return text[0]!.toUpperCase() + text.slice(1)
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

const printDate = ({ year, month, day }: Temporal.ZonedDateTime): string => `${MONTHS[month - 1]} ${day}, ${year}`

/** Whole days; the last one is named although the range ends where it ends. */
const printDays = (from: number, to: number, zone: string): string | undefined => {
  const first = zonedAt(from, zone)
  const last = zonedAt(to - 1, zone)
  const isWhole =
    startOfDay(first.toPlainDate(), zone) === from && startOfDay(last.toPlainDate().add({ days: 1 }), zone) === to
  if (!isWhole) return undefined
  const start = printDate(first)
  const end = printDate(last)
  return start === end ? start : `${start} - ${end}`
}

/** A local time where it names the moment, else (in the hour that a clock runs through twice) one with its offset. */
const printMoment = (ms: number, zone: string): string => {
  const zoned = zonedAt(ms, zone)
  const isNamed = zoned.toPlainDateTime().toZonedDateTime(zone).epochMilliseconds === ms
  if (!isNamed || ms % 1000 !== 0) return new Date(ms).toISOString()
  const seconds = zoned.second === 0 ? '' : `:${twoDigits(zoned.second)}`
  const half = zoned.hour < 12 ? 'am' : 'pm'
  return `${printDate(zoned)}, ${zoned.hour % 12 || 12}:${twoDigits(zoned.minute)}${seconds} ${half}`
}

const twoDigits = (n: number): string => String(n).padStart(2, '0')
