import type { HeatmapAnswer, HeatmapBackground, HeatmapElement, HeatmapScroll, Spot } from './definition.ts'
import { BANDS, GRID } from './definition.ts'

/** The most clicked element first; its clicks as a negative number. */
type ElementRow = readonly [
  minusClicks: number,
  element: string,
  name: string,
  /** JSON: path, permanent id, selector. */
  target: string,
  spots: SpotCounts,
]

/** Places of clicks, each `click_spot` of the engine × 2 + 1 if converted, and how many clicks each has. */
type SpotCounts = readonly [spots: readonly number[], counts: readonly number[]]

export interface ClicksRow {
  clicks: number
  elements: number
  all_rage: number
  all_dead: number
  all_error: number
  most: readonly ElementRow[]
}

/** The same elements. */
export interface ClickersRow {
  users: number
  most: readonly (readonly [minusClicks: number, element: string, users: number, sessions: number])[]
}

/** Elements ranked by their clicks, and all clicks of the page. */
export const clicksOf = (
  row: ClicksRow,
  clickers: ClickersRow | undefined,
): Pick<HeatmapAnswer, 'clicks' | 'elements'> => {
  const people = new Map(clickers?.most.map(([, element, users, sessions]) => [element, { users, sessions }]))
  return {
    clicks: {
      clicks: row.clicks,
      elements: row.elements,
      users: clickers?.users ?? null,
      rage: row.all_rage,
      dead: row.all_dead,
      error: row.all_error,
    },
    elements: row.most.map((one, index) => ({ ...elementOf(one, index), ...(people.get(one[1]) ?? NOBODY) })),
  }
}

const NOBODY = { users: null, sessions: null }

const elementOf = (row: ElementRow, index: number): Omit<HeatmapElement, 'users' | 'sessions'> => {
  const [minusClicks, id, name, target, counted] = row
  const [composed_path_selector, permanent_id, selector] = JSON.parse(target) as [string, string, string]
  const spots = spotsOf(counted)
  const sum = (at: 3 | 4 | 5 | 6) => spots.reduce((all, spot) => all + spot[at], 0)
  return {
    id,
    rank: index + 1,
    name,
    selector,
    composed_path_selector,
    permanent_id,
    clicks: -minusClicks,
    rage: sum(3),
    dead: sum(4),
    error: sum(5),
    converted: sum(6),
    spots,
  }
}

const spotsOf = ([places, counts]: SpotCounts): Spot[] => {
  const cells = new Map<number, number[]>()
  places.forEach((place, i) => {
    const cell = place >> 4
    const spot = cells.get(cell) ?? [cell % GRID, Math.floor(cell / GRID), 0, 0, 0, 0, 0]
    const flags = [1, place & 8, place & 4, place & 2, place & 1]
    flags.forEach((flag, of) => {
      if (flag) spot[2 + of]! += counts[i]!
    })
    cells.set(cell, spot)
  })
  return [...cells].sort(([a], [b]) => a - b).map(([, spot]) => spot as unknown as Spot)
}

export interface StandingRow {
  rank: number
  pages: number
  views: number
}

export interface PeopleRow {
  users: number
  sessions: number
}

export const standingOf = (
  name: string,
  row: StandingRow | undefined,
  people: PeopleRow | undefined,
): HeatmapAnswer['page'] => ({
  view_name: name,
  rank: row?.rank ?? null,
  pages: row?.pages ?? 0,
  views: row?.views ?? 0,
  users: people?.users ?? null,
  sessions: people?.sessions ?? null,
})

export interface ScrollRow {
  measured: number
  /** Of those the band that they came to, and how many came to it. */
  bands: readonly [bands: readonly number[], counts: readonly number[]]
  fold: number | null
  depth: number | null
  length: number | null
}

/** Whoever came to a band came to all before it. */
export const scrollOf = ({ measured, bands, fold, depth, length }: ScrollRow): HeatmapScroll => {
  const reached: number[] = Array(measured ? BANDS + 1 : 0).fill(0)
  bands[0].forEach((band, i) => {
    for (let before = 0; before <= band; before += 1) reached[before]! += bands[1][i]!
  })
  return { views: measured, reached, average_fold: fold, average_depth: depth, page_height: length }
}

export interface RecordedView {
  application: string
  session: string
  view: string
  /** Epoch ms, and ms since then. */
  began: number
  spent: number
  loading: number
  width: number
  height: number
  length: number
}

/** How long a page needs until it stands, if nothing else is known; ms. */
const SETTLED_AFTER = 1500

/** The moment of a view at which its page has loaded and little has been done with it. */
export const backgroundOf = (view: RecordedView, recordingBegan: number): HeatmapBackground => {
  const at = Math.round(view.began + Math.min(view.spent, Math.max(view.loading + 500, SETTLED_AFTER)))
  return {
    application_id: view.application,
    session_id: view.session,
    view_id: view.view,
    at,
    start: Math.max(0, at - recordingBegan),
    width: view.width,
    height: view.height,
    page_height: Math.max(view.length, view.height),
  }
}
