import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { PersonChange } from '../../catalog/people.ts'
import type { Person } from '../../catalog/person.ts'
import { WaywornError } from '../../lib/errors.ts'
import { type AccountDeps, actorOf, type Identity, requireRole } from '../auth.ts'
import { checked, idIn } from '../checked.ts'
import { otherId } from './applications.ts'
import { bodyOf, createBody, invitationsBody, listQuery, pageOf, updateBody } from './person-body.ts'

export const removal = z.strictObject({ permanently: z.enum(['true', 'false']).default('false') })

/**
 * People under the published routes of users. Everyone who is signed in may look, administrators may change.
 * `DELETE` disables, as published; `?permanently=true` removes. Nothing is mailed: an invitation answers the one-time
 * link, for the administrator to pass on.
 */
export const peopleRoutes = async (app: FastifyInstance, deps: AccountDeps): Promise<void> => {
  lookingRoutes(app, deps)
  changingRoutes(app, deps)
}

const lookingRoutes = (app: FastifyInstance, { catalog, authenticate }: AccountDeps): void => {
  app.get('/api/v2/users', async (request) => {
    await authenticate(request)
    const query = checked(listQuery, request.query, 'query')
    const filter = { text: query.filter, statuses: query['filter[status]'] }
    const { people, total } = await catalog.people.list(filter, pageOf(query))
    const all = await catalog.people.list({}, { size: 1, number: 0 })
    return { data: people.map(bodyOf), meta: { page: { total_count: all.total, total_filtered_count: total } } }
  })

  app.get('/api/v2/users/:id', async (request) => {
    await authenticate(request)
    return { data: bodyOf(await catalog.people.get(idIn(request.params, 'This person'))) }
  })

  app.get('/api/v2/current_user', async (request) => {
    const { personId } = await authenticate(request)
    if (personId === null) throw new WaywornError('not_found', { what: 'A person behind this key' })
    return { data: bodyOf(await catalog.people.get(personId)) }
  })
}

const changingRoutes = (app: FastifyInstance, { catalog, authenticate }: AccountDeps): void => {
  const asAdmin = async (request: FastifyRequest): Promise<Identity> => {
    const identity = await authenticate(request)
    requireRole(identity, 'admin')
    return identity
  }
  const note = (request: FastifyRequest, identity: Identity, verb: string, person: Person, detail = {}) =>
    catalog.audit.note({
      actor: actorOf(identity),
      action: `person.${verb}`,
      subject: person.email,
      detail,
      address: request.ip,
    })

  app.post('/api/v2/users', async (request, reply) => {
    const identity = await asAdmin(request)
    const { attributes, relationships } = checked(createBody, request.body).data
    const role = attributes.role ?? relationships?.roles?.data[0]?.id ?? 'viewer'
    const { email, name, password } = attributes
    const person = await catalog.people.create({ email, role, password, ...(name ? { name } : {}) })
    await note(request, identity, 'create', person, { role })
    return reply.code(201).send({ data: bodyOf(person) })
  })

  app.patch('/api/v2/users/:id', async (request) => {
    const identity = await asAdmin(request)
    const id = idIn(request.params, 'This person')
    const { data } = checked(updateBody, request.body)
    if (data.id !== id) throw otherId(id)
    const { password, ...fields } = data.attributes
    const change = defined(fields)
    const person = await catalog.people.update(id, change)
    if (password !== undefined) await catalog.people.setPassword(id, password)
    await note(request, identity, 'update', person, { ...change, ...(password ? { password: 'changed' } : {}) })
    return { data: bodyOf(person) }
  })

  app.delete('/api/v2/users/:id', async (request, reply) => {
    const identity = await asAdmin(request)
    const id = idIn(request.params, 'This person')
    const { permanently } = checked(removal, request.query, 'query')
    const person = await catalog.people.get(id)
    if (permanently === 'true') await catalog.people.remove(id)
    else await catalog.people.disable(id)
    await note(request, identity, permanently === 'true' ? 'remove' : 'disable', person)
    return reply.code(204).send()
  })

  app.post('/api/v2/user_invitations', async (request, reply) => {
    const identity = await asAdmin(request)
    const wanted = checked(invitationsBody, request.body).data
    const people: Person[] = []
    for (const { relationships } of wanted) people.push(await catalog.people.get(relationships.user.data.id))
    const data = []
    for (const person of people) {
      data.push(await invitation(catalog, person, `${request.protocol}://${request.host}`))
      await note(request, identity, 'link', person)
    }
    return reply.code(201).send({ data })
  })
}

const invitation = async (catalog: AccountDeps['catalog'], person: Person, origin: string) => {
  const link = await catalog.people.signInLink(person.email)
  const id = randomUUID()
  return {
    type: 'user_invitations',
    id,
    attributes: {
      uuid: id,
      invite_type: 'link',
      created_at: new Date().toISOString(),
      expires_at: new Date(link.expiresAt).toISOString(),
      link: origin + link.path,
    },
    relationships: { user: { data: { type: 'users', id: person.id } } },
  }
}

const defined = (fields: { [Key in keyof PersonChange]?: PersonChange[Key] | undefined }): PersonChange =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
