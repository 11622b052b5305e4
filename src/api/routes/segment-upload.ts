import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ask } from '../../analyses/asking.ts'
import { removeMembers, uploadMembers } from '../../audience/csv/upload.ts'
import type { Catalog } from '../../catalog/open.ts'
import type { Segment } from '../../catalog/segments.ts'
import { WaywornError } from '../../lib/errors.ts'
import { MEMBER_KEYS, type Upload } from '../../model/audience/upload.ts'
import type { QueryDeps } from '../answering.ts'
import { type Identity, requireRole } from '../auth.ts'
import { checked, words } from '../checked.ts'
import { SEGMENTS, segmentBody } from './segment-body.ts'

const MOST_BYTES = 2 ** 30
const Fields = z.object({
  name: words(200),
  description: z.string().max(2000).default(''),
  column: z.string().min(1).max(1000),
  key: z.preprocess((key) => (typeof key === 'string' ? key.replace(/^@/, '') : key), z.enum(MEMBER_KEYS)),
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
    const folder = await mkdtemp(join(tmpdir(), 'wayworn-upload-'))
    try {
      const received = await receive(request, join(folder, 'file.csv'))
      const { segment, isNew } = await keep(received, deps, identity)
      await note(request, identity, 'upload', segment)
      const body = { data: segmentBody(segment, await deps.catalog.segments.list()) }
      return reply.code(isNew ? 201 : 200).send({ ...body, meta: { report: segment.upload!.report } })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}

interface Received {
  path: string
  file: string
  fields: z.output<typeof Fields>
}

/** The form may name the column after the file: so the file is put down first, and read once all is known. */
const receive = async (request: FastifyRequest, path: string): Promise<Received> => {
  const refuse = (reason: string) => new WaywornError('invalid_field', { field: 'file', reason }, { pointer: '/file' })
  if (!request.isMultipart()) throw refuse('send multipart/form-data with the parts file, name, column and key')
  const given: Record<string, unknown> = {}
  let file: string | undefined
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      given[part.fieldname] = part.value
      continue
    }
    if (part.fieldname !== 'file')
      throw refuse(`"${part.fieldname}" is no part of this form; the file's part is "file"`)
    await pipeline(part.file, createWriteStream(path))
    if (part.file.truncated) throw new WaywornError('body_too_large', { limit: '1 GB' }, { pointer: '/file' })
    file = part.filename || 'file.csv'
  }
  const fields = checked(Fields, given)
  if (file === undefined) throw refuse('it is missing; send a CSV as the part "file"')
  return { path, file, fields }
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
