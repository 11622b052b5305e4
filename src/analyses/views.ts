import { type LazyExoticComponent, lazy } from 'react'
import type { IconName } from '../ui/icon.tsx'
import type { ParamsOfRequest } from './open-request.ts'

/** A kind of analysis as the web app shows it. Navigation, routes and the palette are made from this list. */
export interface AnalysisView {
  kind: string
  label: string
  path: string
  icon: IconName
  Page: LazyExoticComponent<() => React.JSX.Element>
}

/** One whose questions can be saved. */
export interface AskingView extends AnalysisView {
  /** Tells where a chart opens that was made over the API. */
  loadParams: () => Promise<ParamsOfRequest>
}

export const VIEWS: readonly AskingView[] = [
  {
    kind: 'analytics',
    label: 'Analytics',
    path: '/analytics',
    icon: 'chart',
    Page: lazy(async () => ({ default: (await import('./analytics/view.tsx')).AnalyticsPage })),
    loadParams: async () => (await import('./analytics/from-request.ts')).paramsOfRequest,
  },
  {
    kind: 'funnel',
    label: 'Funnel',
    path: '/funnel',
    icon: 'funnel',
    Page: lazy(async () => ({ default: (await import('./funnel/view.tsx')).FunnelPage })),
    loadParams: async () => (await import('./funnel/page/from-request.ts')).paramsOfRequest,
  },
  {
    kind: 'pathways',
    label: 'Pathways',
    path: '/pathways',
    icon: 'paths',
    Page: lazy(async () => ({ default: (await import('./pathways/view.tsx')).PathwaysPage })),
    loadParams: async () => (await import('./pathways/page/from-request.ts')).paramsOfRequest,
  },
  {
    kind: 'journey-paths',
    label: 'Journey paths',
    path: '/journey-paths',
    icon: 'ways',
    Page: lazy(async () => ({ default: (await import('./journey-paths/view.tsx')).JourneyPathsPage })),
    loadParams: async () => (await import('./journey-paths/page/from-request.ts')).paramsOfRequest,
  },
  {
    kind: 'retention',
    label: 'Retention',
    path: '/retention',
    icon: 'retention',
    Page: lazy(async () => ({ default: (await import('./retention/view.tsx')).RetentionPage })),
    loadParams: async () => (await import('./retention/page/from-request.ts')).paramsOfRequest,
  },
]

/** What people saw and met with: pages of their own beside the charts. */
export const EXPERIENCE: readonly AnalysisView[] = [
  {
    kind: 'heatmap',
    label: 'Heatmaps',
    path: '/heatmaps',
    icon: 'heat',
    Page: lazy(async () => ({ default: (await import('./heatmap/view.tsx')).HeatmapsPage })),
  },
  {
    kind: 'frustration',
    label: 'Frustrations',
    path: '/frustrations',
    icon: 'warn',
    Page: lazy(async () => ({ default: (await import('./frustration/view.tsx')).FrustrationsPage })),
  },
]
