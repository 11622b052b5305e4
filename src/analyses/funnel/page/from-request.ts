import { z } from 'zod'
import { withoutAt } from '../../../model/attribute.ts'
import { surroundingsOf } from '../../../ui/scope/surroundings.ts'
import {
  aliasesIn,
  entityIn,
  followedIn,
  journeyAsked,
  nodeAsked,
  scopeAsked,
  stepIn,
  targetAsked,
} from '../../journey/page/asked-journey.ts'
import type { EventName } from '../../journey/page/step.ts'
import type { Versus } from '../../journey/page/versus.ts'
import { parseWindow } from '../../journey/page/window.ts'
import { type ParamsOfRequest, paramsAsking } from '../../open-request.ts'
import { periodsAsked, rollupAsked } from '../../same-question.ts'
import {
  type Counting as Counted,
  DifferencesRequest,
  type FunnelAttributes,
  FunnelRequest,
  type JourneyFormulaAttributes,
  JourneyFormulaRequest,
  type JourneyGroupBy,
} from '../definition.ts'
import { paramsOfQuestion, questionOf } from './address.ts'
import { type Counting, PRESET_WINDOWS } from './counting.ts'
import { FIRST_QUESTION, MEASURES, type Question } from './question.ts'
import { METRICS } from './request.ts'
import { savedRequest } from './saved-request.ts'

const Known = z.union([FunnelRequest, JourneyFormulaRequest, DifferencesRequest])
type Known = z.output<typeof Known>['data']

/** The page at which a funnel, its course over time or two ways to count it are asked. */
export const paramsOfRequest: ParamsOfRequest = (request) => {
  const known = Known.safeParse(request)
  if (!known.success) return null
  const { data } = known.data
  const { search } = data.attributes.query
  const followed = followedIn(search)
  if (!followed) return null
  const aliases = aliasesIn(search)
  const counting: Partial<Counted> = data.attributes.query.counting
  const optional = (i: number) => counting.optional_steps?.includes(aliases[i]!)
  const question: Question = {
    ...FIRST_QUESTION,
    ...followed,
    steps: followed.steps.map((step, i) => (optional(i) ? { ...step, optional: true } : step)),
    counting: countingOf(counting, aliases),
    ...shownOf(data, aliases),
  }
  return paramsAsking(request, [{ question, scope: scopeAsked(data.attributes, search.filters) }], {
    questionOf,
    paramsOfQuestion,
    requestOf: (asked, scope, span) => savedRequest(asked, surroundingsOf({ scope, span })),
    known: Known,
    askedBy: ({ data: given }) => askedBy(given),
  })
}

const countingOf = (asked: Partial<Counted>, aliases: readonly string[]): Counting => ({
  preset: asked.preset ?? null,
  order: asked.order ?? 'ordered',
  exclusions: (asked.exclusions ?? []).flatMap(({ query, from, to }) => {
    const { start, end } = targetAsked({ type: 'path', start: from, end: to }, aliases)
    return eventsIn(query).map((event) => ({ event, from: start, to: end }))
  }),
  voided: asked.exclusion_rule ?? null,
  attempt: asked.attempt ?? null,
  hold: asked.hold_constant === undefined ? null : withoutAt(asked.hold_constant),
})

const eventsIn = (query: Parameters<typeof stepIn>[0]): readonly EventName[] => stepIn(query)?.events ?? []

const shownOf = (data: Known, aliases: readonly string[]): Partial<Question> => {
  if (data.type === 'journey_differences_request')
    return { show: 'rules', against: data.attributes.query.against.preset ?? FIRST_QUESTION.against }
  const { compute, group_by } = data.attributes.query
  const shared: Partial<Question> = {
    count: compute.aggregation === 'count' ? 'total' : 'unique',
    by: breakdownOf(group_by?.[0], aliases),
  }
  if (data.type === 'journey_request') {
    const isTimes = 'bins' in compute && compute.bins !== undefined
    const way = isTimes ? targetAsked(compute.target, aliases) : null
    return { ...shared, show: isTimes ? 'duration' : 'steps', way, versus: versusOf(data.attributes.compare) }
  }
  const { metric = METRICS.count } = compute
  return {
    ...shared,
    show: 'time',
    measure: MEASURES.find((measure) => METRICS[measure] === metric) ?? FIRST_QUESTION.measure,
    roll: rollupAsked(periodsOf(data.attributes), data.attributes.time_zone ?? 'UTC'),
  }
}

const breakdownOf = (group: JourneyGroupBy | undefined, aliases: readonly string[]): Question['by'] =>
  group ? { path: withoutAt(group.facet), limit: group.limit, step: stepOf(group, aliases) } : null

/** The step whose event has the value. */
const stepOf = ({ target }: JourneyGroupBy, aliases: readonly string[]): number => {
  if (!target) return 1
  const { start, end } = targetAsked(target, aliases)
  return target.type === 'node' ? end : start
}

const versusOf = (compare: FunnelAttributes['compare']): Versus | null => {
  if (compare?.to) return { kind: 'period', to: compare.to }
  return compare?.segments.length ? { kind: 'segments', ids: compare.segments } : null
}

const periodsOf = ({ interval, query: { compute } }: JourneyFormulaAttributes) => ({
  rollup: compute.rollup,
  interval: compute.interval ?? interval,
})

/** The rest beyond a limit is shown beside it, whether it is asked for or not. */
const groupsAsked = (groups: readonly JourneyGroupBy[] | null | undefined, aliases: readonly string[]) =>
  groups?.map((group) => ({
    ...group,
    facet: withoutAt(group.facet),
    other: undefined,
    sort: group.sort?.order === 'asc' ? group.sort : undefined,
    target: stepOf(group, aliases),
  }))

const countingAsked = (counting: Partial<Counted>, aliases: readonly string[]) => ({
  ...counting,
  order: counting.order === 'ordered' ? undefined : counting.order,
  exclusions: counting.exclusions?.map(({ query, from, to }) => ({
    query: nodeAsked(query),
    way: targetAsked({ type: 'path', start: from, end: to }, aliases),
  })),
  hold_constant: counting.hold_constant && withoutAt(counting.hold_constant),
  optional_steps: aliases.filter((alias) => counting.optional_steps?.includes(alias)).map((a) => aliases.indexOf(a)),
})

/** The window of a preset that has one, else a day. */
const windowless = ({ preset }: Partial<Counted>): number => parseWindow(preset ? PRESET_WINDOWS[preset] : '1d')!.ms

/** What the page's figures beside it ask as well (medians, who is listed) is no part of it. */
const askedBy = (data: Known) => {
  const { type, attributes } = data
  const { from, to, exclude_anonymous_traffic, query } = attributes
  const aliases = aliasesIn(query.search)
  const counting = countingAsked(query.counting, aliases)
  const shared = { type, from, to, exclude_anonymous_traffic, counting }
  if (data.type === 'journey_differences_request') {
    const { against, pair } = data.attributes.query
    return { ...shared, ...journeyAsked(query.search, null), against: countingAsked(against, aliases), pair }
  }
  const { compute, group_by } = data.attributes.query
  const asked = {
    ...shared,
    ...journeyAsked(query.search, windowless(query.counting)),
    aggregation: compute.aggregation,
    groups: groupsAsked(group_by, aliases),
  }
  const way = targetAsked(compute.target, aliases)
  if (data.type === 'formula_journey_request') {
    const { time_zone: zone = 'UTC' } = data.attributes
    const { metric = METRICS.count } = compute
    return { ...asked, metric, way, periods: periodsAsked(periodsOf(data.attributes), zone), zone }
  }
  const { compare, time_zone = 'UTC' } = data.attributes
  const { bins } = data.attributes.query.compute
  return {
    ...asked,
    metric: isCount(compute.metric, query.search.join_keys.primary) ? undefined : compute.metric,
    bins,
    way: bins === undefined ? undefined : way,
    compare: versusOf(compare) && { ...compare, time_zone },
  }
}

/** A funnel of entities may name what it counts. */
const isCount = (metric: string | undefined, key: string): boolean =>
  metric === undefined || metric === METRICS.count || (metric.startsWith('@') && entityIn(metric) === entityIn(key))
