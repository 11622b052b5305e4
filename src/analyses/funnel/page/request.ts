import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import { type Rollup, rollupFor } from '../../../ui/time/bucket.ts'
import type { Span } from '../../../ui/time/range.ts'
import { columnsOf } from '../../journey/page/people.ts'
import { aliasOf, type Fault, journeySearch, type Request, ready, searchOfEvent } from '../../journey/page/request.ts'
import { type EventKind, type Followed, NAME_PATHS, type Step } from '../../journey/page/step.ts'
import type { Versus } from '../../journey/page/versus.ts'
import type { Counting } from './counting.ts'
import { stepBefore } from './optional.ts'
import type { Chosen } from './people-address.ts'
import { type Breakdown, type Measure, type Question, type Way, wayOf, withinOf } from './question.ts'
import { OWN } from './result.ts'
import { searchOfTrait, type Trait } from './trait.ts'

export const groupOf = ({ path, limit, step }: Breakdown, order = {}) => ({
  facet: `@${path}`,
  limit,
  should_exclude_missing: false,
  target: { type: 'node', value: aliasOf(step - 1) },
  other: true,
  ...order,
})

/** Which attempts are counted, and how: what every question about this funnel begins with. */
export const counted = (
  question: Question,
  around: Surroundings,
): { query: { search: object; counting?: object } } | { fault: Fault } => {
  const found = journeySearch({ ...question, within: withinOf(question) }, around)
  if ('fault' in found) return found
  const rules = { ...countingBody(question.counting), ...optionalOf(question) }
  return { query: { search: found.search, ...(Object.keys(rules).length > 0 && { counting: rules }) } }
}

const optionalOf = ({ steps }: Question) => {
  const aliases = steps.flatMap((step, i) => (step.optional ? [aliasOf(i)] : []))
  return aliases.length ? { optional_steps: aliases } : {}
}

const countingBody = ({ preset, order, exclusions, voided, attempt, hold }: Counting) => ({
  ...(preset && { preset }),
  ...(order !== 'ordered' && { order }),
  ...(exclusions.length > 0 && {
    exclusions: exclusions.map(({ event, from, to }) => ({
      query: { data_source: 'product_analytics', search: { query: searchOfEvent(event) } },
      from: aliasOf(from - 1),
      to: aliasOf(to - 1),
    })),
  }),
  ...(voided && { exclusion_rule: voided }),
  ...(attempt && { attempt }),
  ...(hold !== null && { hold_constant: `@${hold}` }),
})

/** Figures of the times between steps, as published aggregations. */
export const STATISTICS = ['median', 'pc75', 'pc95', 'pc99'] as const

/** The funnel's steps; where times are shown, how many took how long too. */
export const funnelRequest = (question: Question, around: Surroundings): Request => {
  const found = counted(question, around)
  if ('fault' in found) return found.fault
  const { by, versus, show } = question
  const isTimes = show === 'duration'
  const way = wayOf(question)
  const compute = {
    aggregation: aggregationOf(question),
    metric: '__dd.conversion',
    elapsed: isTimes ? STATISTICS : ['median'],
    ...(isTimes && { bins: 'durations', target: pathOf(way) }),
  }
  const query = { ...found.query, compute, ...(by && !isTimes && { group_by: [groupOf(by)] }) }
  const compare = versus && !by && !isTimes && compareOf(versus)
  return ready('journey/funnel', 'journey_request', {
    ...around.span,
    ...(compare && { time_zone: around.zone, compare }),
    query,
  })
}

const pathOf = ({ start, end }: Way) => ({ type: 'path', start: aliasOf(start - 1), end: aliasOf(end - 1) })

const compareOf = (versus: Versus) => (versus.kind === 'period' ? { to: versus.to } : { segments: versus.ids })

/** Entities once each, or every time that they went through. */
const aggregationOf = ({ count }: Pick<Question, 'count'>) => (count === 'total' ? 'count' : 'cardinality')

export const rollupOf = ({ roll }: Pick<Question, 'roll'>, span: Span): Rollup => roll ?? coarser(rollupFor(span))

/** Conversions are few: a chart of hours would be all gaps, so a week is shown by days. */
const coarser = (rollup: Rollup): Rollup =>
  rollup.type === 'hour' && rollup.quantity > 1 ? { type: 'day', quantity: 1 } : rollup

export const METRICS: Record<Measure, string> = {
  rate: '__dd.conversion_rate',
  count: '__dd.conversion',
  duration: '__dd.time_to_convert',
}

/** Conversion over time. */
export const timeRequest = (question: Question, around: Surroundings): Request => {
  const found = counted(question, around)
  if ('fault' in found) return found.fault
  const { type, quantity } = rollupOf(question, around.span)
  const query = {
    ...found.query,
    compute: {
      aggregation: question.measure === 'duration' ? 'median' : aggregationOf(question),
      metric: METRICS[question.measure],
      rollup: { type, quantity },
    },
    ...(question.by && { group_by: [groupOf(question.by)] }),
  }
  return ready('journey/timeseries', 'formula_journey_request', { ...around.span, time_zone: around.zone, query })
}

/** Who reached a step, or made the one before it and not this one; or whom a part of the way took so long. */
export const listRequest = (
  question: Question,
  around: Surroundings,
  chosen: Chosen,
  limit: number,
  trait: Trait | null = null,
): Request => {
  const of = ofCourse(question, around, chosen.group)
  const found = counted(question, of)
  if ('fault' in found) return found.fault
  const { by } = question
  const isLost = chosen.side === 'lost'
  const target = isLost
    ? pathOf({ start: stepBefore(question.steps, chosen.step), end: chosen.step })
    : { type: 'node', value: aliasOf(chosen.step - 1) }
  const { took, begun } = chosen
  const groups = [
    ...(by && chosen.group !== undefined ? [groupOf(by, { value_filters: [chosen.group] })] : []),
    ...(trait?.kind === 'attribute' ? [ofTrait(trait, stepBefore(question.steps, chosen.step))] : []),
  ]
  const query = {
    ...found.query,
    target,
    conversion_type: isLost ? 'drop-off' : 'conversion',
    entity_columns: columnsOf(question.per),
    computed_columns: [{ name: 'first_conversion_timestamps' }],
    ...(took && {
      elapsed: { start: aliasOf(took.start - 1), end: aliasOf(chosen.step - 1), from: took.from, to: took.to },
    }),
    ...(begun && { begun }),
    ...(trait?.kind === 'behaviour' && { between: betweenOf(trait, question.steps, chosen.step) }),
    ...(groups.length > 0 && { group_by: groups }),
    limit,
  }
  return ready('journey/list', 'journey_list_request', { ...of.span, query })
}

/** On the way to a step: what was done, or first done. */
const betweenOf = (trait: Extract<Trait, { kind: 'behaviour' }>, steps: readonly Step[], step: number) => ({
  query: { data_source: 'product_analytics', search: { query: searchOfTrait(trait) } },
  start: aliasOf(stepBefore(steps, step) - 1),
  end: aliasOf(step - 1),
  ...(trait.first && { first: true }),
})

/** The value on the event of a step. */
const ofTrait = ({ facet, value }: Extract<Trait, { kind: 'attribute' }>, step: number) => ({
  facet,
  value_filters: [value],
  target: { type: 'node', value: aliasOf(step - 1) },
})

/** The period or the segment that a compared course is of. */
export const ofCourse = ({ versus }: Question, around: Surroundings, group: string | undefined): Surroundings => {
  if (!versus || group === undefined || group === OWN) return around
  if (versus.kind === 'segments') return { ...around, also: group }
  const [from, to] = group.split('-').map(Number)
  return Number.isFinite(from) && Number.isFinite(to) ? { ...around, span: { from: from!, to: to! } } : around
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
