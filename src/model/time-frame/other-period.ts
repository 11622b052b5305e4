import { Temporal } from 'temporal-polyfill'
import { zonedAt } from './zoned.ts'

/** The period that a question's own is compared with. */
export interface OtherPeriod {
  from: number
  to: number
  /** The moment that stands opposite to one of the own period, epoch ms. */
  opposite(ms: number): number
}

/** Which one: so much earlier, or two moments, epoch ms. */
export type Other = 'previous' | keyof typeof STEPS | { from: number; to: number }

const STEPS = {
  previous_day: { days: 1 },
  previous_week: { weeks: 1 },
  previous_month: { months: 1 },
  previous_year: { years: 1 },
} as const

/**
 * By the calendar of the zone: a day, week, month or year before has the same time of day, and the last day of a shorter
 * month stands for the days that it lacks. `previous` is as long as the period: of whole months so many months, of whole
 * days so many days, else so many milliseconds.
 */
export const otherPeriod = (other: Other, from: number, to: number, zone: string): OtherPeriod => {
  const opposite = oppositeOf(other, from, to, zone)
  if (typeof other === 'object') return { ...other, opposite }
  const [start, end] = [opposite(from), opposite(to)]
  return { from: start, to: end > start ? end : start + (to - from), opposite }
}

const oppositeOf = (other: Other, from: number, to: number, zone: string): OtherPeriod['opposite'] => {
  if (typeof other === 'object') return earlier(between(other.from, from, zone), zone)
  return earlier(other === 'previous' ? between(from, to, zone) : Temporal.Duration.from(STEPS[other]), zone)
}

const earlier = (by: Temporal.Duration, zone: string) => (ms: number) =>
  zonedAt(ms, zone).subtract(by).epochMilliseconds

/** From one moment to another: whole months if both are the same moment of a month, else whole days, else elapsed time. */
const between = (from: number, to: number, zone: string): Temporal.Duration => {
  const [start, end] = [zonedAt(from, zone), zonedAt(to, zone)]
  const isMidnight = start.toPlainTime().equals(new Temporal.PlainTime())
  const sameTime = start.toPlainTime().equals(end.toPlainTime())
  if (sameTime && isMidnight && start.day === 1 && end.day === 1) return start.until(end, { largestUnit: 'months' })
  if (sameTime) return start.until(end, { largestUnit: 'days' })
  return Temporal.Duration.from({ milliseconds: to - from })
}
