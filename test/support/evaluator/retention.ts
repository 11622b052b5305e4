import { localText } from '../local-time.ts'
import type { PlainEvent } from './event-store.ts'

/** Retention as a person would count it with paper: entity by entity, cohort by cohort, cell by cell. */
export interface SlowRetention {
  from: number
  to: number
  now: number
  zone: string
  cohort: { unit: 'day' | 'week' | 'month'; weekStart?: number }
  returns:
    | { kind: 'calendar'; unit: 'day' | 'week' | 'month' }
    | { kind: 'fixed'; unit: 'day' | 'week' | 'month'; every: number }
  isStart(event: PlainEvent): boolean
  isReturn(event: PlainEvent): boolean
  same: boolean
  orAfter: boolean
  firstTime: boolean
  entityOf(event: PlainEvent): string | undefined
  groupOf?(event: PlainEvent): string
}

export interface SlowCohort {
  size: number
  counts: number[]
  partial: boolean[]
  members: string[][]
}

const DAY = 86_400_000

/** Days since 1970 on the wall calendar of a zone. */
const dayOf = (ms: number, zone: string): number =>
  Math.round(Date.parse(`${localText(ms, zone).slice(0, 10)}T00:00:00Z`) / DAY)

/** The first moment of a wall calendar's day: found by halving, as days may be 23 or 25 hours long. */
const startOfDay = (day: number, zone: string): number => {
  let [low, high] = [day * DAY - 2 * DAY, day * DAY + 2 * DAY]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (dayOf(middle, zone) >= day) high = middle
    else low = middle
  }
  return high
}

const monthOf = (day: number): number => {
  const date = new Date(day * DAY)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

/** The number of the calendar period that a day is in, and the first day of a period. 1970-01-05 was a Monday. */
const periodOf = (day: number, unit: string, weekStart = 0): number =>
  unit === 'day' ? day : unit === 'week' ? Math.floor((day - 4 - weekStart) / 7) : monthOf(day)
const firstDay = (period: number, unit: string, weekStart = 0): number =>
  unit === 'day'
    ? period
    : unit === 'week'
      ? period * 7 + 4 + weekStart
      : Date.UTC(Math.floor(period / 12), period % 12, 1) / DAY

const addMonths = (day: number, months: number): number => {
  const date = new Date(day * DAY)
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth() + months
  const last = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate()
  return Date.UTC(Math.floor(month / 12), month % 12, Math.min(date.getUTCDate(), last)) / DAY
}

/** The first day of a cohort's k-th return period. */
const returnDay = (cohortDay: number, k: number, { returns, cohort }: SlowRetention): number => {
  const weekStart = cohort.unit === 'week' ? cohort.weekStart : 0
  if (returns.kind === 'calendar')
    return firstDay(periodOf(cohortDay, returns.unit, weekStart) + k, returns.unit, weekStart)
  if (returns.unit === 'month') return addMonths(cohortDay, k * returns.every)
  return cohortDay + k * returns.every * (returns.unit === 'week' ? 7 : 1)
}

/** Cohorts by the group's name ('' without groups), in the order of their periods. */
export const slowRetention = (all: readonly PlainEvent[], q: SlowRetention): Map<string, SlowCohort[]> => {
  const events = all
    .map((event, arrival) => ({ event, arrival, day: dayOf(event.at, q.zone), who: q.entityOf(event) }))
    .filter(({ event, who }) => who && event.at >= q.from && event.at < q.to)
    .sort((a, b) => a.event.at - b.event.at || a.arrival - b.arrival)
  const entities = [...new Set(events.map(({ who }) => who!))]
  const cohortPeriod = (day: number) => periodOf(day, q.cohort.unit, q.cohort.weekStart)
  const first = cohortPeriod(dayOf(q.from, q.zone))
  const last = cohortPeriod(dayOf(q.to - 1, q.zone))
  const horizon = Math.min(q.to, q.now)
  const groups = new Map<string, SlowCohort[]>()
  const cohortsOf = (group: string): SlowCohort[] => {
    const known = groups.get(group)
    if (known) return known
    const made: SlowCohort[] = []
    for (let period = first; period <= last; period++)
      made.push(emptyCohort(firstDay(period, q.cohort.unit, q.cohort.weekStart), horizon, q))
    groups.set(group, made)
    return made
  }
  if (!q.groupOf) cohortsOf('')
  for (const who of entities) {
    const own = events.filter((one) => one.who === who)
    for (let period = first; period <= last; period++) {
      const start = own.findIndex(({ event, day }) => q.isStart(event) && cohortPeriod(day) === period)
      if (start < 0) continue
      const cohort = cohortsOf(q.groupOf?.(own[start]!.event) ?? '')[period - first]!
      cohort.size++
      const day = firstDay(period, q.cohort.unit, q.cohort.weekStart)
      cohort.counts.forEach((_, k) => {
        const [begin, end] = [returnDay(day, k, q), returnDay(day, k + 1, q)]
        const came = own.some(
          (one, i) => i > start && q.isReturn(one.event) && one.day >= begin && (q.orAfter || one.day < end),
        )
        if (came || (q.same && k === 0)) {
          cohort.counts[k]!++
          cohort.members[k]!.push(who)
        }
      })
      if (q.firstTime) break
    }
  }
  return groups
}

const emptyCohort = (day: number, horizon: number, q: SlowRetention): SlowCohort => {
  const cohort: SlowCohort = { size: 0, counts: [], partial: [], members: [] }
  for (let k = 0; startOfDay(returnDay(day, k, q), q.zone) < horizon; k++) {
    cohort.counts.push(0)
    cohort.members.push([])
    cohort.partial.push(startOfDay(returnDay(day, k + 1, q), q.zone) > horizon)
  }
  return cohort
}
