import { WaywornError } from '../../lib/errors.ts'
import type { JourneyTarget } from '../journey/definition.ts'
import { stepNumber } from '../journey/expression.ts'
import type { Counting } from './definition.ts'
import type { Plan } from './plan.ts'
import { QUERY } from './planned.ts'

/** The steps that may be left out, from 1. Throws `invalid_field` for aliases that there are not, for the first step and the last. */
export const optionalSteps = ({ optional_steps }: Counting, { aliases }: Plan): number[] => {
  const pointer = `${QUERY}/counting/optional_steps`
  const steps = optional_steps.map((alias) => stepNumber(alias, aliases, pointer)).sort((a, b) => a - b)
  if (!steps.some((step) => step === 1 || step === aliases.length)) return steps
  const reason = "the first and the last step can't be left out"
  throw new WaywornError('invalid_field', { field: 'counting.optional_steps', reason }, { pointer })
}

/** The steps that are counted up to `end`: of those that may be left out only the named ones. */
export const countedSteps = ({ nodes }: Plan, optional: readonly number[], named: readonly number[] = []): number[] => {
  const end = Math.max(0, ...named)
  return nodes
    .map((_, i) => i + 1)
    .filter((step) => !optional.includes(step) || named.includes(step))
    .filter((step) => step <= end || !optional.includes(end))
}

/** What a question about some steps, given by their aliases, is counted by: an optional step takes part where it is named. */
export const planOfNamed = (plan: Plan, counting: Counting, named: readonly (string | undefined)[]): Plan => {
  const optional = optionalSteps(counting, plan)
  if (!optional.length) return plan
  const steps = plan.aliases.flatMap((alias, i) => (named.includes(alias) ? [i + 1] : []))
  return onlySteps(plan, countedSteps(plan, optional, steps))
}

export const aliasesOfTarget = (target: JourneyTarget | null | undefined): string[] =>
  !target ? [] : target.type === 'node' ? [target.value] : [target.start, target.end]

/** The funnel of the steps with these numbers alone. */
export const onlySteps = (plan: Plan, numbers: readonly number[]): Plan => {
  const renumbered = (step: number) => numbers.indexOf(step) + 1
  return {
    ...plan,
    nodes: numbers.map((number) => plan.nodes[number - 1]!),
    aliases: numbers.map((number) => plan.aliases[number - 1]!),
    exclusions: plan.exclusions
      .filter((one) => numbers.includes(one.from) && numbers.includes(one.to))
      .map((one) => ({ ...one, from: renumbered(one.from), to: renumbered(one.to) })),
    conditions: plan.conditions
      .filter((one) => numbers.includes(one.start) && numbers.includes(one.end))
      .map((one) => ({ ...one, start: renumbered(one.start), end: renumbered(one.end) })),
  }
}
