import { z } from 'zod'
import { withoutAt } from '../../../model/attribute.ts'
import { surroundingsOf } from '../../../ui/scope/surroundings.ts'
import { filtersAsked, nodeAsked, scopeAsked, stepIn } from '../../journey/page/asked-journey.ts'
import { KEYS } from '../../journey/page/step.ts'
import { type ParamsOfRequest, paramsAsking } from '../../open-request.ts'
import { textOfAsked } from '../../same-question.ts'
import {
  type ComputationScope,
  LIFECYCLE,
  RetentionFormulaRequest,
  RetentionGridRequest,
  type RetentionSearch,
  STICKINESS,
  type TimeInterval,
} from '../definition.ts'
import { paramsOfQuestion, questionOf } from './address.ts'
import { FIRST_QUESTION, PERIODS, PERS, type Question, type Show, WEEK_DAYS } from './question.ts'
import { retentionRequest } from './request.ts'

const Known = z.union([RetentionGridRequest, RetentionFormulaRequest])
type Known = z.output<typeof Known>['data']
type Calendar = Extract<TimeInterval, { type: 'calendar' }>['value']

/** The page at which a grid, a return period over time, or one of the further views is asked. */
export const paramsOfRequest: ParamsOfRequest = (request) => {
  const known = Known.safeParse(request)
  if (!known.success) return null
  const { data } = known.data
  const { search, compute, group_by } = data.attributes.query
  const { cohort_criteria: cohort, return_criteria: back } = search
  const start = stepIn(cohort.base_query)
  if (!start || cohort.time_interval.type === 'fixed') return null
  const calendar = calendarAsked(cohort.time_interval.value, zoneOf(data))
  const every = back?.time_interval?.type === 'fixed' ? back.time_interval : null
  const [by] = group_by
  const part = partOf(data)
  const question: Question = {
    ...FIRST_QUESTION,
    start,
    back: back && !isSame(search) ? stepIn(back.base_query) : null,
    per: PERS.find((per) => KEYS[per] === search.retention_entity) ?? FIRST_QUESTION.per,
    on: search.return_condition === 'conversion_on_or_after' ? 'after' : 'on',
    period: PERIODS.find((period) => period === calendar.type) ?? null,
    every: every && { value: every.value, unit: every.unit },
    weekStart: WEEK_DAYS.find((day) => day === calendar.alignment) ?? FIRST_QUESTION.weekStart,
    first: cohort.first_time,
    by: by ? { path: withoutAt(by.facet), limit: by.limit } : null,
    show: showOf(data),
    measure: compute.metric === '__dd.retention' ? 'count' : 'rate',
    k: part?.type === 'return_period' ? part.target.value : FIRST_QUESTION.k,
  }
  const scope = { ...scopeAsked(data.attributes, search.filters), zone: calendar.timezone }
  return paramsAsking(request, [{ question, scope }], {
    questionOf,
    paramsOfQuestion,
    requestOf: (asked, bar, span) => retentionRequest(asked, surroundingsOf({ scope: bar, span })),
    known: Known,
    askedBy: ({ data: given }) => askedBy(given),
  })
}

const zoneOf = ({ attributes }: Known): string => attributes.time_zone ?? 'UTC'

const showOf = ({ type, attributes }: Known): Show => {
  const { metric } = attributes.query.compute
  if (metric === STICKINESS) return 'stickiness'
  if (metric === LIFECYCLE) return 'lifecycle'
  return type === 'retention_grid_request' ? 'grid' : 'time'
}

/** Over time it is the first return period unless told. */
const partOf = (data: Known): ComputationScope | null | undefined =>
  data.attributes.query.computation_scope ??
  (showOf(data) === 'time' ? { type: 'return_period', target: { type: 'index', value: 1 } } : null)

/** Weeks begin on Monday and months on their first unless told. */
const calendarAsked = ({ alignment, timezone, ...calendar }: Calendar, zone: string) => {
  const given = alignment?.toLowerCase() ?? (calendar.type === 'week' ? 'monday' : undefined)
  const isUsual = calendar.type === 'month' && given === '1st'
  return { ...calendar, alignment: isUsual ? undefined : given, timezone: timezone ?? zone }
}

/** Whether coming back is what started it, told as the server tells it. */
const isSame = ({ cohort_criteria, return_criteria }: RetentionSearch): boolean => {
  if (!return_criteria) return true
  const text = ({ base_query: { search, ...node } }: Pick<RetentionSearch['cohort_criteria'], 'base_query'>) =>
    textOfAsked({ ...node, search: { ...search, query: search.query.trim() } })
  return text(cohort_criteria) === text(return_criteria)
}

/** What is asked of return periods beside what holds for cohorts. */
const backAsked = (search: RetentionSearch, cohort: object, zone: string) => {
  const { return_criteria: back } = search
  const interval = back?.time_interval
  const own = interval?.type === 'calendar' ? calendarAsked(interval.value, zone) : interval
  return {
    events: back && !isSame(search) ? nodeAsked(back.base_query) : undefined,
    interval: textOfAsked(own) === textOfAsked(cohort) ? undefined : own,
  }
}

/** The rest beyond a limit is shown beside it, whether it is asked for or not. */
const askedBy = (data: Known) => {
  const { type, attributes } = data
  const { from, to, exclude_anonymous_traffic, query } = attributes
  const { search, compute, group_by } = query
  const { base_query, time_interval, first_time } = search.cohort_criteria
  const cohort =
    time_interval.type === 'calendar' ? calendarAsked(time_interval.value, zoneOf(data)) : { ...time_interval }
  const zone = 'timezone' in cohort ? cohort.timezone : zoneOf(data)
  return {
    type,
    from,
    to,
    exclude_anonymous_traffic,
    ...filtersAsked(search.filters),
    per: search.retention_entity,
    on: search.return_condition,
    start: nodeAsked(base_query),
    cohort,
    first_time,
    back: backAsked(search, cohort, zone),
    metric: compute.metric,
    groups: group_by.map(({ facet, sort, other, ...group }) => ({
      ...group,
      facet: withoutAt(facet),
      ascending: sort?.order === 'asc',
    })),
    part: partOf(data),
  }
}
