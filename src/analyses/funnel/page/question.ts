import type { Rollup } from '../../../ui/time/bucket.ts'
import { type Entity, FEWEST_STEPS, type Step } from '../../journey/page/step.ts'
import type { Versus } from '../../journey/page/versus.ts'
import { type Counting, FIRST_COUNTING, PRESET_WINDOWS, type Preset } from './counting.ts'

/** What the page asks and how it shows the answer. */
export interface Question {
  steps: readonly Step[]
  /** Who makes the journey. */
  per: Entity
  /** The longest time from the first step to the last, as in `7d`; null: a day, or the preset's. A session has its own. */
  within: string | null
  /** `unique`: an entity counts once. `total`: each time it went through counts. */
  count: 'unique' | 'total'
  by: Breakdown | null
  /** Beside a breakdown there is nothing to compare with. */
  versus: Versus | null
  counting: Counting
  /** The way to count that ours is held against. */
  against: Preset
  show: Show
  /** What is drawn over time. */
  measure: Measure
  /** The length of its periods; null: as suits the range. */
  roll: Rollup | null
  /** Whose times are shown: from one step to another, both from 1; null: from the first to the last. */
  way: Way | null
}

export interface Way {
  start: number
  end: number
}

/** The window that counts: the question's own, else the preset's. */
export const withinOf = ({ within, counting }: Pick<Question, 'within' | 'counting'>): string | null =>
  within ?? (counting.preset && PRESET_WINDOWS[counting.preset])

/** The steps whose times are shown. */
export const wayOf = ({ way, steps }: Pick<Question, 'way' | 'steps'>): Way =>
  way && way.end <= steps.length ? way : { start: 1, end: Math.max(2, steps.length) }

export interface Breakdown {
  /** Without the `@`. */
  path: string
  limit: number
  /** The step whose event has the value, from 1. */
  step: number
}

export const SHOWS = ['steps', 'conversion', 'time', 'duration', 'rules'] as const
export type Show = (typeof SHOWS)[number]
export const MEASURES = ['rate', 'count', 'duration'] as const
export type Measure = (typeof MEASURES)[number]

/** Values of a breakdown that can be asked for. */
export const MOST_GROUPS = 10_000
export const FIRST_LIMIT = 5

export const FIRST_QUESTION: Question = {
  steps: [],
  per: 'session',
  within: null,
  count: 'unique',
  by: null,
  versus: null,
  counting: FIRST_COUNTING,
  against: 'posthog',
  show: 'steps',
  measure: 'rate',
  roll: null,
  way: null,
}

/** Whether it can be asked. */
export const isWhole = ({ steps }: Question): boolean => steps.length >= FEWEST_STEPS
