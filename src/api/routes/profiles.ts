import type { FastifyInstance } from 'fastify'
import { facetInfo } from '../../audience/profiles/facet-info.ts'
import { profileMapping } from '../../audience/profiles/mapping.ts'
import { answer, answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'
import { audienceIn } from './connections.ts'
import { FacetInfoBody, QueryAccounts, QueryEventFilteredUsers, QueryUsers } from './profile-body.ts'
import { answerProfiles } from './profile-query.ts'

const AT = '/api/v2/product-analytics'

/** Profiles of users and accounts in the published shapes. */
export const profileRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  for (const [audience, body] of [
    ['users', QueryUsers],
    ['accounts', QueryAccounts],
  ] as const) {
    app.post(`${AT}/${audience}/query`, async (request) => {
      const { attributes } = checked(body, request.body).data
      const { result, meta } = await answering(deps, request, `${audience}-query`, (asking) =>
        answerProfiles(attributes, audience, asking),
      )
      return answer('query_response', result, meta)
    })
  }
  app.post(`${AT}/users/event_filtered_query`, async (request) => {
    const { include_row_count: counted, ...attributes } = checked(QueryEventFilteredUsers, request.body).data.attributes
    const { result, meta } = await answering(deps, request, 'users-event-filtered', (asking) =>
      answerProfiles({ ...attributes, counted }, 'users', asking),
    )
    return answer('query_response', result, meta)
  })
  for (const audience of ['users', 'accounts'] as const) {
    app.post(`${AT}/${audience}/facet_info`, async (request) => {
      const { facet_id, limit, search, term_search } = checked(FacetInfoBody, request.body).data.attributes
      const wanted = { facet_id, limit, query: search?.query ?? '', term: term_search?.value ?? '' }
      const { result, meta } = await answering(deps, request, `${audience}-facet-info`, (asking) =>
        facetInfo(wanted, audience, asking),
      )
      return answer('users_facet_info', { result }, meta)
    })
  }
  app.get(`${AT}/:entity/mapping`, async (request) => {
    const audience = audienceIn(request)
    const { result, meta } = await answering(deps, request, 'profile-mapping', (asking) =>
      profileMapping(audience, asking),
    )
    return answer('get_mappings_response', { attributes: result }, meta)
  })
}
