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
  /** The same over PostHog's layout: a SELECT over `peer_events`, with `{from:Int64}` and `{to:Int64}` in ms. */
  peer?: string
  /** Asked again while nothing has changed: the answer that was kept is measured. */
  kept?: true
  /** What it must stay under: so many times its bare scan, or so many ms. */
  target: { scans: number } | { ms: number }
}

/** Questions that are about one part of the product. */
export interface Group {
  name: string
  questions: readonly Question[]
}
