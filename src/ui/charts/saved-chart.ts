import type { Params } from '../scope/search-params.ts'

/** A saved chart as the page needs it. Times are epoch ms. */
export interface SavedChart {
  id: string
  name: string
  description: string
  /** Which analysis it is of. */
  kind: string
  /** What it asks, as the query API takes it. */
  request: object
  /** Null: no page can show it. */
  view: ChartView | null
  starred: boolean
  isDefault: boolean
  updatedBy: string
  updatedAt: number
}

/** Where and how the web app shows a chart: a path, and the names of its address. */
export interface ChartView {
  path: string
  params: Params
}

export interface ChartResource {
  id: string
  attributes: {
    name: string
    description: string
    kind: string
    request: object
    view: { path?: unknown; params?: unknown }
    starred: boolean
    default: boolean
    updated_by: string
    updated_at: number
  }
}

export const chartOf = ({ id, attributes: a }: ChartResource): SavedChart => ({
  id,
  name: a.name,
  description: a.description,
  kind: a.kind,
  request: a.request,
  view: viewOf(a.view),
  starred: a.starred,
  isDefault: a.default,
  updatedBy: a.updated_by,
  updatedAt: a.updated_at,
})

/** Whoever made the chart over the API may have left the view out, or kept something of their own in it. */
const viewOf = ({ path, params }: ChartResource['attributes']['view']): ChartView | null => {
  if (typeof path !== 'string' || !path.startsWith('/') || typeof params !== 'object' || params === null) return null
  const texts = Object.entries(params).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return { path, params: Object.fromEntries(texts) }
}

/** Names of the address that open something over the chart, and are no part of it. */
const PASSING = ['chart', 'event', 'people', 'pair', 'panel', 'live']

/** What of an address a saved chart keeps. */
export const keptParams = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).filter(([name]) => !PASSING.includes(name)))

/** Whether the address asks something else than the chart. */
export const isChanged = (chart: SavedChart, params: Params): boolean => {
  const sorted = (of: Params) => JSON.stringify(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1)))
  return chart.view !== null && sorted(keptParams(params)) !== sorted(chart.view.params)
}
