import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { HeatmapSnapshot } from '../../catalog/heatmap-snapshots.ts'
import { type AccountDeps, actorOf, type Identity, requireRole } from '../auth.ts'
import { checked, idIn, plain, words } from '../checked.ts'

const PATH = '/api/v2/replay/heatmap/snapshots'

export const SnapshotsQuery = z.object({
  'filter[view_name]': plain(2048).min(1),
  'filter[device_type]': plain(100).min(1).optional(),
  'filter[application_id]': plain(256).min(1).optional(),
  'page[limit]': z.coerce.number().int().min(1).max(1000).default(100),
})

const moment = {
  event_id: plain(256),
  is_device_type_selected_by_user: z.boolean(),
  session_id: plain(256).min(1).nullish(),
  view_id: plain(256).min(1).nullish(),
  /** ms since the recording of the session began. */
  start: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
}

export const CreateSnapshot = z.object({
  data: z.object({
    type: z.literal('snapshots'),
    attributes: z.object({
      ...moment,
      application_id: words(256),
      device_type: words(100),
      snapshot_name: words(500),
      view_name: words(2048),
    }),
  }),
})

export const ChangeSnapshot = z.object({
  data: z.object({ type: z.literal('snapshots'), id: z.string().optional(), attributes: z.object(moment) }),
})

/** The recording that a background is taken from is kept for longer. */
export interface SnapshotDeps extends AccountDeps {
  keepRecording(sessionId: string): Promise<void>
}

/** The published snapshots: moments of recordings that stand behind heatmaps. */
export const heatmapSnapshotRoutes = async (app: FastifyInstance, deps: SnapshotDeps): Promise<void> => {
  const { catalog, authenticate } = deps
  const editor = async (request: FastifyRequest): Promise<Identity> => {
    const identity = await authenticate(request)
    requireRole(identity, 'editor')
    return identity
  }
  const note = (request: FastifyRequest, identity: Identity, what: string, subject: string) =>
    catalog.audit.note({ actor: actorOf(identity), action: `heatmap.${what}`, subject, address: request.ip })

  app.get(PATH, async (request) => {
    await authenticate(request)
    const asked = checked(SnapshotsQuery, request.query, 'query')
    const found = await catalog.heatmapSnapshots.list({
      viewName: asked['filter[view_name]'],
      deviceType: asked['filter[device_type]'],
      applicationId: asked['filter[application_id]'],
      limit: asked['page[limit]'],
    })
    return { data: found.map(bodyOf) }
  })

  app.post(PATH, async (request, reply) => {
    const identity = await editor(request)
    const { attributes } = checked(CreateSnapshot, request.body).data
    const { application_id, device_type, snapshot_name, view_name } = attributes
    const made = await catalog.heatmapSnapshots.create(
      {
        ...momentOf(attributes),
        applicationId: application_id,
        deviceType: device_type,
        snapshotName: snapshot_name,
        viewName: view_name,
      },
      identity.name,
    )
    if (made.sessionId) await deps.keepRecording(made.sessionId)
    await note(request, identity, 'keep', made.id)
    return reply.code(201).send({ data: bodyOf(made) })
  })

  app.patch(`${PATH}/:id`, async (request) => {
    const identity = await editor(request)
    const id = idIn(request.params, 'This snapshot')
    const { attributes } = checked(ChangeSnapshot, request.body).data
    const changed = await catalog.heatmapSnapshots.update(id, momentOf(attributes))
    if (changed.sessionId) await deps.keepRecording(changed.sessionId)
    await note(request, identity, 'change', id)
    return { data: bodyOf(changed) }
  })

  app.delete(`${PATH}/:id`, async (request, reply) => {
    const identity = await editor(request)
    const id = idIn(request.params, 'This snapshot')
    await catalog.heatmapSnapshots.remove(id)
    await note(request, identity, 'let_go', id)
    return reply.code(204).send()
  })
}

const momentOf = (given: z.output<typeof ChangeSnapshot>['data']['attributes']) => ({
  eventId: given.event_id,
  isDeviceTypeSelectedByUser: given.is_device_type_selected_by_user,
  sessionId: given.session_id ?? null,
  viewId: given.view_id ?? null,
  start: given.start,
})

const bodyOf = (of: HeatmapSnapshot) => ({
  type: 'snapshots',
  id: of.id,
  attributes: {
    application_id: of.applicationId,
    view_name: of.viewName,
    device_type: of.deviceType,
    is_device_type_selected_by_user: of.isDeviceTypeSelectedByUser,
    event_id: of.eventId,
    ...(of.sessionId === null ? {} : { session_id: of.sessionId }),
    ...(of.viewId === null ? {} : { view_id: of.viewId }),
    start: of.start,
    snapshot_name: of.snapshotName,
    created_by: of.createdBy,
    created_by_handle: of.createdBy,
    created_at: new Date(of.createdAt).toISOString(),
    modified_at: new Date(of.modifiedAt).toISOString(),
  },
})
