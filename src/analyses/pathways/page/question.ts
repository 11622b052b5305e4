import type { Entity, EventKind } from '../../journey/page/step.ts'
import type { Versus } from '../../journey/page/versus.ts'

/** What the page asks. */
export interface Question {
  /** What is followed: the names of views, actions or server events. */
  of: EventKind
  /** Where paths start, or end: a name, `*` in it for any text. Null: wherever they do. */
  at: string | null
  direction: 'after' | 'before'
  per: Entity
  /** Columns. */
  steps: number
  /** Names shown in a column. */
  entries: number
  /** More names in single columns. */
  expand: readonly Expanded[]
  /** Names that are passed over. */
  hide: readonly string[]
  /** Names are cut after so many folders; null: never. */
  folders: number | null
  /** Another period, or a segment, that stands beneath it. */
  versus: Versus | null
  show: 'diagram' | 'table'
  /** Nodes chosen for a funnel, by their ids, in the order of their columns. */
  pick: readonly string[]
}

export interface Expanded {
  /** From 0. */
  column: number
  entries: number
}

export const FEWEST_COLUMNS = 2
export const MOST_COLUMNS = 10
export const MOST_ENTRIES = 50
/** In one column. */
export const MOST_EXPANDED = 500
export const MOST_FOLDERS = 20
/** Segments to compare with at once. */
export const MOST_BESIDE = 1

export const FIRST_QUESTION: Question = {
  of: 'view',
  at: null,
  direction: 'after',
  per: 'session',
  steps: 5,
  entries: 5,
  expand: [],
  hide: [],
  folders: null,
  versus: null,
  show: 'diagram',
  pick: [],
}

/** So many names more in a column. */
export const expanded = ({ expand, entries }: Question, column: number, by: number): readonly Expanded[] => {
  const now = expand.find((one) => one.column === column)?.entries ?? entries
  const next = { column, entries: Math.min(MOST_EXPANDED, now + by) }
  return [...expand.filter((one) => one.column !== column), next].sort((a, b) => a.column - b.column)
}
