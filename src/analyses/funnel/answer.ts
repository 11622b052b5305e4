import { WaywornError } from '../../lib/errors.ts'
import type { Asking } from '../asking.ts'
import { type Answered, askSteps } from './ask-steps.ts'
import { binsOf } from './bins.ts'
import { comparedPlans } from './compared.ts'
import type { FunnelAttributes } from './definition.ts'
import { elapsedAfter, elapsedWhole } from './elapsed.ts'
import { type Span, spanOf } from './metric.ts'
import { aliasesOfTarget, countedSteps, onlySteps, optionalSteps, planOfNamed } from './optional-steps.ts'
import type { Plan } from './plan.ts'
import { planned, QUERY } from './planned.ts'

type Query = FunnelAttributes['query']

/**
 * The funnel in the published shape, of entities (`cardinality`) or of flows (`count`); ours is `comparisons`: the same
 * of the other period, or of each of the segments.
 */
export const answerFunnel = async (attributes: FunnelAttributes, asking: Asking) => {
  const plan = await planned(attributes, asking)
  const compared = await comparedPlans(attributes, plan, asking)
  const [own, ...others] = await Promise.all(
    [plan, ...compared.map((one) => one.plan)].map((one) => funnelOf(one, attributes.query, asking)),
  )
  const comparisons = others.map((funnel, i) => ({ ...compared[i]!.of, ...funnel }))
  return { ...own!, ...(attributes.compare ? { comparisons } : {}) }
}

const funnelOf = async (plan: Plan, query: Query, asking: Asking) => {
  const rate = isRate(query.compute, plan)
  const optional = optionalSteps(query.counting, plan)
  const required = countedSteps(plan, optional)
  const main = onlySteps(plan, required)
  const answered = await askSteps(main, query, asking)
  const sides = await Promise.all(
    optional.map((step) => askSteps(onlySteps(plan, countedSteps(plan, optional, [step])), query, asking)),
  )
  const { bins, elapsed, target } = query.compute
  const steps = plan.aliases.map((label, i) => {
    const at = optional.indexOf(i + 1)
    const place = at < 0 ? required.indexOf(i + 1) + 1 : required.filter((one) => one < i + 1).length + 1
    return stepOf(label, at < 0 ? answered : sides[at]!, { place, rate, elapsed })
  })
  const { total, times } = answered
  const last = main.nodes.length
  const timed = planOfNamed(plan, query.counting, aliasesOfTarget(target))
  return {
    initial_count: total[0] ?? 0,
    end_to_end_conversion_rate: ratio(total[last - 1] ?? 0, total[0] ?? 0),
    end_to_end_elapsed_time: elapsedWhole(times, last, elapsed),
    funnel_steps: steps,
    ...(bins === undefined ? {} : { time_to_convert: await binsOf(timed, wayOf(target, timed), bins, asking) }),
  }
}

/** The first step has no way to it: its own is the one to the second. */
const wayOf = (target: Query['compute']['target'], plan: Plan): Span => {
  const { start, end } = spanOf(target, plan, false, `${QUERY}/compute/target`)
  return { start, end: Math.max(end, start + 1) }
}

const ratio = (part: number, whole: number): number => (whole ? part / whole : 0)

interface Told {
  place: number
  rate: boolean
  elapsed: readonly string[]
}

const stepOf = (label: string, { total, times, groups }: Answered, { place, rate, elapsed }: Told) => {
  const value = (made: readonly number[]) => (rate ? ratio(made[place - 1] ?? 0, made[0] ?? 0) : (made[place - 1] ?? 0))
  return {
    label,
    value: value(total),
    unit: 'ms',
    elapsed_time_to_next_step: elapsedAfter(times, place, elapsed),
    groups: groups.map((group) => ({
      group_tags: group.tags,
      value: value(group.made),
      conversion_count: group.made[place] ?? 0,
      elapsed_time_to_next_step: elapsedAfter(group.times, place, elapsed),
    })),
  }
}

const isRate = ({ aggregation, metric }: Query['compute'], plan: Plan): boolean => {
  const refuse = (field: string, reason: string): never => {
    throw new WaywornError(
      'invalid_field',
      { field: `compute.${field}`, reason },
      { pointer: `${QUERY}/compute/${field}` },
    )
  }
  if (aggregation !== 'count' && aggregation !== 'cardinality')
    refuse(
      'aggregation',
      `a funnel counts; use cardinality (entities) or count (flows), and journey/scalar for "${aggregation}"`,
    )
  const known = ['__dd.conversion', '__dd.conversion_rate', `@${plan.entity.path}`]
  if (metric !== undefined && !known.includes(metric))
    refuse('metric', `a funnel has one of ${known.join(', ')}; use journey/scalar for others`)
  return metric === '__dd.conversion_rate'
}
