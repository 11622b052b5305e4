import type { Plan } from './plan.ts'
import { RULES, type Rule } from './rule-names.ts'

const KEYS = {
  window: 'windowMs',
  order: 'order',
  exclusions: 'exclusions',
  exclusion_rule: 'exclusionRule',
  attempt: 'attempt',
  hold_constant: 'holdConstant',
} as const satisfies Record<Rule, keyof Plan>

/** The rules in which two plans of one search differ. Without exclusions it does not matter what becomes of who meets one. */
export const differing = (one: Plan, other: Plan): Rule[] =>
  RULES.filter((rule) => {
    if (rule === 'exclusion_rule' && !one.exclusions.length && !other.exclusions.length) return false
    return printed(one[KEYS[rule]]) !== printed(other[KEYS[rule]])
  })

/** Without where it stands in the request. */
const printed = (value: unknown): string =>
  JSON.stringify(value, (key, inner) => (key === 'pointer' ? undefined : inner)) ?? ''

/** The plan with one of the other's rules; undefined where that can't be counted. */
export const withRule = (plan: Plan, rule: Rule, other: Plan): Plan | undefined => {
  const mixed = { ...plan, [KEYS[rule]]: other[KEYS[rule]] }
  if (mixed.order !== 'ordered' && mixed.exclusions.length) return undefined
  return mixed.order === 'any' && mixed.attempt !== 'earliest' ? undefined : mixed
}
