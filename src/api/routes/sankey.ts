import type { FastifyInstance } from 'fastify'
import { answerSankey } from '../../analyses/pathways/answer.ts'
import { SankeyRequest } from '../../analyses/pathways/definition.ts'
import { answer, answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'

/** `sankey` in the published shape. */
export const sankeyRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  app.post('/api/v2/product-analytics/sankey', async (request) => {
    const { attributes } = checked(SankeyRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'sankey', (asking) => answerSankey(attributes, asking))
    return answer('sankey_response', result, meta)
  })
}
