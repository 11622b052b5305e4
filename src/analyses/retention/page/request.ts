import { printSearch } from '../../../model/search/print.ts'
import { audienceOf } from '../../../ui/scope/audience.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import { columnsOf } from '../../journey/page/people.ts'
import { barSearch, type Fault, type Request, ready, searchOfStep } from '../../journey/page/request.ts'
import { KEYS, type Step } from '../../journey/page/step.ts'
import { aroundOf } from '../../journey/page/versus.ts'
import type { Chosen } from './address.ts'
import { calendarOf, type Question, withPeriod } from './question.ts'

const baseQuery = (step: Step): Fault | { ok: true; query: object } => {
  const search = searchOfStep(step)
  if (!search.ok) return search
  return { ok: true, query: { data_source: 'product_analytics', search: { query: search.query } } }
}

/** Who is asked about; the further views look at the start event alone. */
const searchOf = (question: Question, around: Surroundings): Fault | { ok: true; search: object } => {
  const reading = barSearch(around)
  if (!reading.ok) return reading
  const start = baseQuery(question.start)
  if (!start.ok) return start
  const alone = question.show === 'stickiness' || question.show === 'lifecycle'
  const back = baseQuery(question.back ?? question.start)
  if (!back.ok) return back
  const own = question.back || question.every
  const search = {
    retention_entity: KEYS[question.per],
    return_condition: question.on === 'after' ? 'conversion_on_or_after' : 'conversion_on',
    cohort_criteria: {
      base_query: start.query,
      time_interval: { type: 'calendar', value: calendarOf(question, around) },
      ...(question.first && { first_time: true }),
    },
    ...(own &&
      !alone && {
        return_criteria: {
          base_query: back.query,
          ...(question.every && { time_interval: { type: 'fixed', ...question.every } }),
        },
      }),
    filters: { string_filter: printSearch(reading.search), ...audienceOf(around.segment, around.also) },
  }
  return { ok: true, search }
}

const groupsOf = ({ by }: Question) =>
  by
    ? {
        group_by: [
          { facet: `@${by.path}`, limit: by.limit, should_exclude_missing: false, target: 'cohort', other: true },
        ],
      }
    : {}

/** The request behind what is shown. */
export const retentionRequest = (question: Question, around: Surroundings): Request => {
  const found = searchOf(question, around)
  if (!found.ok) return found
  const { search } = found
  const attributes = { ...around.span, time_zone: around.zone }
  const metric = question.measure === 'count' ? '__dd.retention' : '__dd.retention_rate'
  switch (question.show) {
    case 'stickiness': {
      const query = { search, compute: { metric: '__wayworn.stickiness' } }
      return ready('retention/scalar', 'formula_retention_request', { ...attributes, query })
    }
    case 'lifecycle': {
      const query = { search, compute: { metric: '__wayworn.lifecycle' } }
      return ready('retention/timeseries', 'formula_retention_request', { ...attributes, query })
    }
    case 'time': {
      const scope = { type: 'return_period', target: { type: 'index', value: question.k } }
      const query = { search, compute: { metric }, computation_scope: scope, ...groupsOf(question) }
      return ready('retention/timeseries', 'formula_retention_request', { ...attributes, query })
    }
    case 'grid': {
      const query = { search, compute: { metric }, ...groupsOf(question) }
      return ready('retention/grid', 'retention_grid_request', { ...attributes, query })
    }
  }
}

/** The same, in periods as long, of others that it is compared with. */
export const besideRequest = (question: Question, own: Surroundings, around: Surroundings): Request =>
  retentionRequest(withPeriod(question, own.span), around)

const scopeOf = (chosen: Chosen) => {
  const index = (value: number) => ({ type: 'index', value })
  if ('state' in chosen) return { type: 'state', state: chosen.state, period_target: index(chosen.period) }
  if ('active' in chosen) return { type: 'active_periods', value: chosen.active }
  const { cohort, k } = chosen
  const cohort_target = cohort === 'average' ? { type: 'aggregation', value: 'weighted_average' } : index(cohort)
  return { type: 'cell', cohort_target, return_period_target: index(k) }
}

/** Who stands behind a number. */
export const listRequest = (question: Question, own: Surroundings, chosen: Chosen, limit: number): Request => {
  const group = 'cohort' in chosen ? chosen.group : undefined
  const around = aroundOf(question.versus, own, group)
  const show = 'cohort' in chosen ? 'grid' : 'state' in chosen ? 'lifecycle' : 'stickiness'
  const found = searchOf({ ...withPeriod(question, own.span), show }, around)
  if (!found.ok) return found
  const { group_by = [] } = group === undefined ? {} : groupsOf(question)
  const query = {
    search: found.search,
    computation_scope: scopeOf(chosen),
    ...(group_by.length > 0 && { group_by: group_by.map((one) => ({ ...one, value_filters: [group] })) }),
    columns: columnsOf(question.per).map((path) => ({ field: { path } })),
    limit,
  }
  return ready('retention/list', 'retention_list_request', { ...around.span, time_zone: around.zone, query })
}
