import { notifications } from '@mantine/notifications'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Ask } from '../ask/ask.ts'
import { useAsk } from '../ask/ask-context.ts'
import { stringifyParams } from '../scope/search-params.ts'
import { useViewOfRequest, type ViewOfRequest } from './chart-views.ts'
import { type ChartResource, chartOf, type SavedChart } from './saved-chart.ts'

const CHARTS = '/api/v2/wayworn/charts'
const PAGE_SIZE = 100

/** Charts whose name or description holds the text; of one kind, or starred only, where that is asked for. */
export interface ChartsWanted {
  search?: string
  kind?: string
  starred?: boolean
}

export const useCharts = ({ search = '', kind, starred = false }: ChartsWanted) => {
  const ask = useAsk()
  const viewOf = useViewOfRequest()
  return useQuery({
    queryKey: ['charts', search, kind, starred],
    queryFn: async ({ signal }) => {
      const query = stringifyParams({
        search: search || undefined,
        kind,
        starred: starred ? 'true' : undefined,
        sort: '-updated_at',
        'page[size]': String(PAGE_SIZE),
      })
      const path = CHARTS + query
      const answer = await ask<{ data: ChartResource[]; meta: { page: { total_count: number } } }>({ path, signal })
      const charts = await Promise.all(answer.data.map((one) => viewed(one, viewOf)))
      return { charts, total: answer.meta.page.total_count }
    },
    placeholderData: keepPreviousData,
  })
}

/** The chart that the address names, if it names one. */
export const useChart = (id: string | undefined) => {
  const ask = useAsk()
  const viewOf = useViewOfRequest()
  return useQuery({
    queryKey: ['chart', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) => getChart({ ask, viewOf }, id!, signal),
    retry: false,
  })
}

interface Asking {
  ask: Ask
  viewOf: ViewOfRequest
}

export const getChart = async ({ ask, viewOf }: Asking, id: string, signal?: AbortSignal): Promise<SavedChart> => {
  const path = `${CHARTS}/${encodeURIComponent(id)}`
  return viewed((await ask<{ data: ChartResource }>({ path, ...(signal && { signal }) })).data, viewOf)
}

/** A chart that was made without a view is shown where its request is asked. */
const viewed = async (resource: ChartResource, viewOf: ViewOfRequest): Promise<SavedChart> => {
  const chart = chartOf(resource)
  return chart.view ? chart : { ...chart, view: await viewOf(chart.kind, chart.request) }
}

export type ChartParts = Partial<Pick<SavedChart, 'name' | 'description' | 'request'>> & { view?: object }

/** What can be done with charts. Each tells the person why it did not work, and then answers null. */
export const useChartChanges = () => {
  const ask = useAsk()
  const queries = useQueryClient()
  const tried = async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      const done = await work()
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => ['charts', 'chart'].includes(String(queryKey[0])),
      })
      return done
    } catch (error) {
      notifications.show({ color: 'red', title: 'The chart was not changed', message: (error as Error).message })
      return null
    }
  }
  const at = (id: string) => `${CHARTS}/${encodeURIComponent(id)}`
  const body = (attributes: object) => ({ data: { type: 'chart', attributes } })
  const done = async (asked: Promise<unknown>) => {
    await asked
    return true
  }
  return {
    create: (kind: string, parts: ChartParts) =>
      tried(async () =>
        chartOf(
          (await ask<{ data: ChartResource }>({ method: 'POST', path: CHARTS, body: body({ kind, ...parts }) })).data,
        ),
      ),
    update: (id: string, parts: ChartParts) =>
      tried(() => done(ask({ method: 'PATCH', path: at(id), body: body(parts) }))),
    remove: (id: string) => tried(() => done(ask({ method: 'DELETE', path: at(id) }))),
    star: (id: string, on: boolean) =>
      tried(() => done(ask({ method: on ? 'POST' : 'DELETE', path: `${at(id)}/star` }))),
    /** The chart that one starts with; null: none. */
    startWith: (id: string | null) =>
      tried(() =>
        done(
          ask({
            method: 'PUT',
            path: '/api/v2/wayworn/me/default-chart',
            body: { data: { type: 'default_chart', id } },
          }),
        ),
      ),
  }
}
