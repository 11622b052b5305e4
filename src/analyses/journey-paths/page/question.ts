import type { EventKind, EventName, Followed } from '../../journey/page/step.ts'

/** What the page asks. */
export interface Question extends Followed {
  /** The steps between which ways are looked at, from 1; null: the first and the last. */
  pair: Pair | null
  side: 'converted' | 'dropped'
  /** What of the way is shown. */
  kinds: readonly EventKind[]
  hide: readonly Shown[]
  /** Rows. */
  rows: number
  /** Whether long ways are shown to their end. */
  long: boolean
}

export interface Pair {
  start: number
  end: number
}

export type Shown = EventName & { name: string }

/** A way as the answer shows it. */
export interface WayShown {
  events: readonly Shown[]
  /** It went on after these events. */
  isCut: boolean
}

export const FIRST_ROWS = 10
export const ROW_STEPS: readonly number[] = [10, 25, 50, 100, 250]
export const FIRST_KINDS: readonly EventKind[] = ['view', 'action']
/** Events of a way that are shown before "View more". */
export const SHORT_WAY = 8

export const FIRST_QUESTION: Question = {
  steps: [],
  per: 'session',
  within: null,
  pair: null,
  side: 'converted',
  kinds: FIRST_KINDS,
  hide: [],
  rows: FIRST_ROWS,
  long: false,
}

/** The pair that is looked at. */
export const pairOf = ({ pair, steps }: Pick<Question, 'pair' | 'steps'>): Pair =>
  pair && pair.end <= steps.length ? pair : { start: 1, end: steps.length }
