import type { HeatmapAnswer, HeatmapBackground, HeatmapElement, HeatmapPage, Spot } from './definition.ts'

export interface ElementRow {
  element: string
  name: string
  selector: string
  path: string
  permanent_id: string
  clicks: number
  all_rage: number
  all_dead: number
  all_error: number
  all_converted: number
  spots: Spot[]
}

export type Totals = HeatmapAnswer['clicks']

/** Elements ranked by their clicks, with whom they are by. */
export const elementsOf = (
  rows: readonly ElementRow[],
  people: readonly { element: string; users: number; sessions: number }[],
): HeatmapElement[] => {
  const by = new Map(people.map((one) => [one.element, one]))
  return rows.map((row, index) => ({
    id: row.element,
    rank: index + 1,
    name: row.name,
    selector: row.selector,
    composed_path_selector: row.path,
    permanent_id: row.permanent_id,
    clicks: row.clicks,
    rage: row.all_rage,
    dead: row.all_dead,
    error: row.all_error,
    converted: row.all_converted,
    users: by.get(row.element)?.users ?? 0,
    sessions: by.get(row.element)?.sessions ?? 0,
    spots: [...row.spots].sort((a, b) => a[1] - b[1] || a[0] - b[0]),
  }))
}

export const pageOf = (name: string, row: (HeatmapPage & { pages: number }) | undefined): HeatmapAnswer['page'] => ({
  view_name: name,
  rank: row?.rank ?? null,
  pages: row?.pages ?? 0,
  views: row?.views ?? 0,
  users: row?.users ?? 0,
  sessions: row?.sessions ?? 0,
})

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
