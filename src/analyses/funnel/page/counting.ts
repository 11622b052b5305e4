import type { EventName } from '../../journey/page/step.ts'

/** How attempts are counted, as the page asks it. Null: as the preset says, which without one is our own rule. */
export interface Counting {
  preset: Preset | null
  order: Order
  exclusions: readonly Exclusion[]
  /** What becomes of an attempt that an excluded event voids. */
  voided: 'keep' | 'leave' | null
  /** Which of the attempts that end together counts. */
  attempt: 'earliest' | 'latest' | 'first' | null
  /** An attribute that all steps of an attempt must agree on, without the `@`. */
  hold: string | null
}

/** An event that must not come after one step and before another, both from 1. */
export interface Exclusion {
  event: EventName
  from: number
  to: number
}

export const PRESETS = ['datadog', 'mixpanel', 'amplitude', 'posthog'] as const
export type Preset = (typeof PRESETS)[number]
export const ORDERS = ['ordered', 'strict', 'any'] as const
export type Order = (typeof ORDERS)[number]
export const VOIDED = ['keep', 'leave'] as const
export const ATTEMPTS = ['earliest', 'latest', 'first'] as const
export const MOST_EXCLUSIONS = 10

export const FIRST_COUNTING: Counting = {
  preset: null,
  order: 'ordered',
  exclusions: [],
  voided: null,
  attempt: null,
  hold: null,
}

/** The window of a preset, where the question has none of its own. */
export const PRESET_WINDOWS: Record<Preset, string> = { datadog: '1d', mixpanel: '7d', amplitude: '1d', posthog: '14d' }

/** Exclusions between steps that there are; a funnel that lost steps loses what stood between them. */
export const fitting = (exclusions: readonly Exclusion[], steps: number): readonly Exclusion[] =>
  exclusions.filter(({ from, to }) => from < to && to <= steps)

/** Only what can be counted together: exclusions and attempts are told between ordered steps only. */
export const settled = (counting: Counting): Counting =>
  counting.order === 'ordered'
    ? counting
    : { ...counting, exclusions: [], voided: null, attempt: counting.order === 'any' ? null : counting.attempt }
