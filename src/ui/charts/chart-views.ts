import { createContext, use } from 'react'
import type { ChartView } from './saved-chart.ts'

/** Where a request of this analysis is asked in the app; null where no page can ask it. */
export type ViewOfRequest = (kind: string, request: object) => Promise<ChartView | null>

const ViewContext = createContext<ViewOfRequest | null>(null)

export const ChartViewsProvider = ViewContext.Provider

export const useViewOfRequest = (): ViewOfRequest => {
  const viewOf = use(ViewContext)
  if (!viewOf) throw new Error('ChartViewsProvider is missing around this component')
  return viewOf
}
