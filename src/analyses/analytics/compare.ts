import { WaywornError } from '../../lib/errors.ts'
import { type OtherPeriod, otherPeriod } from '../../model/time-frame/other-period.ts'
import { zonedAt } from '../../model/time-frame/zoned.ts'
import type { Buckets, Interval } from '../../query/bucket.ts'
import { addPeriod } from '../../query/calendar.ts'
import { i64s, sql } from '../../sql/sql.ts'
import type { Compare } from './definition.ts'

/** The period that a question is compared with. Throws `invalid_field` for one that begins before 1970. */
export const otherPeriodOf = ({ to: other }: Compare, from: number, to: number, zone: string): OtherPeriod => {
  const period = otherPeriod(other, from, to, zone)
  if (period.from >= 0) return period
  throw new WaywornError(
    'invalid_field',
    { field: 'compare.to', reason: 'the other period would begin before 1970; compare a later one' },
    { pointer: '/data/attributes/compare/to' },
  )
}

/** The other period's buckets: each as long as the own one that it stands opposite to. */
export interface Opposite {
  buckets: Buckets
  /** Of an own bucket's start the start of the opposite one, if it has one of its own. */
  of: ReadonlyMap<number, number>
}

export const oppositeBuckets = (own: Buckets, interval: Interval, { opposite }: OtherPeriod): Opposite => {
  const of = new Map<number, number>()
  const taken = new Set<number>()
  for (const start of own.starts) {
    const at = opposite(start)
    if (taken.has(at)) continue
    taken.add(at)
    of.set(start, at)
  }
  const starts = [...taken].sort((a, b) => a - b)
  const ends = starts.map((start, i) => Math.min(naturalEnd(start, interval), starts[i + 1] ?? Number.MAX_SAFE_INTEGER))
  const bounds = [...new Set([...starts, ...ends])].sort((a, b) => a - b)
  const start = sql`roundDown(toUnixTimestamp64Milli(date), ${i64s(bounds.length ? bounds : [0])})`
  return { of, buckets: { ...own, starts, ends, start } }
}

const naturalEnd = (start: number, interval: Interval): number =>
  interval.kind === 'fixed'
    ? start + interval.ms
    : addPeriod(zonedAt(start, interval.calendar.timezone ?? 'UTC'), interval.calendar).epochMilliseconds
