import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import { type Rollup, rollupFor } from '../../../ui/time/bucket.ts'
import type { Span } from '../../../ui/time/range.ts'
import { columnsOf } from '../../journey/page/people.ts'
import { aliasOf, journeySearch, type Request, ready } from '../../journey/page/request.ts'
import { type EventKind, type Followed, NAME_PATHS } from '../../journey/page/step.ts'
import type { Chosen } from './people-address.ts'
import type { Breakdown, Measure, Question } from './question.ts'

const groupOf = ({ path, limit, step }: Breakdown, order = {}) => ({
  facet: `@${path}`,
  limit,
  should_exclude_missing: false,
  target: { type: 'node', value: aliasOf(step - 1) },
  other: true,
  ...order,
})

/** The funnel's steps. */
export const funnelRequest = (question: Question, around: Surroundings): Request => {
  const found = journeySearch(question, around)
  if ('fault' in found) return found.fault
  const query = {
    search: found.search,
    compute: { aggregation: aggregationOf(question), metric: '__dd.conversion' },
    ...(question.by && { group_by: [groupOf(question.by)] }),
  }
  return ready('journey/funnel', 'journey_request', { ...around.span, query })
}

/** Entities once each, or every time that they went through. */
const aggregationOf = ({ count }: Pick<Question, 'count'>) => (count === 'total' ? 'count' : 'cardinality')

export const rollupOf = ({ roll }: Pick<Question, 'roll'>, span: Span): Rollup => roll ?? coarser(rollupFor(span))

/** Conversions are few: a chart of hours would be all gaps, so a week is shown by days. */
const coarser = (rollup: Rollup): Rollup =>
  rollup.type === 'hour' && rollup.quantity > 1 ? { type: 'day', quantity: 1 } : rollup

const METRICS: Record<Measure, string> = {
  rate: '__dd.conversion_rate',
  count: '__dd.conversion',
  duration: '__dd.time_to_convert',
}

/** The middle time from the first step to the last. */
export const medianRequest = (question: Question, around: Surroundings): Request => {
  const found = journeySearch(question, around)
  if ('fault' in found) return found.fault
  const compute = { aggregation: 'median', metric: METRICS.duration }
  return ready('journey/scalar', 'formula_journey_request', {
    ...around.span,
    query: { search: found.search, compute },
  })
}

/** Conversion over time. */
export const timeRequest = (question: Question, around: Surroundings): Request => {
  const found = journeySearch(question, around)
  if ('fault' in found) return found.fault
  const { type, quantity } = rollupOf(question, around.span)
  const query = {
    search: found.search,
    compute: {
      aggregation: question.measure === 'duration' ? 'median' : aggregationOf(question),
      metric: METRICS[question.measure],
      rollup: { type, quantity },
    },
    ...(question.by && { group_by: [groupOf(question.by)] }),
  }
  return ready('journey/timeseries', 'formula_journey_request', { ...around.span, time_zone: around.zone, query })
}

/** Who reached a step, or made the one before it and not this one. */
export const listRequest = (question: Question, around: Surroundings, chosen: Chosen, limit: number): Request => {
  const found = journeySearch(question, around)
  if ('fault' in found) return found.fault
  const { by } = question
  const isLost = chosen.side === 'lost'
  const target = isLost
    ? { type: 'path', start: aliasOf(chosen.step - 2), end: aliasOf(chosen.step - 1) }
    : { type: 'node', value: aliasOf(chosen.step - 1) }
  const query = {
    search: found.search,
    target,
    conversion_type: isLost ? 'drop-off' : 'conversion',
    entity_columns: columnsOf(question.per),
    computed_columns: [{ name: 'first_conversion_timestamps' }],
    ...(by && chosen.group !== undefined && { group_by: [groupOf(by, { value_filters: [chosen.group] })] }),
    limit,
  }
  return ready('journey/list', 'journey_list_request', { ...around.span, query })
}

/**
 * What comes next after the steps so far, by kind: a funnel with any event of the kind as its last step, broken down by
 * that event's name.
 */
export const nextRequest = (question: Followed, around: Surroundings, kind: EventKind, limit: number): Request => {
  const steps = [...question.steps, { events: [{ kind, name: null }], filter: '' }]
  const found = journeySearch({ ...question, steps }, around)
  if ('fault' in found) return found.fault
  const by = { path: NAME_PATHS[kind], limit, step: steps.length }
  const query = { search: found.search, compute: {}, group_by: [groupOf(by, { other: false })] }
  return ready('journey/funnel', 'journey_request', { ...around.span, query })
}
