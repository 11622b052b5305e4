/** A record of a segment as the SDKs send it; `data` differs by type and format. */
export interface ReplayRecord {
  type: number
  /** Epoch ms. */
  timestamp: number
  data?: unknown
  /** 1: the Change format (7.0 and later). */
  format?: number
  /** Records of a web view inside of a mobile recording. */
  slotId?: string
}

export const RECORD = {
  fullSnapshot: 2,
  incremental: 3,
  meta: 4,
  focus: 6,
  viewEnd: 7,
  visualViewport: 8,
  frustration: 9,
  mobileFull: 10,
  mobileIncremental: 11,
  change: 12,
} as const

/** Sources of incremental records; the same numbers as rrweb's. */
export const SOURCE = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  viewportResize: 4,
  input: 5,
  touchMove: 6,
  media: 7,
  styleSheetRule: 8,
  adoptedStyleSheet: 15,
} as const

/** Sources of what the visitor did, not the page. */
export const DONE_BY_VISITOR = new Set<unknown>([
  SOURCE.mouseMove,
  SOURCE.mouseInteraction,
  SOURCE.scroll,
  SOURCE.viewportResize,
  SOURCE.input,
  SOURCE.touchMove,
])

/** An event as the player takes it: rrweb's. */
export interface PlayerEvent {
  type: number
  timestamp: number
  data: object
}

export const EVENT = { fullSnapshot: 2, incremental: 3, meta: 4, custom: 5 } as const

export type Fields = Record<string, unknown>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
