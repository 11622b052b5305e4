import type { FastifyInstance } from 'fastify'
import { answerFunnel } from '../../analyses/funnel/answer.ts'
import {
  DifferencesRequest,
  FunnelRequest,
  JourneyFormulaRequest,
  JourneyListRequest,
} from '../../analyses/funnel/definition.ts'
import { answerDifferences } from '../../analyses/funnel/differences.ts'
import { answerJourneyScalar, answerJourneyTimeseries } from '../../analyses/funnel/formula.ts'
import { answerJourneyList } from '../../analyses/funnel/list.ts'
import { answer, answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'

const AT = '/api/v2/product-analytics/journey'

/** `journey/{funnel,scalar,timeseries,list}` in the published shapes, and ours beside them. */
export const journeyRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  app.post(`${AT}/funnel`, async (request) => {
    const { attributes } = checked(FunnelRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'journey-funnel', (asking) =>
      answerFunnel(attributes, asking),
    )
    return answer('funnel_response', result, meta)
  })
  app.post(`${AT}/scalar`, async (request) => {
    const { attributes } = checked(JourneyFormulaRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'journey-scalar', (asking) =>
      answerJourneyScalar(attributes, asking),
    )
    return answer('journey_scalar_response', result, meta)
  })
  app.post(`${AT}/timeseries`, async (request) => {
    const { attributes } = checked(JourneyFormulaRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'journey-timeseries', (asking) =>
      answerJourneyTimeseries(attributes, asking),
    )
    return answer('journey_timeseries_response', result, meta)
  })
  app.post(`${AT}/differences`, async (request) => {
    const { attributes } = checked(DifferencesRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'journey-differences', (asking) =>
      answerDifferences(attributes, asking),
    )
    return answer('journey_differences_response', result, meta)
  })
  app.post(`${AT}/list`, async (request) => {
    const { attributes } = checked(JourneyListRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'journey-list', (asking) =>
      answerJourneyList(attributes, asking),
    )
    return answer('journey_list_response', result, meta)
  })
}
