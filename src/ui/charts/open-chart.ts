import { stringifyParams } from '../scope/search-params.ts'
import type { SavedChart } from './saved-chart.ts'

/** The address that shows a chart as it was saved; null for one that no page can show. */
export const addressOfChart = ({ id, view }: SavedChart): string | null =>
  view && view.path + stringifyParams({ ...view.params, chart: id })

export const openChart = (chart: SavedChart, go: (path: string) => void): void => {
  const address = addressOfChart(chart)
  if (address) go(address)
}
