import type { Asking } from '../../src/analyses/asking.ts'
import type { EventType } from '../../src/model/attribute.ts'

/** The time that the data covers, epoch ms. */
export interface Span {
  from: number
  to: number
}

/** One reference question: how the product is asked, and what it is held against. */
export interface Question {
  name: string
  ask(asking: Asking, span: Span): Promise<unknown>
  /**
   * The columns of `events` that an answer can't do without, of the rows of these types: their bare scan is the yardstick.
   * A path of the JSON column is written ``custom.`context.plan` ``.
   */
  reads?: { types: readonly EventType[]; columns: readonly string[] }
  /** The same as PostHog asks it over its layout: a SELECT made of what `../peer.ts` has. */
  peer?: string
  /** Asked again while nothing has changed: the answer that was kept is measured. */
  kept?: true
  /** A question that is asked in between, to be compared with. */
  beside?: { name: string; ask: Question['ask'] }
  target: Target
}

/**
 * What it must stay under: so many times its bare scan, and where PostHog's time counts too, that time over so many; so
 * many ms; or so many times the question beside it.
 */
export type Target = { scans: number; peer?: number } | { ms: number } | { besides: number }

/** Questions that are about one part of the product. */
export interface Group {
  name: string
  questions: readonly Question[]
}
