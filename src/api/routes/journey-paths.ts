import type { FastifyInstance } from 'fastify'
import { answerPaths } from '../../analyses/journey-paths/answer.ts'
import { JourneyPathsListRequest, JourneyPathsRequest } from '../../analyses/journey-paths/definition.ts'
import { answerPathsList } from '../../analyses/journey-paths/list.ts'
import { answer, answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'

/** `journey/paths` and who went them, ours in the published style. */
export const journeyPathsRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  app.post('/api/v2/product-analytics/journey/paths', async (request) => {
    const { attributes } = checked(JourneyPathsRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'journey-paths', (asking) =>
      answerPaths(attributes, asking),
    )
    return answer('journey_paths_response', result, meta)
  })
  app.post('/api/v2/product-analytics/journey/paths/list', async (request) => {
    const { attributes } = checked(JourneyPathsListRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'journey-paths-list', (asking) =>
      answerPathsList(attributes, asking),
    )
    return answer('journey_paths_list_response', result, meta)
  })
}
