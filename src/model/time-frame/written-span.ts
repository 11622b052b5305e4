import { Temporal } from 'temporal-polyfill'
import type { TimeRange } from './time-frame.ts'
import type { WrittenClock, WrittenDate, WrittenTime } from './written-time.ts'
import { periodRange, zonedAt } from './zoned.ts'

/** Leap days are at most eight years apart. */
const YEARS_TO_TRY = 9

/**
 * What a written time covers in a zone: a day, month or year from start to end, a moment as an empty range. What was
 * left out is filled so that it starts last before `latest`; undefined if no such date exists.
 */
export const lastSpan = (written: WrittenTime, latest: number, zone: string): TimeRange | undefined =>
  firstThat(written, latest, zone, -1, (span) => span.from <= latest)

/** The same, filled so that it ends first after `start`. A time of day is one of the same day if it can be. */
export const nextSpan = (written: WrittenTime, start: number, zone: string): TimeRange | undefined =>
  firstThat(written, start, zone, 1, (span) => span.to > start)

const firstThat = (
  written: WrittenTime,
  anchor: number,
  zone: string,
  step: 1 | -1,
  fits: (span: TimeRange) => boolean,
): TimeRange | undefined => {
  if (written.kind === 'instant') return { from: written.ms, to: written.ms }
  const { date, time } = written
  const around = zonedAt(anchor, zone).toPlainDate()
  if (date?.year !== undefined) return spanOf(date, time, zone)
  for (let i = -1; i < YEARS_TO_TRY; i++) {
    const span = date
      ? spanOf({ ...date, year: around.year + i * step }, time, zone)
      : spanOf(dateOf(around.add({ days: i * step })), time, zone)
    if (span && fits(span)) return span
  }
  return undefined
}

const dateOf = ({ year, month, day }: Temporal.PlainDate): WrittenDate => ({ year, month, day })

const spanOf = (date: WrittenDate, time: WrittenClock | undefined, zone: string): TimeRange | undefined => {
  const { year, month = 1, day = 1 } = date
  if (day > new Date(Date.UTC(year!, month, 0)).getUTCDate()) return undefined
  const first = new Temporal.PlainDate(year!, month, day)
  if (!time) return periodRange(first, date.day ? 'day' : date.month ? 'month' : 'year', zone)
  const { hour, minute, second, ms: millisecond, offset } = time
  const local = first.toPlainDateTime({ hour, minute, second, millisecond })
  const ms =
    offset === undefined
      ? local.toZonedDateTime(zone).epochMilliseconds
      : local.toZonedDateTime('UTC').epochMilliseconds - offset * 60_000
  return { from: ms, to: ms }
}
