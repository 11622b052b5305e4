import { Temporal } from 'temporal-polyfill'
import type { TimeFrame } from '../../model/audience/rule.ts'
import { EVER } from '../entity.ts'

const MINUTE = 60_000

/**
 * The time of a rule in epoch ms, from ≤ event < to. "The past 7 days" end with the minute of now and begin 7 days
 * before that minute; months, quarters and years are those of the calendar in UTC. Without a time frame it is all time.
 */
export const spanOf = (frame: TimeFrame | undefined, nowMs: number): { from: number; to: number } => {
  if (!frame) return EVER
  if ('from' in frame) return { from: frame.from, to: Math.min(frame.to, EVER.to) }
  const quarter = frame.unit === 'quarter'
  const past = { [quarter ? 'months' : `${frame.unit}s`]: quarter ? 3 * frame.value : frame.value }
  const minute = Math.floor(nowMs / MINUTE) * MINUTE
  const now = Temporal.Instant.fromEpochMilliseconds(minute).toZonedDateTimeISO('UTC')
  return { from: Math.max(EVER.from, now.subtract(past).epochMilliseconds), to: minute + MINUTE }
}
