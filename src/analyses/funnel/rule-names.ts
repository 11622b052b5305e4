/** What two ways to count may differ in. */
export const RULES = ['window', 'order', 'exclusions', 'exclusion_rule', 'attempt', 'hold_constant'] as const
export type Rule = (typeof RULES)[number]
