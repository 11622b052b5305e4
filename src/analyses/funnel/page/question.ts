import type { Rollup } from '../../../ui/time/bucket.ts'

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

/** A step is made by any of its events that passes its filter. */
export interface Step {
  events: readonly EventName[]
  filter: string
}

export interface EventName {
  kind: EventKind
  /** Null: any event of the kind. */
  name: string | null
}

export interface Breakdown {
  /** Without the `@`. */
  path: string
  limit: number
  /** The step whose event has the value, from 1. */
  step: number
}

export const EVENT_KINDS = ['view', 'action', 'server'] as const
export type EventKind = (typeof EVENT_KINDS)[number]
export const ENTITIES = ['session', 'user', 'account'] as const
export type Entity = (typeof ENTITIES)[number]
export const SHOWS = ['steps', 'time'] as const
export type Show = (typeof SHOWS)[number]
export const MEASURES = ['rate', 'count', 'duration'] as const
export type Measure = (typeof MEASURES)[number]

export const MOST_STEPS = 30
export const FEWEST_STEPS = 2
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

const WINDOW_UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const
export type WindowUnit = keyof typeof WINDOW_UNITS
/** Ten years: beyond it a window says nothing, and the server refuses it. */
const LONGEST_MS = 3650 * 86_400_000

export interface Window {
  count: number
  unit: WindowUnit
  ms: number
}

/** `36h` is 36 hours; null for what is no such length, or longer than ten years. */
export const parseWindow = (text: string): Window | null => {
  const found = /^([1-9]\d{0,6})([mhdw])$/.exec(text)
  if (!found) return null
  const unit = found[2] as WindowUnit
  const count = Number(found[1])
  const ms = count * WINDOW_UNITS[unit]
  return ms <= LONGEST_MS ? { count, unit, ms } : null
}

/** The window that counts; a session needs none. */
export const windowOf = ({ per, within }: Pick<Question, 'per' | 'within'>): Window | null =>
  per === 'session' ? null : parseWindow(within ?? '1d')!

/** Whether it can be asked. */
export const isWhole = ({ steps }: Question): boolean => steps.length >= FEWEST_STEPS
