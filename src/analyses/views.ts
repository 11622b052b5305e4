import { type LazyExoticComponent, lazy } from 'react'
import type { IconName } from '../ui/icon.tsx'

/** A kind of analysis as the web app shows it. Navigation, routes and the palette are made from this list. */
export interface AnalysisView {
  kind: string
  label: string
  path: string
  icon: IconName
  Page: LazyExoticComponent<() => React.JSX.Element>
}

export const VIEWS: readonly AnalysisView[] = [
  {
    kind: 'analytics',
    label: 'Analytics',
    path: '/analytics',
    icon: 'chart',
    Page: lazy(async () => ({ default: (await import('./analytics/view.tsx')).AnalyticsPage })),
  },
  {
    kind: 'funnel',
    label: 'Funnel',
    path: '/funnel',
    icon: 'funnel',
    Page: lazy(async () => ({ default: (await import('./funnel/view.tsx')).FunnelPage })),
  },
  {
    kind: 'pathways',
    label: 'Pathways',
    path: '/pathways',
    icon: 'paths',
    Page: lazy(async () => ({ default: (await import('./pathways/view.tsx')).PathwaysPage })),
  },
  {
    kind: 'journey-paths',
    label: 'Journey paths',
    path: '/journey-paths',
    icon: 'ways',
    Page: lazy(async () => ({ default: (await import('./journey-paths/view.tsx')).JourneyPathsPage })),
  },
  {
    kind: 'retention',
    label: 'Retention',
    path: '/retention',
    icon: 'retention',
    Page: lazy(async () => ({ default: (await import('./retention/view.tsx')).RetentionPage })),
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
