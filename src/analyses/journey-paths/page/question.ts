import type { EventKind, EventName, Followed } from '../../journey/page/step.ts'
import type { Versus } from '../../journey/page/versus.ts'

/** What the page asks. */
export interface Question extends Followed {
  /** The steps between which ways are looked at, from 1; null: the first and the last. */
  pair: Pair | null
  side: 'converted' | 'dropped'
  /** What of the way is shown. */
  kinds: readonly EventKind[]
  hide: readonly Shown[]
  /** Another period, or a segment, that stands beside it. */
  versus: Versus | null
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
/** Of each side of a comparison so many ways are asked for, so that nearly all are in both. */
export const MOST_BESIDE_ROWS = 1000
/** Segments to compare with at once. */
export const MOST_BESIDE = 1
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
  versus: null,
  rows: FIRST_ROWS,
  long: false,
}

/** The pair that is looked at. */
export const pairOf = ({ pair, steps }: Pick<Question, 'pair' | 'steps'>): Pair =>
  pair && pair.end <= steps.length ? pair : { start: 1, end: steps.length }
