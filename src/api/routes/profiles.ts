import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Audience } from '../../audience/entity.ts'
import { facetInfo } from '../../audience/profiles/facet-info.ts'
import { profileMapping } from '../../audience/profiles/mapping.ts'
import type { Catalog } from '../../catalog/open.ts'
import { WaywornError } from '../../lib/errors.ts'
import { answer, answering, type QueryDeps } from '../answering.ts'
import { requireRole } from '../auth.ts'
import { checked } from '../checked.ts'
import { connectionBody, IMPORTS } from './import-body.ts'
import { FacetInfoBody, QueryAccounts, QueryEventFilteredUsers, QueryUsers } from './profile-body.ts'
import { answerProfiles } from './profile-query.ts'

const AT = '/api/v2/product-analytics'

export interface ProfileDeps extends QueryDeps {
  catalog: Pick<Catalog, 'imports'>
}

/** Profiles of users and accounts in the published shapes. */
export const profileRoutes = async (app: FastifyInstance, deps: ProfileDeps): Promise<void> => {
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
  mappingRoutes(app, deps)
}

const mappingRoutes = (app: FastifyInstance, deps: ProfileDeps): void => {
  app.get(`${AT}/:entity/mapping`, async (request) => {
    const audience = audienceIn(request)
    const { result, meta } = await answering(deps, request, 'profile-mapping', (asking) =>
      profileMapping(audience, asking),
    )
    return answer('get_mappings_response', { attributes: result }, meta)
  })
  app.get(`${AT}/:entity/mapping/connections`, async (request) => {
    const audience = audienceIn(request)
    await deps.authenticate(request)
    const all = (await deps.catalog.imports.list()).filter((one) => one.audience === audience)
    return answer('list_connections_response', { connections: all.map(connectionBody) })
  })
  for (const method of ['POST', 'PUT'] as const) {
    app.route({
      method,
      url: `${AT}/:entity/mapping/connection`,
      handler: async (request) => {
        audienceIn(request)
        requireRole(await deps.authenticate(request), 'editor')
        throw new WaywornError(
          'invalid_field',
          {
            field: 'type',
            reason: `tables are not connected from elsewhere; send their file to ${IMPORTS}, or set them with the SDK, as usr.plan`,
          },
          { pointer: '/data/attributes/type' },
        )
      },
    })
  }
  app.delete(`${AT}/:entity/mapping/connection/:id`, async (request) => {
    audienceIn(request)
    requireRole(await deps.authenticate(request), 'editor')
    throw new WaywornError('not_found', { what: `The connection ${(request.params as { id: string }).id}` })
  })
}

const audienceIn = (request: FastifyRequest): Audience => {
  const { entity } = request.params as { entity: string }
  if (entity === 'users' || entity === 'accounts') return entity
  throw new WaywornError('not_found', { what: `The mapping of "${entity}", which is neither users nor accounts,` })
}
