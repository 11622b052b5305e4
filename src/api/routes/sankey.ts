import type { FastifyInstance } from 'fastify'
import { answerSankey } from '../../analyses/pathways/answer.ts'
import { SankeyListRequest, SankeyRequest } from '../../analyses/pathways/definition.ts'
import { answerSankeyList } from '../../analyses/pathways/list.ts'
import { answer, answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'

/** `sankey` in the published shape, and ours: who stands behind a part of it. */
export const sankeyRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  app.post('/api/v2/product-analytics/sankey', async (request) => {
    const { attributes } = checked(SankeyRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'sankey', (asking) => answerSankey(attributes, asking))
    return answer('sankey_response', result, meta)
  })
  app.post('/api/v2/product-analytics/sankey/list', async (request) => {
    const { attributes } = checked(SankeyListRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'sankey-list', (asking) =>
      answerSankeyList(attributes, asking),
    )
    return answer('sankey_list_response', result, meta)
  })
}
