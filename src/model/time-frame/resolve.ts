import { printTimeFrame } from './print.ts'
import type { TimeContext, TimeFrame, TimeRange } from './time-frame.ts'
import { EARLIEST_MS, LATEST_MS, unreadable } from './time-frame.ts'
import { before, periodRange, periodStart, previousPeriod, startOfDay, zonedAt } from './zoned.ts'

/**
 * What a frame is at a moment in a zone. Never empty: a period that begins this very millisecond lasts for one.
 * Throws `invalid_time_frame` if it leaves the years 1970 to 2999, `unknown_time_zone`.
 */
export const resolveTimeFrame = (frame: TimeFrame, context: TimeContext): TimeRange => {
  const range = rangeOf(frame, context)
  if (range.from >= EARLIEST_MS && range.to <= LATEST_MS) return range
  throw unreadable(printTimeFrame(frame, context.zone), 'it must lie between the years 1970 and 2999')
}

const rangeOf = (frame: TimeFrame, { now, zone, weekStart }: TimeContext): TimeRange => {
  switch (frame.kind) {
    case 'past':
      return { from: before(now, frame.count, frame.unit, zone), to: now }
    case 'since':
      return { from: frame.from, to: Math.max(now, frame.from + 1) }
    case 'fixed':
      return { from: frame.from, to: frame.to }
    case 'calendar': {
      const start = periodStart(zonedAt(now, zone).toPlainDate(), frame.unit, weekStart)
      if (frame.which === 'last') return periodRange(previousPeriod(start, frame.unit), frame.unit, zone)
      const from = startOfDay(start, zone)
      return { from, to: Math.max(now, from + 1) }
    }
  }
}
