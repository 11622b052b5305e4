import type { FastifyInstance } from 'fastify'
import { answerScalar, answerTimeseries } from '../../analyses/analytics/answer.ts'
import { AnalyticsRequest, ListRequest } from '../../analyses/analytics/definition.ts'
import { answerList } from '../../analyses/analytics/list.ts'
import { withMoments } from '../../analyses/analytics/time-range.ts'
import { answer, answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'

const AT = '/api/v2/product-analytics/analytics'

/** `analytics/{scalar,timeseries,list}` in the published shapes. */
export const analyticsRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  const now = () => deps.asking().clock()
  app.post(`${AT}/scalar`, async (request) => {
    const { attributes: asked } = checked(AnalyticsRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'analytics-scalar', (asking) =>
      answerScalar(withMoments(asked, now()), asking),
    )
    return answer('scalar_response', result, meta)
  })
  app.post(`${AT}/timeseries`, async (request) => {
    const { attributes: asked } = checked(AnalyticsRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'analytics-timeseries', (asking) =>
      answerTimeseries(withMoments(asked, now()), asking),
    )
    return answer('timeseries_response', result, meta)
  })
  app.post(`${AT}/list`, async (request) => {
    const { attributes: asked } = checked(ListRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'analytics-list', (asking) =>
      answerList(withMoments(asked, now()), asking),
    )
    return answer('list_response', result, meta)
  })
}
