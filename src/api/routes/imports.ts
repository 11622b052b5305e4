import { createReadStream } from 'node:fs'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ask } from '../../analyses/asking.ts'
import { importFile, removeImported, sampleFile } from '../../audience/imports/upload.ts'
import type { Import } from '../../catalog/imports.ts'
import type { Catalog } from '../../catalog/open.ts'
import { WaywornError } from '../../lib/errors.ts'
import type { ImportedFile } from '../../model/audience/imported.ts'
import { answer, type QueryDeps } from '../answering.ts'
import { actorOf, type Identity, requireRole } from '../auth.ts'
import { checked, idIn } from '../checked.ts'
import { receiveForm, withFolder } from '../receive-form.ts'
import { otherId } from './applications.ts'
import { ChangeImport, ImportFields as Fields, IMPORTS, type ImportFields, importBody } from './import-body.ts'

export interface ImportDeps extends QueryDeps {
  catalog: Pick<Catalog, 'imports' | 'settings' | 'audit'>
}

const MEGABYTE = 2 ** 20
/** What a setting may allow at most. */
const MOST_BYTES = 1024 * MEGABYTE

/** Attributes of users and accounts from files: ours. */
export const importRoutes = async (app: FastifyInstance, deps: ImportDeps): Promise<void> => {
  const { catalog, authenticate } = deps
  await app.register(multipart, { limits: { fileSize: MOST_BYTES, files: 1, fields: 20, fieldSize: 200_000 } })
  const editor = async (request: FastifyRequest): Promise<Identity> => {
    const identity = await authenticate(request)
    requireRole(identity, 'editor')
    return identity
  }
  const note = (request: FastifyRequest, identity: Identity, verb: string, { id, name, audience }: Import) =>
    catalog.audit.note({
      actor: actorOf(identity),
      action: `import.${verb}`,
      subject: id,
      detail: { name, audience },
      address: request.ip,
    })

  app.get(IMPORTS, async (request) => {
    await authenticate(request)
    return { data: (await catalog.imports.list()).map(importBody) }
  })

  app.get(`${IMPORTS}/:id`, async (request) => {
    await authenticate(request)
    return { data: importBody(await catalog.imports.get(idIn(request.params, 'This import'))) }
  })

  app.post(`${IMPORTS}/preview`, async (request) => {
    await editor(request)
    const { megabytes } = await catalog.settings.read('imports')
    return withFolder(async (folder) => {
      const { path } = await receiveForm(request, folder, megabytes * MEGABYTE)
      return answer('import_preview', await sampleFile(createReadStream(path)))
    })
  })

  app.post(IMPORTS, async (request, reply) => {
    const identity = await editor(request)
    const { megabytes } = await catalog.settings.read('imports')
    return withFolder(async (folder) => {
      const { path, file, given } = await receiveForm(request, folder, megabytes * MEGABYTE)
      const { made, isNew } = await keep({ path, file, fields: checked(Fields, given) }, deps, identity)
      await note(request, identity, 'upload', made)
      return reply.code(isNew ? 201 : 200).send({ data: importBody(made), meta: { report: made.file.report } })
    })
  })

  app.patch(`${IMPORTS}/:id`, async (request) => {
    const identity = await editor(request)
    const before = await catalog.imports.get(idIn(request.params, 'This import'))
    const { data } = checked(ChangeImport, request.body)
    if (data.id !== undefined && data.id !== before.id) throw otherId(before.id)
    const made = await catalog.imports.update(
      before.id,
      { columns: changed(before, data.attributes.columns) },
      identity.name,
    )
    await note(request, identity, 'update', made)
    return { data: importBody(made) }
  })

  app.delete(`${IMPORTS}/:id`, async (request, reply) => {
    const identity = await editor(request)
    const made = await catalog.imports.get(idIn(request.params, 'This import'))
    await catalog.imports.remove(made.id)
    await removeImported(deps.asking().engine, made.id)
    await note(request, identity, 'remove', made)
    return reply.code(204).send()
  })
}

const refuse = (field: string, reason: string, pointer = `/${field}`) =>
  new WaywornError('invalid_field', { field, reason }, { pointer })

type Changes = readonly ({ id: string } & Partial<Omit<Import['columns'][number], 'id' | 'source'>>)[]

const changed = (before: Import, changes: readonly object[]): Import['columns'] => {
  const asked = changes as Changes
  const unknown = asked.findIndex(({ id }) => !before.columns.some((column) => column.id === id))
  if (unknown >= 0) {
    const ids = before.columns.map((column) => column.id).join(', ')
    const reason = `"${asked[unknown]!.id}" is no column of this import; there are ${ids}`
    throw refuse('columns', reason, `/data/attributes/columns/${unknown}/id`)
  }
  return before.columns.map((column) => {
    const change = asked.find(({ id }) => id === column.id) ?? {}
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    return { ...column, ...Object.fromEntries(given) }
  })
}

interface Received {
  path: string
  file: string
  fields: ImportFields
}

/** Makes a table of the file, or gives the table of this name the new file's rows: those that are not in it go away. */
const keep = async ({ path, file, fields }: Received, deps: ImportDeps, identity: Identity) => {
  const { imports, settings } = deps.catalog
  const { name, key, column: keyColumn, connect } = fields
  const limits = await settings.read('imports')
  const audience = key === 'account.id' ? 'accounts' : 'users'
  const before = await imports.find(audience, name)
  if (!before && (await imports.list()).length >= limits.tables)
    throw refuse(
      'name',
      `there are ${limits.tables} imports, which is as many as may be; remove one, or raise the limit`,
    )
  const wanted = await columnsOf(path, fields, before)
  if (wanted.length > limits.columns)
    throw refuse(
      'columns',
      `these are ${wanted.length} columns, and ${limits.columns} may be; choose those that you need`,
    )
  const id = before?.id ?? crypto.randomUUID()
  const version = Math.max(Date.now(), (before?.version ?? 0) + 1)
  const { engine } = deps.asking()
  const read = await ask(deps.asking(), { tag: 'import', keep: false }, (asks) =>
    importFile(createReadStream(path), { tableId: id, version, key, keyColumn, columns: wanted }, { engine, asks }),
  )
  const about: ImportedFile = {
    file,
    keyColumn,
    uploadedAt: Date.now(),
    uploadedBy: identity.name,
    report: read.report,
  }
  const kept = read.columns
  const connected = connect === 'false' ? [] : before && !connect && !fields.columns ? before.columns : kept
  const now = { columns: connected, kept, version, file: about, key }
  const made = before
    ? await imports.update(id, now, identity.name)
    : await imports.create({ id, name, audience, ...now }, identity.name)
  // Questions that run just now may still read the upload before this one.
  if (before) await removeImported(engine, id, [before.version, version])
  return { made, isNew: !before }
}

/** Those that the form names, or those of the upload before, or all of the file but the key's. */
const columnsOf = async (path: string, { column, columns }: ImportFields, before: Import | undefined) => {
  if (!columns && before) return before.kept
  const sample = (await sampleFile(createReadStream(path))).columns
  if (!columns) return sample.filter(({ source }) => source && source !== column.trim()).map(plain)
  const made = columns.map((asked) => {
    const own = sample.find(({ source }) => source === asked.source.trim())
    const given = Object.entries(asked).filter(([, value]) => value !== undefined)
    return {
      id: '',
      label: asked.source,
      description: '',
      ...(own && plain(own)),
      ...Object.fromEntries(given),
    } as ReturnType<typeof plain>
  })
  const twice = made.findIndex(({ id }, i) => made.findIndex((one) => one.id === id) !== i)
  if (twice >= 0)
    throw refuse('columns', `"${made[twice]!.id}" is the id of two columns; give each its own`, `/columns/${twice}/id`)
  return made
}

/** Without its type, which all values tell, not only the first ones. */
const plain = ({
  source,
  id,
  label,
  description,
}: Import['columns'][number]): Omit<Import['columns'][number], 'type'> & {
  type?: Import['columns'][number]['type']
} => ({ source, id, label, description })
