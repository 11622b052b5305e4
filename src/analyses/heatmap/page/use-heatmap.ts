import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { audienceOf } from '../../../ui/scope/audience.ts'
import { type Frame, useFrame } from '../../../ui/scope/frame.ts'
import type { HeatmapAnswer, HeatmapAttention, HeatmapBackground, HeatmapPage } from '../definition.ts'
import { BEFORE, paramsOf, type Question, questionOf } from './address.ts'

/** The question of the address, and how to change it. */
export const useQuestion = () => {
  const { params, setParams } = useFrame()
  const question = useMemo(() => questionOf(params), [params])
  const change = useCallback(
    (part: Partial<Question>, how?: { replace?: boolean }) => setParams(paramsOf(part), how),
    [setParams],
  )
  return { question, change }
}

const commonOf = ({ scope, span }: Frame, device: string) => ({
  from: span.from,
  to: span.to,
  ...(scope.app ? { application_id: scope.app } : {}),
  ...(device === 'any' ? {} : { device_type: device }),
  search: { query: scope.filter },
  ...audienceOf(scope.segment),
})

/** The same for another segment, or for the time before. */
const otherOf = (frame: Frame, device: string, other: string) => {
  const { span } = frame
  const { audience_filters: _, ...common } = commonOf(frame, device) as ReturnType<typeof commonOf> & {
    audience_filters?: object
  }
  if (other !== BEFORE) return { ...common, ...audienceOf(other) }
  return { ...common, ...audienceOf(frame.scope.segment), from: 2 * span.from - span.to, to: span.from }
}

const AT = '/api/v2/product-analytics/heatmap'

/** Asks for one of the heatmap's answers; nothing while `attributes` is null. */
const useAnswer = <A>(path: string, type: string, attributes: object | null) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const queryKey = ['answer', path, attributes]
  const query = useQuery({
    queryKey,
    enabled: attributes !== null,
    queryFn: async ({ signal }): Promise<A> => {
      const body = { data: { type, attributes } }
      const { data } = await ask<{ data: { attributes: A } }>({ method: 'POST', path, body, signal })
      return data.attributes
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
  return {
    answer: query.data,
    error: query.error,
    isFetching: query.isFetching,
    isOld: query.isPlaceholderData,
    again: () => void query.refetch(),
    cancel: () => void queries.cancelQueries({ queryKey }),
  }
}

/** The pages that can be chosen, the most seen first. */
export const usePages = (device: string) => {
  const frame = useFrame()
  return useAnswer<{ pages: HeatmapPage[] }>(`${AT}/pages`, 'heatmap_pages_request', {
    ...commonOf(frame, device),
    people: false,
  })
}

/** One of the pages, with how many people saw it; `isAsked`: it may wait for what is needed sooner. */
export const usePage = ({ device }: Question, view: string, isAsked: boolean) => {
  const frame = useFrame()
  const attributes = isAsked ? { ...commonOf(frame, device), view_name: view } : null
  return useAnswer<{ pages: HeatmapPage[] }>(`${AT}/pages`, 'heatmap_pages_request', attributes)
}

/** `other`: what the page is compared with. */
export const useHeatmap = (question: Question, view: string, other = '') => {
  const frame = useFrame()
  const { actions, converted, device } = question
  return useAnswer<HeatmapAnswer>(AT, 'heatmap_request', {
    ...(other === '' ? commonOf(frame, device) : otherOf(frame, device, other)),
    view_name: view,
    ...(actions ? { action_search: { query: actions } } : {}),
    ...(converted ? { converted: { query: converted } } : {}),
    people: false,
  })
}

/** One of its elements, with how many people and sessions clicked it. */
export const useElement = ({ actions, device }: Question, view: string, element: string) => {
  const frame = useFrame()
  const { answer, ...rest } = useAnswer<HeatmapAnswer>(AT, 'heatmap_request', {
    ...commonOf(frame, device),
    view_name: view,
    ...(actions ? { action_search: { query: actions } } : {}),
    element,
    limit: 1,
  })
  return { ...rest, answer: answer?.elements.find(({ id }) => id === element) }
}

/** How long the page was looked at, if the question is about that; `other`: what the page is compared with. */
export const useAttention = ({ device, map, bands }: Question, view: string | undefined, other = '') => {
  const frame = useFrame()
  const isAsked = view !== undefined && map === 'scroll' && bands === 'attention'
  const common = other === '' ? commonOf(frame, device) : otherOf(frame, device, other)
  const attributes = isAsked ? { ...common, view_name: view } : null
  return useAnswer<HeatmapAttention>(`${AT}/attention`, 'heatmap_attention_request', attributes)
}

export interface Backgrounds {
  found: HeatmapBackground[]
  kept: { snapshot_id: string; at: number }[]
}

export const useBackgrounds = (device: string, view: string | undefined) => {
  const frame = useFrame()
  const attributes = view === undefined ? null : { ...commonOf(frame, device), view_name: view }
  return useAnswer<Backgrounds>(`${AT}/backgrounds`, 'heatmap_backgrounds_request', attributes)
}

/** A background that somebody kept, as the published API tells it. */
export interface Snapshot {
  id: string
  attributes: {
    application_id: string
    session_id?: string
    view_id?: string
    snapshot_name: string
    start: number
    created_by: string
  }
}

const SNAPSHOTS = '/api/v2/replay/heatmap/snapshots'

/** The kept backgrounds of a page, and how to keep one and let go of it. */
export const useSnapshots = (device: string, view: string | undefined) => {
  const ask = useAsk()
  const { scope } = useFrame()
  const queries = useQueryClient()
  const query = useQuery({
    queryKey: ['answer', SNAPSHOTS, scope.app, device, view],
    enabled: view !== undefined,
    queryFn: async ({ signal }): Promise<Snapshot[]> => {
      const names = new URLSearchParams({ 'filter[view_name]': view! })
      if (device !== 'any') names.set('filter[device_type]', device)
      if (scope.app) names.set('filter[application_id]', scope.app)
      return (await ask<{ data: Snapshot[] }>({ path: `${SNAPSHOTS}?${names}`, signal })).data
    },
    staleTime: 60_000,
    retry: false,
  })
  const done = () => queries.invalidateQueries({ queryKey: ['answer'] })
  return {
    snapshots: query.data ?? [],
    keep: async (of: HeatmapBackground) => {
      const attributes = {
        application_id: of.application_id,
        device_type: device,
        event_id: '',
        is_device_type_selected_by_user: device !== 'any',
        session_id: of.session_id,
        view_id: of.view_id,
        snapshot_name: view,
        start: of.start,
        view_name: view,
      }
      await ask({ method: 'POST', path: SNAPSHOTS, body: { data: { type: 'snapshots', attributes } } })
      await done()
    },
    letGo: async (id: string) => {
      await ask({ method: 'DELETE', path: `${SNAPSHOTS}/${encodeURIComponent(id)}` })
      await done()
    },
  }
}
