import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { facetDetail } from '../../analyses/facets/detail.ts'
import { discoverFacets, type Facet, facetOf } from '../../analyses/facets/discover.ts'
import { facetValues } from '../../analyses/facets/values.ts'
import type { FacetChange, FacetSetting } from '../../catalog/facet-settings.ts'
import type { Catalog } from '../../catalog/open.ts'
import { WaywornError } from '../../lib/errors.ts'
import { withoutAt } from '../../model/attribute.ts'
import { answer, answering, type QueryDeps } from '../answering.ts'
import { actorOf, requireRole } from '../auth.ts'
import { checked, words } from '../checked.ts'

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

export const DetailQuery = z
  .object({ from: epochMs, to: epochMs, query: z.string().max(65_536).default('') })
  .refine((a) => a.from < a.to, { path: ['from'], message: 'must be less than to' })

const said = (max: number) => words(max).nullable().optional()
export const ChangeFacet = z.object({
  data: z.object({
    type: z.literal('facet'),
    id: z.string().optional(),
    /** null takes back what was set. */
    attributes: z.strictObject({ label: said(200), group: said(100), unit: said(40), description: said(2000) }),
  }),
})

export interface FacetDeps extends QueryDeps {
  catalog: Pick<Catalog, 'facetSettings' | 'audit'>
}

const FACETS = '/api/v2/wayworn/facets'

/** Ours: the attributes there are, with what editors say about them, and the values of one. */
export const facetRoutes = async (app: FastifyInstance, deps: FacetDeps): Promise<void> => {
  app.get(FACETS, async (request) => {
    const { from, to } = checked(FacetsQuery, request.query, 'query')
    const { result, meta } = await answering(deps, request, 'facets', (asking) =>
      discoverFacets(from, Math.max(from + 1, to), asking),
    )
    const settings = await deps.catalog.facetSettings.all()
    return { data: result.map((facet) => facetBody(facet, settings.get(facet.path))), meta }
  })
  app.get(`${FACETS}/:path`, async (request) => {
    const path = pathIn(request.params)
    const asked = checked(DetailQuery, request.query, 'query')
    const { result, meta } = await answering(deps, request, 'facet', (asking) =>
      facetDetail({ path, ...asked }, asking),
    )
    const { data } = { data: facetBody(facetOf(path), await deps.catalog.facetSettings.find(path)) }
    return { data: { ...data, attributes: { ...data.attributes, ...result } }, meta }
  })
  app.patch(`${FACETS}/:path`, async (request) => {
    const identity = await deps.authenticate(request)
    requireRole(identity, 'editor')
    const path = pathIn(request.params)
    const { attributes } = checked(ChangeFacet, request.body).data
    const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
    const setting = await deps.catalog.facetSettings.set(path, given as FacetChange, identity.name)
    await deps.catalog.audit.note({
      actor: actorOf(identity),
      action: 'facet.update',
      subject: `@${path}`,
      detail: given,
      address: request.ip,
    })
    return { data: facetBody(facetOf(path), setting) }
  })
  app.post('/api/v2/wayworn/facet_values', async (request) => {
    const { attributes } = checked(ValuesRequest, request.body).data
    const { result, meta } = await answering(deps, request, 'facet-values', (asking) => facetValues(attributes, asking))
    return answer('facet_values', { values: result }, meta)
  })
}

const pathIn = (params: unknown): string => {
  const path = withoutAt((params as { path: string }).path)
  if (path.length > 0 && path.length <= 1024 && !/[\p{Cc}\p{Cs}]/u.test(path)) return path
  throw new WaywornError('not_found', { what: 'This attribute' })
}

/** The attribute as editors call it; `set` tells what of it they have set. */
const facetBody = (facet: Facet, setting: FacetSetting | undefined) => {
  const { label = null, group = null, unit = null, description = null } = setting ?? {}
  const changed = { ...(label ? { label } : {}), ...(group ? { group } : {}), ...(unit ? { unit } : {}) }
  return {
    type: 'facet',
    id: `@${facet.path}`,
    attributes: { ...facet, ...changed, description, ...(setting ? { set: { label, group, unit, description } } : {}) },
  }
}
