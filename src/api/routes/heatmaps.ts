import type { FastifyInstance } from 'fastify'
import { answerAttention, answerBackgrounds, answerHeatmap, answerPages } from '../../analyses/heatmap/answer.ts'
import {
  HeatmapAttentionRequest,
  HeatmapBackgroundsRequest,
  HeatmapPagesRequest,
  HeatmapRequest,
} from '../../analyses/heatmap/definition.ts'
import type { Catalog } from '../../catalog/open.ts'
import { answer, answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'

const AT = '/api/v2/product-analytics/heatmap'

/** Ours: what heatmaps are drawn from. */
export const heatmapRoutes = async (app: FastifyInstance, deps: QueryDeps & { catalog: Catalog }): Promise<void> => {
  app.post(AT, async (request) => {
    const { attributes } = checked(HeatmapRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'heatmap', (asking) => answerHeatmap(attributes, asking))
    return answer('heatmap_response', result, meta)
  })
  app.post(`${AT}/pages`, async (request) => {
    const { attributes } = checked(HeatmapPagesRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'heatmap-pages', (asking) =>
      answerPages(attributes, asking),
    )
    return answer('heatmap_pages_response', { pages: result }, meta)
  })
  app.post(`${AT}/attention`, async (request) => {
    const { attributes } = checked(HeatmapAttentionRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'heatmap-attention', (asking) =>
      answerAttention(attributes, asking),
    )
    return answer('heatmap_attention_response', result, meta)
  })
  app.post(`${AT}/backgrounds`, async (request) => {
    const { attributes } = checked(HeatmapBackgroundsRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'heatmap-backgrounds', async (asking) => {
      const kept = await deps.catalog.heatmapSnapshots.list({
        viewName: attributes.view_name,
        ...(attributes.application_id ? { applicationId: attributes.application_id } : {}),
        ...(attributes.device_type ? { deviceType: attributes.device_type } : {}),
        limit: attributes.limit,
      })
      return answerBackgrounds(attributes, kept, asking)
    })
    return answer('heatmap_backgrounds_response', result, meta)
  })
}
