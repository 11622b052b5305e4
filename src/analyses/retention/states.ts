/** What becomes of entities from period to period, in order of how good it is to see. `dormant`: active in the period before, and not in this one. */
export const STATES = ['new', 'returning', 'resurrecting', 'dormant'] as const
export type State = (typeof STATES)[number]
