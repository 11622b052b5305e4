import { WaywornError } from '../../lib/errors.ts'

/** Elapsed time for seconds, minutes and hours; the calendar's for the others: a day back is the same time of day. */
export type PastUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'
export type CalendarUnit = 'day' | 'week' | 'month' | 'quarter' | 'year'

/**
 * A time frame as people choose it. `past` slides with the clock, `calendar` and `since` grow until now (`last` stands
 * still until its period is over), `fixed` stands still. Times are epoch milliseconds, `to` is left out.
 */
export type TimeFrame =
  | { readonly kind: 'past'; readonly count: number; readonly unit: PastUnit }
  | { readonly kind: 'calendar'; readonly which: 'this' | 'last'; readonly unit: CalendarUnit }
  | { readonly kind: 'since'; readonly from: number }
  | { readonly kind: 'fixed'; readonly from: number; readonly to: number }

/** From `from` on and before `to`, epoch milliseconds. */
export interface TimeRange {
  from: number
  to: number
}

/** What the meaning of a text depends on: now in epoch milliseconds, an IANA zone, the week's first day (1 is Monday). */
export interface TimeContext {
  now: number
  zone: string
  weekStart?: 1 | 2 | 3 | 4 | 5 | 6 | 7
}

/** No frame starts before 1970 or ends after 2999: no event lies there, and every date on the way stays valid. */
export const EARLIEST_MS = 0
export const LATEST_MS = Date.UTC(3000, 0, 1)

const SHOWN_LENGTH = 80

/** The error for a text that says no time; `reason` says what would be right. */
export const unreadable = (text: string, reason: string): WaywornError =>
  new WaywornError('invalid_time_frame', {
    text: text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text,
    reason,
  })
