import type { FastifyInstance } from 'fastify'
import { answerGrid, answerList, answerScalar, answerTimeseries } from '../../analyses/retention/answer.ts'
import {
  RetentionFormulaRequest,
  RetentionGridRequest,
  RetentionListRequest,
} from '../../analyses/retention/definition.ts'
import { answer, answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'

const AT = '/api/v2/product-analytics/retention'

/** `retention/{grid,scalar,timeseries,list}` in the published shapes. */
export const retentionRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  app.post(`${AT}/grid`, async (request) => {
    const { attributes } = checked(RetentionGridRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'retention-grid', (asking) =>
      answerGrid(attributes, asking),
    )
    return answer('retention_grid_response', result, meta)
  })
  app.post(`${AT}/scalar`, async (request) => {
    const { attributes } = checked(RetentionFormulaRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'retention-scalar', (asking) =>
      answerScalar(attributes, asking),
    )
    return answer('scalar_response', result, meta)
  })
  app.post(`${AT}/timeseries`, async (request) => {
    const { attributes } = checked(RetentionFormulaRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'retention-timeseries', (asking) =>
      answerTimeseries(attributes, asking),
    )
    return answer('timeseries_response', result, meta)
  })
  app.post(`${AT}/list`, async (request) => {
    const { attributes } = checked(RetentionListRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'retention-list', (asking) =>
      answerList(attributes, asking),
    )
    return answer('retention_list_response', result, meta)
  })
}
