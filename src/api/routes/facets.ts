import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { discoverFacets } from '../../analyses/facets/discover.ts'
import { facetValues } from '../../analyses/facets/values.ts'
import { answer, answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'

const epochMs = z.coerce.number().int().min(0).max(253_402_300_799_999)
export const FacetsQuery = z.object({ from: epochMs, to: epochMs, application_id: z.string().max(200).optional() })
export const ValuesRequest = z.object({
  data: z.object({
    type: z.literal('facet_values_request'),
    attributes: z
      .object({
        facet: z.string().min(1).max(1024),
        term: z.string().max(1024).default(''),
        query: z.string().max(65_536).default(''),
        from: epochMs,
        to: epochMs,
        limit: z.int().min(1).max(1000).default(20),
      })
      .refine((a) => a.from < a.to, { path: ['from'], message: 'must be less than to' }),
  }),
})

/** Ours: the attributes there are, and the values of one. */
export const facetRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  app.get('/api/v2/wayworn/facets', async (request) => {
    const { from, to } = checked(FacetsQuery, request.query, 'query')
    const { result, meta } = await answering(deps, request, 'facets', (asking) =>
      discoverFacets(from, Math.max(from + 1, to), asking),
    )
    return { data: result.map((facet) => ({ type: 'facet', id: `@${facet.path}`, attributes: facet })), meta }
  })
  app.post('/api/v2/wayworn/facet_values', async (request) => {
    const { attributes } = checked(ValuesRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'facet-values', (asking) => facetValues(attributes, asking))
    return answer('facet_values', { values: result }, meta)
  })
}
