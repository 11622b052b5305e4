import { WaywornError } from '../../lib/errors.ts'
import type { Scope } from '../../query/source.ts'
import { constant, i64, type Sql, sql, str, u32 } from '../../sql/sql.ts'
import { unnamed } from '../journey/steps.ts'
import { LIFECYCLE, type ListScope, type RetentionAttributes, STICKINESS } from './definition.ts'
import { events, type Question } from './events.ts'
import { spanOf } from './span.ts'
import { STATES } from './states.ts'

/** How many entities were active in how many periods: rows `{periods, n}`. */
export const compileStickiness = (question: Question, scope: Scope): Sql => sql`
SELECT toFloat64(length(active)) AS periods, toFloat64(count()) AS n FROM (${active(unnamed(question), scope)}) GROUP BY periods`

/** What state entities were in, period by period: rows `{c, state, n}`. New is who was not seen before in the time asked about. */
export const compileLifecycle = (question: Question, scope: Scope): Sql => sql`
SELECT at.1 AS c, at.2 AS state, toFloat64(count()) AS n
FROM (SELECT arrayJoin(${statesOf(question)}) AS at FROM (${active(unnamed(question), scope)})) GROUP BY c, state`

/** Whom a bar of either counts: rows `{who}`. */
export const compileActive = (question: Question, scope: Scope, of: Exclude<ListScope, { type: 'cell' }>): Sql => {
  const counts =
    of.type === 'active_periods'
      ? sql`length(active) = ${u32(of.value)}`
      : sql`has(${statesOf(question)}, (${i64(of.period_target.value)}, ${str(of.state)}))`
  return sql`SELECT who FROM (${active(question, scope)}) WHERE ${counts}`
}

/** Of an entity: (period, state) of each period in which it has one. */
const statesOf = (question: Question): Sql => {
  const periods = constant(String(question.periods.cohorts.length - 1))
  const present = sql`arrayMap((c, before) -> (c, multiIf(before < 0, 'new', c - before = 1, 'returning', 'resurrecting')),
    active, arrayShiftRight(active, 1, toInt64(-1)))`
  const gone = sql`arrayMap(c -> (c + 1, 'dormant'), arrayFilter((c, next) -> next != c + 1 AND c + 1 < ${periods},
    active, arrayShiftLeft(active, 1, toInt64(-1))))`
  return sql`arrayConcat(${present}, ${gone})`
}

/** The periods in which each entity was active, in order. */
const active = (question: Question, scope: Scope): Sql => {
  const { rows, start } = events(question, scope)
  return sql`SELECT who, arraySort(groupUniqArray(${spanOf(question.periods)})) AS active FROM (${rows}) WHERE ${start} GROUP BY who`
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
  if (home !== here) throw refused('compute/metric', `${metric} is answered by retention/${home}`)
  if (metric !== STICKINESS && metric !== LIFECYCLE) return
  checkAlone(query, metric)
}

/** Throws where the request says more than these can be asked of. */
export const checkAlone = (
  { group_by, search }: Pick<RetentionAttributes['query'], 'group_by' | 'search'>,
  of: string,
): void => {
  if (group_by.length) throw refused('group_by', `${of} can't be grouped yet; leave it out`)
  if (search.return_criteria)
    throw refused('search/return_criteria', `${of} is about the start event alone; leave it out`)
}

const refused = (field: string, reason: string) =>
  new WaywornError('invalid_field', { field, reason }, { pointer: `/data/attributes/query/${field}` })
