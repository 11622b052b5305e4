import { mayBeHot, type Scope } from '../../query/source.ts'
import { and, constant, i64s, join, type Sql, sql, strs } from '../../sql/sql.ts'
import { MOST_PERIODS, periodBit } from '../journey/period-bits.ts'
import { sequencePeriods } from '../journey/sequence-periods.ts'
import { unnamed } from '../journey/steps.ts'
import type { RetentionSearch } from './definition.ts'
import { events, journeyOf, type Question } from './events.ts'
import { groupKeys, withinLimits } from './groups.ts'
import type { Periods } from './periods.ts'
import { spanOf } from './span.ts'

/** Whether the return event is the start event, so that everybody in a cohort has returned in its period 0. */
export const sameEvents = ({ cohort_criteria, return_criteria }: RetentionSearch): boolean => {
  if (!return_criteria) return true
  const text = (criteria: { base_query: RetentionSearch['cohort_criteria']['base_query'] }) => {
    const { data_source, search } = criteria.base_query
    return JSON.stringify([data_source, { ...search, query: search.query.trim() }])
  }
  return text(cohort_criteria) === text(return_criteria)
}

/**
 * How many entities of each cohort came back in which return period: rows `{g1…, c, k, n}`. `k` = -1 counts the cohort
 * itself. `conversion_on`: an entity counts in each `k` in which it returned; `conversion_on_or_after`: in its last
 * one only.
 */
export const compileGrid = (asked: Question, scope: Scope): Sql => {
  const question = unnamed(asked)
  const { groupBy, periods } = question
  const fits = periods.spans.length <= MOST_PERIODS && periods.way.kind === 'shift'
  if (fits && sameEvents(question.search) && !groupBy.length) return bitsGrid(question, scope)
  const keys = groupKeys(groupBy)
  const tags = keys.map((key, i) => sql`tupleElement(s, 3)[${constant(String(i + 1))}] AS ${key}`)
  const cells = sql`
SELECT ${join([...keys, sql`c`, sql`k`, sql`toFloat64(count()) AS n`])} FROM (
  SELECT ${join([...tags, sql`tupleElement(s, 1) AS c`, sql`${returnsOf(question)} AS ks`])}
  FROM (${entities(question, scope)}) ARRAY JOIN starts AS s)
ARRAY JOIN arrayConcat([toInt64(-1)], ks) AS k
GROUP BY ${join([...keys, sql`c`, sql`k`])}`
  return withinLimits(cells, groupBy)
}

/** The same in one pass: an entity's spans are the bits of a number, and entities with the same number are counted as one. */
const bitsGrid = (question: Question, scope: Scope): Sql => {
  const { search } = question
  const first = search.cohort_criteria.first_time
  const cohorts = sql`bitPositionsToArray(bits)`
  const later = sql`arrayMap(x -> toInt64(x), bitPositionsToArray(bitShiftRight(bits, c)))`
  const periods = search.return_condition === 'conversion_on' ? later : sql`arraySlice(${later}, -1)`
  return sql`
SELECT c, k, toFloat64(sum(m)) AS n FROM (
  SELECT bits, m, arrayJoin(${first ? sql`arraySlice(${cohorts}, 1, 1)` : cohorts}) AS c FROM (
    SELECT bits, count() AS m FROM (
      SELECT groupBitOr(bits) AS bits FROM (${activeSpans(question, scope)}) GROUP BY who)
    GROUP BY bits))
ARRAY JOIN arrayConcat([toInt64(-1)], ${periods}) AS k
GROUP BY c, k`
}

/** Rows `{who, bits}` of the spans with start events: the settled ones from sequences where these tell them. */
const activeSpans = (question: Question, scope: Scope): Sql => {
  const { spans } = question.periods
  const bits = periodBit(spans, sql`toUnixTimestamp64Milli(date)`)
  const spansIn = (of: Scope) => sql`SELECT who, ${bits} AS bits FROM (${events(question, of).rows})`
  const told = sequencePeriods(journeyOf(question, scope), spans)
  if (!told) return spansIn(scope)
  return mayBeHot(scope) ? sql`${told}\nUNION ALL\n${spansIn({ ...scope, only: 'hot' })}` : told
}

interface Cell {
  /** Those that count. */
  cohorts: readonly number[]
  /** The return period. */
  k: number
  /** Of each group-by, '' for missing ones. */
  values: readonly (readonly string[])[]
}

/** The entities of one cell: rows `{who}`. */
export const compileMembers = (question: Question, scope: Scope, { cohorts, k, values }: Cell): Sql => {
  const everybody = k === 0 && sameEvents(question.search)
  const returned =
    question.search.return_condition === 'conversion_on'
      ? sql`has(ks, ${constant(String(k))})`
      : sql`arrayExists(x -> x >= ${constant(String(k))}, ks)`
  const inGroups = values.map((wanted, i) => sql`has(${strs(wanted)}, of[${constant(String(i + 1))}])`)
  return sql`
SELECT DISTINCT who FROM (
  SELECT who, tupleElement(s, 1) AS c, tupleElement(s, 3) AS of, ${returnsOf(question)} AS ks
  FROM (${entities(question, scope)}) ARRAY JOIN starts AS s)
WHERE ${and([sql`has(${i64s(cohorts)}, c)`, everybody ? sql`1` : returned, ...inGroups])}`
}

/**
 * One row an entity that is in a cohort: `starts` of (cohort, when, group), each the first start event of its period,
 * and `returns` of (span, when), each the last return event of its span. `when` orders events by time, then arrival.
 */
const entities = (question: Question, scope: Scope): Sql => {
  const { search, periods } = question
  const all = sql`arraySort(groupArrayIf((toInt64(${cohortOf(periods)}), first, tags), has_start))`
  const ofCohorts = periods.spans.length === periods.cohorts.length - 1 ? all : firstOfEach(all)
  return sql`
SELECT who, ${search.cohort_criteria.first_time ? sql`arraySlice(${all}, 1, 1)` : ofCohorts} AS starts,
  groupArrayIf((e, last), has_return) AS returns
FROM (
  SELECT who, e, max(is_start) AS has_start, max(is_return) AS has_return, minIf(t, is_start) AS first, maxIf(t, is_return) AS last,
    argMinIf(tags, t, is_start) AS tags
  FROM (${spans(question, scope)}) GROUP BY who, e)
GROUP BY who HAVING notEmpty(starts)`
}

/** Of sorted starts the first of each cohort. */
const firstOfEach = (starts: Sql): Sql =>
  sql`arrayFilter((x, before) -> tupleElement(x, 1) != before, ${starts} AS sorted,
    arrayShiftRight(arrayMap(x -> tupleElement(x, 1), sorted), 1, toInt64(-1)))`

const spans = (question: Question, scope: Scope): Sql => {
  const { rows, start, back, tags } = events(question, scope)
  return sql`
SELECT who, toInt64(${spanOf(question.periods)}) AS e, bitShiftLeft(toUInt128(toUnixTimestamp64Milli(date)), 64) + arrival AS t,
  toUInt8(${start}) AS is_start, toUInt8(${back}) AS is_return, ${tags} AS tags
FROM (${rows}) WHERE is_start OR is_return`
}

/** The return periods, without doubles, in which the entity of a start `s` came back after it. */
const returnsOf = ({ search, periods }: Question): Sql => {
  const period =
    periods.way.kind === 'shift'
      ? sql`tupleElement(x, 1) - tupleElement(s, 1)`
      : sql`${i64s(periods.way.entries)}[tupleElement(s, 1) * ${constant(String(periods.spans.length))} + tupleElement(x, 1) + 1]`
  const after = sql`arrayFilter(x -> tupleElement(x, 2) > tupleElement(s, 2), returns)`
  const all = sql`arrayFilter(x -> x >= 0, arrayMap(x -> toInt64(${period}), ${after}))`
  return search.return_condition === 'conversion_on'
    ? sql`arrayDistinct(${all})`
    : sql`arraySlice(arrayReverseSort(${all}), 1, 1)`
}

const cohortOf = (periods: Periods): Sql =>
  periods.spans.length === periods.cohorts.length - 1 ? constant('e') : sql`${i64s(periods.cohortOf)}[e + 1]`
