import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { APPLICATION_TYPES, type Application, type ApplicationChange } from '../../catalog/applications.ts'
import { WaywornError } from '../../lib/errors.ts'
import { type AccountDeps, actorOf, type Identity, requireRole } from '../auth.ts'
import { checked, idIn, words } from '../checked.ts'

const settings = {
  type: z.enum(APPLICATION_TYPES).optional(),
  keep_place: z.boolean().optional(),
  rate_limit: z.int().min(0).max(1_000_000).optional(),
}
export const createBody = z.object({
  data: z.object({
    type: z.literal('rum_application_create'),
    attributes: z.object({
      name: words(100),
      ...settings,
      /** To go on with the id and token of an application that sends elsewhere now. */
      application_id: z
        .string()
        .regex(/^[\w.-]{1,100}$/)
        .optional(),
      client_token: z
        .string()
        .regex(/^[\w-]{8,100}$/)
        .optional(),
    }),
  }),
})
export const updateBody = z.object({
  data: z.object({
    type: z.literal('rum_application_update'),
    id: z.string(),
    attributes: z.object({ name: words(100).optional(), ...settings }).optional(),
  }),
})

/** The published routes of RUM applications; `keep_place`, `rate_limit` and `first_event_at` are ours. */
export const applicationRoutes = async (app: FastifyInstance, deps: AccountDeps): Promise<void> => {
  const { catalog, authenticate } = deps
  const note = (request: FastifyRequest, identity: Identity, action: string, subject: string, detail = {}) =>
    catalog.audit.note({ actor: actorOf(identity), action, subject, detail, address: request.ip })

  app.get('/api/v2/rum/applications', async (request) => {
    await authenticate(request)
    return { data: (await catalog.applications.list()).map(bodyOf) }
  })

  app.get('/api/v2/rum/applications/:id', async (request) => {
    await authenticate(request)
    return { data: bodyOf(await catalog.applications.get(idIn(request.params, 'This application'))) }
  })

  app.post('/api/v2/rum/applications', async (request) => {
    const identity = await authenticate(request)
    requireRole(identity, 'editor')
    const { attributes } = checked(createBody, request.body).data
    const wanted = {
      ...changeOf(attributes),
      name: attributes.name,
      ...(attributes.application_id ? { id: attributes.application_id } : {}),
      ...(attributes.client_token ? { clientToken: attributes.client_token } : {}),
    }
    const application = await catalog.applications.create(wanted, identity.name)
    await note(request, identity, 'application.create', application.id, { name: application.name })
    return { data: bodyOf(application) }
  })

  app.patch('/api/v2/rum/applications/:id', async (request) => {
    const identity = await authenticate(request)
    requireRole(identity, 'editor')
    const id = idIn(request.params, 'This application')
    const { data } = checked(updateBody, request.body)
    if (data.id !== id) throw otherId(id)
    const change = changeOf(data.attributes ?? {})
    const application = await catalog.applications.update(id, change, identity.name)
    await note(request, identity, 'application.update', id, change)
    return { data: bodyOf(application) }
  })

  app.delete('/api/v2/rum/applications/:id', async (request, reply) => {
    const identity = await authenticate(request)
    requireRole(identity, 'admin')
    const id = idIn(request.params, 'This application')
    await catalog.applications.remove(id)
    await note(request, identity, 'application.remove', id)
    return reply.code(204).send()
  })
}

/** An id in the body that differs from the one in the address. */
export const otherId = (id: string) =>
  new WaywornError(
    'invalid_field',
    { field: 'data.id', reason: `it differs from the id in the address, ${id}` },
    { pointer: '/data/id' },
  )

const changeOf = (attributes: {
  name?: string | undefined
  type?: Application['type'] | undefined
  keep_place?: boolean | undefined
  rate_limit?: number | undefined
}): ApplicationChange => ({
  ...(attributes.name === undefined ? {} : { name: attributes.name }),
  ...(attributes.type === undefined ? {} : { type: attributes.type }),
  ...(attributes.keep_place === undefined ? {} : { keepPlace: attributes.keep_place }),
  ...(attributes.rate_limit === undefined ? {} : { rateLimit: attributes.rate_limit }),
})

const bodyOf = (application: Application) => ({
  type: 'rum_application',
  id: application.id,
  attributes: {
    application_id: application.id,
    client_token: application.clientToken,
    name: application.name,
    type: application.type,
    is_active: application.firstEventAt !== null,
    org_id: 1,
    created_at: application.createdAt,
    created_by_handle: application.createdBy,
    updated_at: application.updatedAt,
    updated_by_handle: application.updatedBy,
    keep_place: application.keepPlace,
    rate_limit: application.rateLimit,
    first_event_at: application.firstEventAt,
  },
})
