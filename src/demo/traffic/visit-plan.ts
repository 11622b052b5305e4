import type { Target } from './targets.ts'

export type Frustration = 'rage_click' | 'dead_click' | 'error_click'

export interface Fault {
  message: string
  type: string
  source: 'source' | 'custom'
  line: string
}

export interface Fetch {
  path: string
  method: 'GET' | 'POST'
  status: number
  /** ms */
  duration: number
}

/** Something that happens on a page, `at` ms after the page's view began. */
export type Act = { at: number } & (
  | { kind: 'click'; target: Target; frustrations: readonly Frustration[]; fault?: Fault; fetch?: Fetch }
  | { kind: 'custom'; name: string; context: Record<string, unknown> }
  | { kind: 'fetch'; fetch: Fetch }
  | { kind: 'vital'; name: string; duration: number }
  | { kind: 'signIn' }
)

/** A page of a visit. */
export interface Step {
  path: string
  query: string
  /** ms until the next page, or until the tab is closed. */
  dwell: number
  /** ms until the page was there; before the device's slowness. */
  loading: number
  acts: readonly Act[]
  /** ms of absence after the page; above 15 minutes the next page is that of a new session. */
  absence: number
}

export interface Visit {
  version: string
  referrer: string
  steps: readonly Step[]
}
