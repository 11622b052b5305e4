import type { FastifyInstance } from 'fastify'
import { answerDrivers } from '../../analyses/journey-drivers/answer.ts'
import { DriversRequest } from '../../analyses/journey-drivers/definition.ts'
import { answer, answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'

/** `journey/drivers`, ours in the published style. */
export const journeyDriversRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  app.post('/api/v2/product-analytics/journey/drivers', async (request) => {
    const { attributes } = checked(DriversRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'journey-drivers', (asking) =>
      answerDrivers(attributes, asking),
    )
    return answer('journey_drivers_response', result, meta)
  })
}
