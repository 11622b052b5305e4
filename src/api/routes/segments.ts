import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { removeMembers } from '../../audience/csv/upload.ts'
import { EVER } from '../../audience/entity.ts'
import { queryProfiles } from '../../audience/profiles/query.ts'
import { checkRule } from '../../audience/segments/check.ts'
import { segmentIds } from '../../audience/segments/compile.ts'
import { resolveRule } from '../../audience/segments/resolve.ts'
import type { Catalog } from '../../catalog/open.ts'
import type { Segment, SegmentChange } from '../../catalog/segments.ts'
import { WaywornError } from '../../lib/errors.ts'
import { answer, answering } from '../answering.ts'
import { actorOf, type Identity, requireRole } from '../auth.ts'
import { checked, idIn } from '../checked.ts'
import { otherId } from './applications.ts'
import { ChangeSegment, CreateSegment, PreviewSegment, SEGMENTS, segmentBody, usesIn } from './segment-body.ts'
import { registerSegmentUpload, type SegmentDeps } from './segment-upload.ts'

const DEFINITION = '/data/attributes/definition'
const ListQuery = z.object({ audience: z.enum(['users', 'accounts']).optional() })

/** Segments of rules and of files: ours, in the style of the published API. */
export const segmentRoutes = async (app: FastifyInstance, deps: SegmentDeps): Promise<void> => {
  const { catalog, authenticate } = deps
  const note = (request: FastifyRequest, identity: Identity, action: string, segment: Segment) =>
    catalog.audit.note({
      actor: actorOf(identity),
      action: `segment.${action}`,
      subject: segment.id,
      detail: { name: segment.name },
      address: request.ip,
    })
  const editor = async (request: FastifyRequest): Promise<Identity> => {
    const identity = await authenticate(request)
    requireRole(identity, 'editor')
    return identity
  }

  app.get(SEGMENTS, async (request) => {
    await authenticate(request)
    const { audience } = checked(ListQuery, request.query, 'query')
    const uses = await usesIn(catalog)
    const shown = uses.segments.filter((one) => !audience || one.audience === audience)
    return { data: shown.map((one) => segmentBody(one, uses)) }
  })

  app.get(`${SEGMENTS}/:id`, async (request) => {
    await authenticate(request)
    return { data: segmentBody(await existing(catalog, request), await usesIn(catalog)) }
  })

  app.post(SEGMENTS, async (request, reply) => {
    const identity = await editor(request)
    const { attributes } = checked(CreateSegment, request.body).data
    await checkRule(attributes.definition, { ...attributes, find: catalog.segments.find }, DEFINITION)
    const segment = await catalog.segments.create(attributes, identity.name)
    await note(request, identity, 'create', segment)
    return reply.code(201).send({ data: segmentBody(segment, { segments: [], charts: [] }) })
  })

  app.patch(`${SEGMENTS}/:id`, async (request) => {
    const identity = await editor(request)
    const before = await existing(catalog, request)
    const { data } = checked(ChangeSegment, request.body)
    if (data.id !== undefined && data.id !== before.id) throw otherId(before.id)
    const change = changeOf(before, data.attributes)
    if (change.definition) {
      const { id, audience } = before
      await checkRule(change.definition, { id, audience, find: catalog.segments.find }, DEFINITION)
    }
    const segment = await catalog.segments.update(before.id, change, identity.name)
    await note(request, identity, 'update', segment)
    return { data: segmentBody(segment, await usesIn(catalog)) }
  })

  app.delete(`${SEGMENTS}/:id`, async (request, reply) => {
    const identity = await editor(request)
    const segment = await existing(catalog, request)
    const users = (await catalog.segments.list()).filter((one) =>
      segmentBody(segment, { segments: [one], charts: [] }).attributes.used_by.includes(one.id),
    )
    if (users.length) {
      const names = users.map((one) => `"${one.name}"`).join(', ')
      throw new WaywornError('conflict', { reason: `The segments ${names} use it; take it out of them first` })
    }
    await catalog.segments.remove(segment.id)
    if (segment.upload) await removeMembers(deps.asking().engine, segment.id)
    await note(request, identity, 'remove', segment)
    return reply.code(204).send()
  })

  app.post(`${SEGMENTS}/preview`, async (request) => {
    const { audience, definition, limit } = checked(PreviewSegment, request.body).data.attributes
    const { result, meta } = await answering(deps, request, 'segment-preview', async (asking) => {
      const rule = await resolveRule(definition, { audience, find: asking.segment, within: [] }, DEFINITION)
      const ids = segmentIds(rule, { audience, scope: asking.scope(EVER.from, EVER.to) })
      const { hits, total } = await queryProfiles({ limit, among: ids }, audience, asking)
      return { count: total!, sample: hits }
    })
    return answer('segment_preview', result, meta)
  })

  await registerSegmentUpload(app, deps, note)
}

const existing = async (catalog: Catalog, request: FastifyRequest): Promise<Segment> => {
  const id = idIn(request.params, 'This segment')
  const segment = await catalog.segments.find(id)
  if (!segment) throw new WaywornError('not_found', { what: `The segment ${id}` })
  return segment
}

const changeOf = (
  before: Segment,
  { audience, definition, name, description }: z.output<typeof ChangeSegment>['data']['attributes'],
): SegmentChange => {
  const refuse = (field: string, reason: string) =>
    new WaywornError('invalid_field', { field, reason }, { pointer: `/data/attributes/${field}` })
  if (audience && audience !== before.audience)
    throw refuse('audience', `it stays ${before.audience}; make another segment for ${audience}`)
  if (definition && before.upload)
    throw refuse('definition', 'this segment comes from a file; upload a file again, or make another segment of rules')
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(definition === undefined ? {} : { definition }),
  }
}
