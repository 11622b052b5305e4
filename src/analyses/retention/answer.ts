import { WaywornError } from '../../lib/errors.ts'
import { checkZone } from '../../query/calendar.ts'
import { MISSING } from '../analytics/groups.ts'
import type { Asking } from '../asking.ts'
import { recordOf } from '../journey/columns.ts'
import {
  checkAlone,
  checkMetric,
  compileActive,
  compileLifecycle,
  compileStickiness,
  lifecycleAnswer,
  stickinessAnswer,
} from './activity.ts'
import { compileGrid, compileMembers, sameEvents } from './compile.ts'
import {
  type CohortTarget,
  type ComputationScope,
  LIFECYCLE,
  type RetentionAttributes,
  type RetentionListAttributes,
  STICKINESS,
} from './definition.ts'
import { compileList, type Question } from './events.ts'
import { scalarAnswer, timeseriesAnswer } from './measures.ts'
import { type Periods, periodsOf } from './periods.ts'
import { type Asked, type Group, gridAnswer, groupsOf, type Part, type Row } from './shape.ts'

const AT = '/data/attributes'
const SCOPE = `${AT}/query/computation_scope`
const AUDIENCE = `${AT}/query/search/filters/audience_filters`
const MOST_MEMBERS = 1_000_000

/** The grid of cohorts and return periods, or the part of it that is asked for. */
export const answerGrid = async (attributes: RetentionAttributes, asking: Asking) => {
  checkMetric(attributes, 'grid')
  const { groups, periods, part } = await grid(attributes, asking)
  const { compute, search } = attributes.query
  return gridAnswer(groups, periods, compute.metric, part, search.retention_entity)
}

export const answerScalar = async (attributes: RetentionAttributes, asking: Asking) => {
  checkMetric(attributes, 'scalar')
  if (attributes.query.compute.metric === STICKINESS) {
    const { question, scope } = await questionOf(attributes, asking, [])
    return stickinessAnswer(await asking.run(compileStickiness(question, scope)), question)
  }
  const { groups, part } = await grid(attributes, asking)
  const facets = attributes.query.group_by.map((group) => group.facet)
  return scalarAnswer(groups, facets, attributes.query.compute.metric, part)
}

export const answerTimeseries = async (attributes: RetentionAttributes, asking: Asking) => {
  checkMetric(attributes, 'timeseries')
  if (attributes.query.compute.metric === LIFECYCLE) {
    const { question, scope, horizon } = await questionOf(attributes, asking, [])
    return lifecycleAnswer(await asking.run(compileLifecycle(question, scope)), question, horizon)
  }
  const { groups, periods, part } = await grid(attributes, asking)
  return timeseriesAnswer(groups, periods, attributes.query.compute.metric, part)
}

/** The entities behind a number, as many as it says, with the columns asked for under the names they were asked by. */
export const answerList = async (attributes: RetentionListAttributes, asking: Asking) => {
  const { search, columns, limit } = attributes.query
  const { question, scope, members } = await membersOf(attributes, asking)
  const paths = columns.map(({ field }) => field.path).filter((path) => path !== search.retention_entity)
  const statement = members && compileList(question, scope, members, paths, limit || MOST_MEMBERS + 1)
  const rows = statement ? await asking.run<Record<string, unknown>>(statement) : []
  if (rows.length > MOST_MEMBERS) {
    const reason = `the cell holds more than ${MOST_MEMBERS.toLocaleString('en')}; give a limit, or ask for less time`
    throw invalid('limit', reason, `${AT}/query/limit`)
  }
  const records = rows.map(recordOf(search.retention_entity, paths))
  return { retention_entity: search.retention_entity, records, total_count: Number(rows[0]?.total ?? 0) }
}

/** Who is behind it: rows `{who}`; without any where no cohort has the cell. */
const membersOf = async (attributes: RetentionListAttributes, asking: Asking) => {
  const { computation_scope: of, group_by } = attributes.query
  if (of.type !== 'cell') checkAlone(attributes.query, of.type)
  const { question, scope, horizon } = await questionOf(attributes, asking, group_by)
  if (of.type !== 'cell') return { question, scope, members: compileActive(question, scope, of) }
  const part = partOf(of, question.periods)
  const cohorts = cohortsOfCell(question.periods, part, horizon)
  if (!cohorts.length) return { question, scope }
  const values = group_by.map((one) => one.value_filters.map((value) => (value === MISSING ? '' : value)))
  return { question, scope, members: compileMembers(question, scope, { cohorts, k: part.k!, values }) }
}

const grid = async (attributes: RetentionAttributes, asking: Asking) => {
  const { search, group_by, computation_scope } = attributes.query
  const { question, scope, horizon } = await questionOf(attributes, asking, group_by)
  const part = partOf(computation_scope, question.periods)
  const asked: Asked = {
    periods: question.periods,
    horizon,
    condition: search.return_condition,
    same: sameEvents(search),
    groups: group_by.length,
  }
  const groups: Group[] = groupsOf(await asking.run<Row>(compileGrid(question, scope)), asked)
  return { groups, periods: question.periods, part }
}

const questionOf = async (
  attributes: RetentionAttributes | RetentionListAttributes,
  asking: Asking,
  groupBy: Question['groupBy'],
) => {
  const { from, to, time_zone, exclude_anonymous_traffic, query } = attributes
  const { search } = query
  const zone = time_zone ? checkZone(time_zone, `${AT}/time_zone`) : undefined
  const periods = periodsOf(search, from, to, zone)
  const scope = asking.scope(from, to)
  const audience = await asking.audience(search.filters?.audience_filters, AUDIENCE)
  const question: Question = { search, groupBy, identifiedOnly: exclude_anonymous_traffic, periods, audience }
  return { question, scope, horizon: Math.min(to, scope.nowMs) }
}

const partOf = (scope: ComputationScope | null | undefined, periods: Periods): Part => {
  if (!scope) return {}
  if (scope.type === 'cohort') return { cohort: cohortIndex(scope.target, periods, `${SCOPE}/target`) }
  if (scope.type === 'return_period') return { k: periodIndex(scope.target.value, periods, `${SCOPE}/target`) }
  return {
    cohort: cohortIndex(scope.cohort_target, periods, `${SCOPE}/cohort_target`),
    k: periodIndex(scope.return_period_target.value, periods, `${SCOPE}/return_period_target`),
  }
}

const cohortIndex = (target: CohortTarget, periods: Periods, pointer: string): number | 'average' => {
  if (target.type === 'aggregation') return 'average'
  const most = periods.cohorts.length - 2
  if (target.value <= most) return target.value
  throw invalid('value', `there is no cohort ${target.value}; the last one is ${most}`, `${pointer}/value`)
}

const periodIndex = (k: number, periods: Periods, pointer: string): number => {
  const most = Math.max(...periods.returnBounds.map((bounds) => bounds.length - 2))
  if (k <= most) return k
  throw invalid('value', `there is no return period ${k}; the last one is ${most}`, `${pointer}/value`)
}

/** The cohorts that a cell is made of: the one named, or those that the weighted average counts. */
const cohortsOfCell = ({ returnBounds }: Periods, { cohort, k }: Part, horizon: number): number[] => {
  const begun = returnBounds.flatMap((bounds, c) => (k! < bounds.length - 1 && bounds[k!]! < horizon ? [c] : []))
  if (cohort !== 'average') return begun.filter((c) => c === cohort)
  const complete = begun.filter((c) => returnBounds[c]![k! + 1]! <= horizon)
  return complete.length ? complete : begun
}

const invalid = (field: string, reason: string, pointer: string) =>
  new WaywornError('invalid_field', { field, reason }, { pointer })
