import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Key, KeyFilter, KeyKind } from '../../catalog/keys.ts'
import { WaywornError } from '../../lib/errors.ts'
import { type AccountDeps, actorOf, type Identity, requireRole } from '../auth.ts'
import { checked, idIn } from '../checked.ts'
import { otherId } from './applications.ts'
import { bodyOf, createBody, listQuery, pageOf, updateBody } from './key-body.ts'

/** Who may do what with the keys under an address. */
type Shelf = {
  address: string
  kind: KeyKind
  /** Throws if this identity may not come here; else says which keys it sees. */
  view: (identity: Identity) => KeyFilter
  creates: boolean
}

const adminOnly = (identity: Identity): KeyFilter => {
  requireRole(identity, 'admin')
  return {}
}
const ownKeys = ({ personId }: Identity): KeyFilter => ({ ownerId: personId })
const allOrOwn = (identity: Identity): KeyFilter => (identity.role === 'admin' ? {} : ownKeys(identity))

const SHELVES: Shelf[] = [
  { address: '/api/v2/api_keys', kind: 'api', view: adminOnly, creates: true },
  { address: '/api/v2/application_keys', kind: 'application', view: allOrOwn, creates: false },
  { address: '/api/v2/current_user/application_keys', kind: 'application', view: ownKeys, creates: true },
]

/**
 * The published routes of API keys (for administrators) and application keys (everyone their own, administrators all).
 * A key's text is in the answer to its creation and nowhere else.
 */
export const keyRoutes = async (app: FastifyInstance, deps: AccountDeps): Promise<void> => {
  for (const shelf of SHELVES) addShelf(app, deps, shelf)
}

const addShelf = (app: FastifyInstance, { catalog, authenticate }: AccountDeps, shelf: Shelf): void => {
  const { address, kind } = shelf
  const note = (request: FastifyRequest, identity: Identity, verb: string, key: Key) =>
    catalog.audit.note({
      actor: actorOf(identity),
      action: `${kind}-key.${verb}`,
      subject: key.name,
      detail: { id: key.id, last4: key.last4 },
      address: request.ip,
    })
  const visible = async (request: FastifyRequest): Promise<{ identity: Identity; key: Key }> => {
    const identity = await authenticate(request)
    const { ownerId } = shelf.view(identity)
    const id = idIn(request.params, 'This key')
    const key = await catalog.keys.get(kind, id)
    if (ownerId !== undefined && key.ownerId !== ownerId) throw new WaywornError('not_found', { what: `The key ${id}` })
    return { identity, key }
  }

  app.get(address, async (request) => {
    const filter = shelf.view(await authenticate(request))
    const query = checked(listQuery, request.query, 'query')
    const { keys, total } = await catalog.keys.list(kind, { ...filter, text: query.filter }, pageOf(query))
    return { data: keys.map(bodyOf), meta: { page: { total_filtered_count: total } } }
  })

  app.get(`${address}/:id`, async (request) => ({ data: bodyOf((await visible(request)).key) }))

  app.patch(`${address}/:id`, async (request) => {
    const { identity, key } = await visible(request)
    const { data } = checked(updateBody(kind), request.body)
    if (data.id !== key.id) throw otherId(key.id)
    const renamed = await catalog.keys.rename(kind, key.id, data.attributes.name ?? key.name)
    await note(request, identity, 'rename', renamed)
    return { data: bodyOf(renamed) }
  })

  app.delete(`${address}/:id`, async (request, reply) => {
    const { identity, key } = await visible(request)
    await catalog.keys.remove(kind, key.id)
    await note(request, identity, 'revoke', key)
    return reply.code(204).send()
  })

  if (!shelf.creates) return
  app.post(address, async (request, reply) => {
    const identity = await authenticate(request)
    shelf.view(identity)
    const { name, role } = checked(createBody(kind), request.body).data.attributes
    const wanted = kind === 'api' ? 'viewer' : (role ?? identity.role)
    requireRole(identity, wanted)
    const made = await catalog.keys.create({
      kind,
      name,
      role: wanted,
      ownerId: identity.personId,
      createdBy: identity.name,
    })
    await note(request, identity, 'create', made)
    return reply.code(201).send({ data: bodyOf(made) })
  })
}
