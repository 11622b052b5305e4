import type { FastifyInstance } from 'fastify'
import { answerFrustrations } from '../../analyses/frustration/answer.ts'
import { FrustrationsRequest } from '../../analyses/frustration/definition.ts'
import { answer, answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'

/** `frustrations`, ours in the published style. */
export const frustrationRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  app.post('/api/v2/product-analytics/frustrations', async (request) => {
    const { attributes } = checked(FrustrationsRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'frustrations', (asking) =>
      answerFrustrations(attributes, asking),
    )
    return answer('frustrations_response', result, meta)
  })
}
