import { VIEWS } from '../analyses/views.ts'
import type { ViewOfRequest } from '../ui/charts/chart-views.ts'

/** The page of the analysis, at the address that asks the request. */
export const viewOfRequest: ViewOfRequest = async (kind, request) => {
  const view = VIEWS.find((one) => one.kind === kind)
  const params = (await view?.loadParams())?.(request)
  return view && params ? { path: view.path, params } : null
}
