import type { TimeContext } from './time-frame.ts'
import { EARLIEST_MS, LATEST_MS, unreadable } from './time-frame.ts'
import { unitOf } from './units.ts'
import { lastSpan } from './written-span.ts'
import { readWrittenTime } from './written-time.ts'
import { before, zonedAt } from './zoned.ts'

const DATE_MATH = /^now(?: ?([+-]) ?(\d{1,6}) ?([a-zA-Z]+))?$/

/**
 * One end of a time range as API clients write it, in epoch milliseconds: ISO 8601 (in `zone` if it names none), unix
 * seconds or milliseconds, `now`, `now-15m` (`M` or `mo` are months). A day is its first moment.
 * Throws `invalid_time_frame`, `unknown_time_zone`.
 */
export const parseMoment = (text: string, context: Pick<TimeContext, 'now' | 'zone'>): number => {
  const { now, zone } = context
  zonedAt(now, zone)
  const ms = text.length > 100 ? undefined : (readDateMath(text.trim(), now, zone) ?? readWritten(text, now, zone))
  if (ms === undefined) throw unreadable(text, 'write for example 2026-01-31T10:00:00Z, 1767225600000 or now-15m')
  if (ms < EARLIEST_MS || ms > LATEST_MS) throw unreadable(text, 'it must lie between the years 1970 and 2999')
  return ms
}

const readDateMath = (text: string, now: number, zone: string): number | undefined => {
  const found = DATE_MATH.exec(text)
  if (!found) return undefined
  const [sign, count, word] = found.slice(1)
  if (word === undefined) return now
  const unit = word === 'M' ? 'month' : unitOf(word.toLowerCase())
  return unit && before(now, sign === '-' ? Number(count) : -Number(count), unit, zone)
}

const readWritten = (text: string, now: number, zone: string): number | undefined => {
  const written = readWrittenTime(text.trim().toLowerCase().replace(/\s+/g, ' '))
  return written && lastSpan(written, now, zone)?.from
}
