import { createReadStream } from 'node:fs'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ask } from '../../analyses/asking.ts'
import { removeMembers, uploadMembers } from '../../audience/csv/upload.ts'
import type { Catalog } from '../../catalog/open.ts'
import type { Segment } from '../../catalog/segments.ts'
import { WaywornError } from '../../lib/errors.ts'
import { withoutAt } from '../../model/attribute.ts'
import { MEMBER_KEYS, type Upload } from '../../model/audience/upload.ts'
import type { QueryDeps } from '../answering.ts'
import { type Identity, requireRole } from '../auth.ts'
import { checked, words } from '../checked.ts'
import { receiveForm, withFolder } from '../receive-form.ts'
import { SEGMENTS, segmentBody, usesIn } from './segment-body.ts'

const MOST_BYTES = 2 ** 30
const Fields = z.object({
  name: words(200),
  description: z.string().max(2000).default(''),
  column: z.string().min(1).max(1000),
  key: z.preprocess((key) => (typeof key === 'string' ? withoutAt(key) : key), z.enum(MEMBER_KEYS)),
})

export interface SegmentDeps extends QueryDeps {
  catalog: Catalog
}

type Note = (request: FastifyRequest, identity: Identity, action: string, segment: Segment) => Promise<void>

/** `POST …/segments/csv`: makes a segment of a file's values, or gives the one of this name the new file's. */
export const registerSegmentUpload = async (app: FastifyInstance, deps: SegmentDeps, note: Note): Promise<void> => {
  await app.register(multipart, { limits: { fileSize: MOST_BYTES, files: 1, fields: 20, fieldSize: 10_000 } })

  app.post(`${SEGMENTS}/csv`, async (request, reply) => {
    const identity = await deps.authenticate(request)
    requireRole(identity, 'editor')
    return withFolder(async (folder) => {
      const { given, ...received } = await receiveForm(request, folder, MOST_BYTES)
      const { segment, isNew } = await keep({ ...received, fields: checked(Fields, given) }, deps, identity)
      await note(request, identity, 'upload', segment)
      const body = { data: segmentBody(segment, await usesIn(deps.catalog)) }
      return reply.code(isNew ? 201 : 200).send({ ...body, meta: { report: segment.upload!.report } })
    })
  })
}

interface Received {
  path: string
  file: string
  fields: z.output<typeof Fields>
}

const keep = async ({ path, file, fields }: Received, deps: SegmentDeps, identity: Identity) => {
  const { segments } = deps.catalog
  const before = await segments.uploadedAs(fields.name)
  const audience = fields.key === 'account.id' ? 'accounts' : 'users'
  if (before && before.audience !== audience) {
    const reason = `"${fields.name}" is a segment of ${before.audience}; give this file another name`
    throw new WaywornError('invalid_field', { field: 'name', reason }, { pointer: '/name' })
  }
  const id = before?.id ?? crypto.randomUUID()
  const version = Math.max(Date.now(), (before?.upload?.version ?? 0) + 1)
  const { engine } = deps.asking()
  const report = await ask(deps.asking(), { tag: 'segment-upload', keep: false }, (asks) =>
    uploadMembers(
      createReadStream(path),
      { segmentId: id, version, column: fields.column, key: fields.key },
      { engine, asks },
    ),
  )
  const { column, key, name, description } = fields
  const upload: Upload = { file, column, key, version, uploadedAt: Date.now(), uploadedBy: identity.name, report }
  const segment = before
    ? await segments.update(id, { upload, ...(description ? { description } : {}) }, identity.name)
    : await segments.create({ id, name, description, audience, upload }, identity.name)
  // Questions that run just now may still read the upload before this one.
  if (before?.upload) await removeMembers(engine, id, [before.upload.version, version])
  return { segment, isNew: !before }
}
