import { WaywornError } from '../../lib/errors.ts'
import type { Scope } from '../../query/source.ts'
import { constant, type Sql, sql } from '../../sql/sql.ts'
import { unnamed } from '../journey/steps.ts'
import { LIFECYCLE, type RetentionAttributes, STICKINESS } from './definition.ts'
import { events, type Question } from './events.ts'
import { spanOf } from './span.ts'

/** In order of how good they are to see. `dormant`: active in the period before, and not in this one. */
const STATES = ['new', 'returning', 'resurrecting', 'dormant'] as const

/** How many entities were active in how many periods: rows `{periods, n}`. */
export const compileStickiness = (question: Question, scope: Scope): Sql => sql`
SELECT toFloat64(length(active)) AS periods, toFloat64(count()) AS n FROM (${active(question, scope)}) GROUP BY periods`

/** What state entities were in, period by period: rows `{c, state, n}`. New is who was not seen before in the time asked about. */
export const compileLifecycle = (question: Question, scope: Scope): Sql => {
  const periods = constant(String(question.periods.cohorts.length - 1))
  const present = sql`arrayMap((c, before) -> (c, multiIf(before < 0, 'new', c - before = 1, 'returning', 'resurrecting')),
    active, arrayShiftRight(active, 1, toInt64(-1)))`
  const gone = sql`arrayMap(c -> (c + 1, 'dormant'), arrayFilter((c, next) -> next != c + 1 AND c + 1 < ${periods},
    active, arrayShiftLeft(active, 1, toInt64(-1))))`
  return sql`
SELECT at.1 AS c, at.2 AS state, toFloat64(count()) AS n
FROM (SELECT arrayJoin(arrayConcat(${present}, ${gone})) AS at FROM (${active(question, scope)})) GROUP BY c, state`
}

/** The periods in which each entity was active, in order. */
const active = (question: Question, scope: Scope): Sql => {
  const { rows, start } = events(unnamed(question), scope)
  return sql`SELECT arraySort(groupUniqArray(${spanOf(question.periods)})) AS active FROM (${rows}) WHERE ${start} GROUP BY who`
}

export const stickinessAnswer = (rows: readonly { periods: number; n: number }[], { periods }: Question) => {
  const counts = new Map(rows.map((row) => [row.periods, row.n]))
  const all = periods.cohorts.slice(1).map((_, i) => i + 1)
  return {
    columns: [
      { name: 'active_periods', type: 'group', values: all.map((n) => [String(n)]), meta: { unit: [] } },
      { name: 'query', type: 'number', values: all.map((n) => counts.get(n) ?? 0), meta: { unit: [] } },
    ],
  }
}

export const lifecycleAnswer = (
  rows: readonly { c: number; state: string; n: number }[],
  { periods }: Question,
  horizon: number,
) => {
  const counts = new Map(rows.map(({ c, state, n }) => [`${c} ${state}`, n]))
  const times = periods.cohorts.slice(0, -1)
  const milliseconds = periods.cohorts[1]! - periods.cohorts[0]!
  return {
    series: STATES.map((state) => ({ group_tags: [state], query_index: 0, unit: [] })),
    times,
    values: STATES.map((state) => times.map((at, c) => (at < horizon ? (counts.get(`${c} ${state}`) ?? 0) : null))),
    intervals: [{ milliseconds, start_time: times[0]!, times, type: 'calendar' }],
  }
}

/** Throws where a metric is asked for that another endpoint answers. */
export const checkMetric = ({ query }: RetentionAttributes, here: 'grid' | 'scalar' | 'timeseries'): void => {
  const { metric } = query.compute
  const home = metric === STICKINESS ? 'scalar' : metric === LIFECYCLE ? 'timeseries' : here
  const refuse = (field: string, reason: string): never => {
    throw new WaywornError('invalid_field', { field, reason }, { pointer: `/data/attributes/query/${field}` })
  }
  if (home !== here) refuse('compute/metric', `${metric} is answered by retention/${home}`)
  if (metric !== STICKINESS && metric !== LIFECYCLE) return
  if (query.group_by.length) refuse('group_by', `${metric} can't be grouped yet; leave it out`)
  if (query.search.return_criteria)
    refuse('search/return_criteria', `${metric} is about the start event alone; leave it out`)
}
