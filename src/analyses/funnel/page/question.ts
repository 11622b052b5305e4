import type { Rollup } from '../../../ui/time/bucket.ts'
import { type Entity, FEWEST_STEPS, type Step } from '../../journey/page/step.ts'

/** What the page asks and how it shows the answer. */
export interface Question {
  steps: readonly Step[]
  /** Who makes the journey. */
  per: Entity
  /** The longest time from the first step to the last, as in `7d`; null: a day. A session has its own. */
  within: string | null
  /** `unique`: an entity counts once. `total`: each time it went through counts. */
  count: 'unique' | 'total'
  by: Breakdown | null
  show: Show
  /** What is drawn over time. */
  measure: Measure
  /** The length of its periods; null: as suits the range. */
  roll: Rollup | null
}

export interface Breakdown {
  /** Without the `@`. */
  path: string
  limit: number
  /** The step whose event has the value, from 1. */
  step: number
}

export const SHOWS = ['steps', 'time'] as const
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
  show: 'steps',
  measure: 'rate',
  roll: null,
}

/** Whether it can be asked. */
export const isWhole = ({ steps }: Question): boolean => steps.length >= FEWEST_STEPS
