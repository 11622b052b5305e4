import { WaywornError } from '../../lib/errors.ts'
import { periodBounds } from '../../query/calendar.ts'
import { type CheckedCalendar, checkedCalendar } from '../../query/checked-calendar.ts'
import { fixedBounds } from './calendar.ts'
import type { RetentionSearch, TimeInterval } from './definition.ts'

export const MOST_COHORTS = 1000
const MOST_CELLS = 600_000
/** Entries of the table from cohort and span to return period, where there has to be one. */
const MOST_LOOKUPS = 250_000

/**
 * Cohorts and their return periods on one grid of spans: each span lies in one cohort period and, seen from any
 * cohort, in one return period.
 */
export interface Periods {
  calendar: CheckedCalendar
  returns: { unit: string; value: number }
  /** Starts of the cohort periods and the end of the last, epoch ms. */
  cohorts: readonly number[]
  /** Of each cohort the starts of its return periods and the end of the last. Those that start before `to`. */
  returnBounds: readonly (readonly number[])[]
  /** Starts of the spans, epoch ms, ascending. */
  spans: readonly number[]
  /** Of each span the cohort whose period it lies in. */
  cohortOf: readonly number[]
  /**
   * The number of the return period that span `e` is in for cohort `c`. `shift`: it is `e - c`; `table`: the entry
   * `c * spans.length + e`, negative if in none.
   */
  way: { kind: 'shift' } | { kind: 'table'; entries: readonly number[] }
}

const AT = '/data/attributes/query/search'

export const periodsOf = (search: RetentionSearch, from: number, to: number, zone: string | undefined): Periods => {
  const at = `${AT}/cohort_criteria/time_interval`
  const cohortInterval = search.cohort_criteria.time_interval
  if (cohortInterval.type === 'fixed') {
    throw invalid('time_interval', 'cohorts are periods of the calendar; use {"type": "calendar", …}', at)
  }
  const calendar = checkedCalendar(cohortInterval.value, zone, `${at}/value`)
  const cohorts = periodBounds(calendar, from, to, MOST_COHORTS)
  if (cohorts.length - 1 > MOST_COHORTS) throw tooMany('cohorts', MOST_COHORTS, at)
  const back = `${AT}/return_criteria/time_interval`
  const interval = search.return_criteria?.time_interval ?? cohortInterval
  const returnBounds = boundsOf(interval, calendar, cohorts, to, zone, back)
  const cells = returnBounds.reduce((sum, bounds) => sum + bounds.length - 1, 0)
  if (cells > MOST_CELLS) throw tooMany('cells', MOST_CELLS, back)
  return {
    calendar,
    returns:
      interval.type === 'fixed'
        ? { unit: interval.unit, value: interval.value }
        : { unit: interval.value.type, value: interval.value.quantity },
    cohorts,
    returnBounds,
    ...gridOf(cohorts, returnBounds, back),
  }
}

/** Of each cohort the bounds of its return periods, the first being the one that holds the cohort's start. */
const boundsOf = (
  interval: TimeInterval,
  calendar: CheckedCalendar,
  cohorts: readonly number[],
  to: number,
  zone: string | undefined,
  pointer: string,
): number[][] => {
  const starts = cohorts.slice(0, -1)
  if (interval.type === 'fixed') {
    const all = starts.map((start) => fixedBounds(start, interval.unit, interval.value, to, calendar, MOST_COHORTS))
    if (all.some((bounds) => bounds.length - 1 > MOST_COHORTS)) throw tooMany('return periods', MOST_COHORTS, pointer)
    return all
  }
  const own = checkedCalendar(interval.value, interval.value.timezone ? zone : calendar.timezone, `${pointer}/value`)
  const bounds = periodBounds(own, starts[0]!, to, MOST_COHORTS)
  if (bounds.length - 1 > MOST_COHORTS) throw tooMany('return periods', MOST_COHORTS, pointer)
  let first = 0
  return starts.map((start) => {
    while (bounds[first + 1]! <= start) first++
    return bounds.slice(first)
  })
}

const gridOf = (cohorts: readonly number[], returnBounds: readonly (readonly number[])[], pointer: string) => {
  const starts = cohorts.slice(0, -1)
  const all = new Set([...starts, ...returnBounds.flatMap((bounds) => bounds.slice(0, -1))])
  const spans = [...all].sort((a, b) => a - b)
  const cohortOf = spanOwners(spans, cohorts)
  if (spans.every((span, e) => span === starts[e]) && isShift(spans, returnBounds)) {
    return { spans, cohortOf, way: { kind: 'shift' as const } }
  }
  if (starts.length * spans.length > MOST_LOOKUPS) throw tooMany('cells of uneven periods', MOST_LOOKUPS, pointer)
  const entries = returnBounds.flatMap((bounds) => spanOwners(spans, bounds))
  return { spans, cohortOf, way: { kind: 'table' as const, entries } }
}

/** Of each span the period that it lies in; -1 before the first and after the last. */
const spanOwners = (spans: readonly number[], bounds: readonly number[]): number[] => {
  let owner = -1
  return spans.map((span) => {
    while (owner + 1 < bounds.length && bounds[owner + 1]! <= span) owner++
    return owner === bounds.length - 1 ? -1 : owner
  })
}

/** Whether the return periods of every cohort are the spans from its own on, one by one. */
const isShift = (spans: readonly number[], returnBounds: readonly (readonly number[])[]): boolean =>
  returnBounds.every(
    (bounds, c) => bounds.length - 1 === spans.length - c && bounds.slice(0, -1).every((b, k) => spans[c + k] === b),
  )

const tooMany = (what: string, limit: number, pointer: string) =>
  invalid(
    'time_interval',
    `it makes more than ${limit.toLocaleString('en')} ${what}; use longer periods or a shorter time range`,
    pointer,
  )

const invalid = (field: string, reason: string, pointer: string) =>
  new WaywornError('invalid_field', { field, reason }, { pointer })
