import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Audience } from '../../audience/entity.ts'
import type { Import } from '../../catalog/imports.ts'
import type { Catalog } from '../../catalog/open.ts'
import { WaywornError } from '../../lib/errors.ts'
import { type ImportedColumn, importedName } from '../../model/audience/imported.ts'
import { type Authenticate, actorOf, type Identity, requireRole } from '../auth.ts'
import { checked } from '../checked.ts'
import { CreateConnection, connectionBody, joinOf, UpdateConnection } from './connection-body.ts'
import { ATTRIBUTES, added, changed, listed, refuse } from './connection-fields.ts'
import { IMPORTS } from './import-body.ts'

const AT = '/api/v2/product-analytics/:entity/mapping/connection'

export interface ConnectionDeps {
  authenticate: Authenticate
  catalog: Pick<Catalog, 'imports' | 'audit'>
}

/**
 * Imported tables as the published API connects them: a connected table's fields are attributes of profiles. Its id is
 * the table's name.
 */
export const connectionRoutes = async (app: FastifyInstance, { authenticate, catalog }: ConnectionDeps) => {
  const editor = async (request: FastifyRequest) => {
    const identity = await authenticate(request)
    requireRole(identity, 'editor')
    return { identity, audience: audienceIn(request) }
  }
  const connected = async (audience: Audience, id: string): Promise<Import> => {
    const found = await catalog.imports.find(audience, importedName(id))
    if (found?.columns.length) return found
    throw new WaywornError('not_found', { what: `The connection "${id}" of ${audience}` })
  }
  const change = async (table: Import, columns: readonly ImportedColumn[], verb: string, by: Asker) => {
    const made = await catalog.imports.update(table.id, { columns }, by.identity.name)
    await catalog.audit.note({
      actor: actorOf(by.identity),
      action: `connection.${verb}`,
      subject: table.id,
      detail: { name: table.name, audience: table.audience, fields: columns.map((column) => column.id) },
      address: by.request.ip,
    })
    return { data: { type: 'connection_id', id: table.name, attributes: connectionBody(made) } }
  }

  app.get(`${AT}s`, async (request) => {
    const audience = audienceIn(request)
    await authenticate(request)
    const connections = (await catalog.imports.list()).filter(
      (one) => one.audience === audience && one.columns.length > 0,
    )
    const attributes = { connections: connections.map(connectionBody) }
    return { data: { type: 'list_connections_response', id: audience, attributes } }
  })

  app.post(AT, async (request, reply) => {
    const { identity, audience } = await editor(request)
    const { id, attributes } = checked(CreateConnection, request.body).data
    const table = await catalog.imports.find(audience, importedName(id))
    if (!table) throw refuse('id', unknownTable(id, audience, await catalog.imports.list()), '/data/id')
    if (table.columns.length) throw new WaywornError('conflict', { reason: taken(table) })
    for (const [field, right] of Object.entries(joinOf(table.key))) {
      const name = `join_${field}` as 'join_attribute' | 'join_type'
      if (attributes[name] !== right) throw refuse(name, otherJoin(table, right), `${ATTRIBUTES}/${name}`)
    }
    const fields = attributes.fields ? added(table, [], attributes.fields, 'fields') : table.kept
    return reply.code(201).send(await change(table, fields, 'create', { identity, request }))
  })

  app.put(AT, async (request) => {
    const { identity, audience } = await editor(request)
    const { id, attributes } = checked(UpdateConnection, request.body).data
    const table = await connected(audience, id)
    return change(table, changed(table, attributes), 'update', { identity, request })
  })

  app.delete(`${AT}/:id`, async (request, reply) => {
    const { identity, audience } = await editor(request)
    const table = await connected(audience, (request.params as { id: string }).id)
    await change(table, [], 'delete', { identity, request })
    return reply.code(204).send()
  })
}

interface Asker {
  identity: Identity
  request: FastifyRequest
}

export const audienceIn = (request: FastifyRequest): Audience => {
  const { entity } = request.params as { entity: string }
  if (entity === 'users' || entity === 'accounts') return entity
  throw new WaywornError('not_found', { what: `The mapping of "${entity}", which is neither users nor accounts,` })
}

const unknownTable = (id: string, audience: Audience, all: readonly Import[]): string => {
  const free = all.filter((one) => one.audience === audience && !one.columns.length).map((one) => one.name)
  const there = free.length ? `; there are ${listed(free)} to connect` : ''
  return `no table of ${audience} has been imported as "${importedName(id)}"${there}; send its file to ${IMPORTS} with that name and connect=false`
}

const taken = ({ name }: Import) =>
  `The table "${name}" is connected already. Change the connection with PUT, or delete it first`

const otherJoin = ({ name, key }: Import, right: string) =>
  `the table "${name}" holds ${key}, so it is "${right}"; to join it by something else, send its file again with that key`
