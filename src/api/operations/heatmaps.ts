import { FrustrationsRequest } from '../../analyses/frustration/definition.ts'
import {
  HeatmapAttentionRequest,
  HeatmapBackgroundsRequest,
  HeatmapPagesRequest,
  HeatmapRequest,
} from '../../analyses/heatmap/definition.ts'
import { ChangeSnapshot, CreateSnapshot, SnapshotsQuery } from '../routes/heatmap-snapshots.ts'
import type { Operations } from './operation.ts'

export const HEATMAP_OPERATIONS: Operations = {
  'POST /api/v2/product-analytics/heatmap': {
    tag: 'Heatmaps',
    summary: 'Where people clicked on a page, element by element, and how far they scrolled',
    body: HeatmapRequest,
  },
  'POST /api/v2/product-analytics/heatmap/pages': {
    tag: 'Heatmaps',
    summary: 'The pages of an application, the most seen first',
    body: HeatmapPagesRequest,
  },
  'POST /api/v2/product-analytics/heatmap/attention': {
    tag: 'Heatmaps',
    summary: 'How long each part of a page was in the window, by its newest recordings',
    body: HeatmapAttentionRequest,
  },
  'POST /api/v2/product-analytics/heatmap/backgrounds': {
    tag: 'Heatmaps',
    summary: 'Recorded moments of a page that can stand behind its clicks, and where the kept ones lie',
    body: HeatmapBackgroundsRequest,
  },
  'GET /api/v2/replay/heatmap/snapshots': {
    tag: 'Heatmaps',
    summary: 'The kept backgrounds of a page; the one changed last is its own',
    query: SnapshotsQuery,
  },
  'POST /api/v2/replay/heatmap/snapshots': {
    role: 'editor',
    tag: 'Heatmaps',
    summary: 'Keep a moment of a recording as the background of a page',
    body: CreateSnapshot,
    status: 201,
  },
  'PATCH /api/v2/replay/heatmap/snapshots/{id}': {
    role: 'editor',
    tag: 'Heatmaps',
    summary: 'Take another moment for a kept background',
    body: ChangeSnapshot,
  },
  'DELETE /api/v2/replay/heatmap/snapshots/{id}': {
    role: 'editor',
    tag: 'Heatmaps',
    summary: 'Let go of a kept background',
    status: 204,
  },
  'POST /api/v2/product-analytics/frustrations': {
    tag: 'Frustrations',
    summary: 'Where people were frustrated, how often, whom and since which version; by the SDK and by rules',
    body: FrustrationsRequest,
  },
}
