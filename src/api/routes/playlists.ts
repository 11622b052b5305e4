import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type AccountDeps, actorOf, type Identity, requireRole } from '../auth.ts'
import { checked } from '../checked.ts'
import { otherId } from './applications.ts'
import {
  AddSessionQuery,
  entryBody,
  makerOf,
  PageQuery,
  PlaylistBody,
  PlaylistsQuery,
  playlistBody,
  playlistIn,
  SessionIdsBody,
  sessionIn,
} from './playlist-body.ts'

const PLAYLISTS = '/api/v2/rum/replay/playlists'
const ONE = `${PLAYLISTS}/:playlist`

/** What a playlist is filled with is kept for longer. */
export interface PlaylistDeps extends AccountDeps {
  keepRecording(sessionId: string): Promise<void>
}

/** Playlists of recorded sessions, shared by all: everyone looks, editors make, change, fill and remove. */
export const playlistRoutes = async (app: FastifyInstance, deps: PlaylistDeps): Promise<void> => {
  lookingRoutes(app, deps)
  makingRoutes(app, deps)
  fillingRoutes(app, deps)
}

const pageOf = (query: { 'page[size]': number; 'page[number]': number }) => ({
  size: query['page[size]'],
  number: query['page[number]'],
})

const lookingRoutes = (app: FastifyInstance, { catalog }: AccountDeps): void => {
  app.get(PLAYLISTS, async (request) => {
    const query = checked(PlaylistsQuery, request.query, 'query')
    const filter = { text: query['filter[query]'], maker: query['filter[created_by_uuid]'] }
    const { playlists, total } = await catalog.playlists.list(filter, pageOf(query))
    return { data: playlists.map(playlistBody), meta: { page: { total_count: total } } }
  })
  app.get(ONE, async (request) => ({
    data: playlistBody(await catalog.playlists.get(playlistIn(request.params))),
  }))
  app.get(`${ONE}/sessions`, async (request) => {
    const page = pageOf(checked(PageQuery, request.query, 'query'))
    return { data: (await catalog.playlists.sessions(playlistIn(request.params), page)).map(entryBody) }
  })
  app.get('/api/v2/wayworn/replay/sessions/:session/playlists', async (request) => {
    const ids = await catalog.playlists.of(sessionIn(request.params))
    return { data: ids.map((id) => ({ type: 'rum_replay_playlist', id: String(id) })) }
  })
}

const asEditor = async (request: FastifyRequest, { authenticate }: AccountDeps): Promise<Identity> => {
  const identity = await authenticate(request)
  requireRole(identity, 'editor')
  return identity
}

const makingRoutes = (app: FastifyInstance, deps: AccountDeps): void => {
  const { catalog } = deps
  const note = (request: FastifyRequest, identity: Identity, verb: string, id: number, name: string) =>
    catalog.audit.note({
      actor: actorOf(identity),
      action: `playlist.${verb}`,
      subject: String(id),
      detail: { name },
      address: request.ip,
    })
  app.post(PLAYLISTS, async (request, reply) => {
    const identity = await asEditor(request, deps)
    const { name, description = '' } = checked(PlaylistBody, request.body).data.attributes
    const playlist = await catalog.playlists.create({ name, description }, makerOf(identity))
    await note(request, identity, 'create', playlist.id, name)
    return reply.code(201).send({ data: playlistBody(playlist) })
  })
  app.put(ONE, async (request) => {
    const identity = await asEditor(request, deps)
    const id = playlistIn(request.params)
    const { data } = checked(PlaylistBody, request.body)
    if (data.id !== undefined && data.id !== String(id)) throw otherId(String(id))
    const { name, description } = data.attributes
    const change = { name, ...(description === undefined ? {} : { description }) }
    const playlist = await catalog.playlists.update(id, change)
    await note(request, identity, 'update', id, playlist.name)
    return { data: playlistBody(playlist) }
  })
  app.delete(ONE, async (request, reply) => {
    const identity = await asEditor(request, deps)
    const id = playlistIn(request.params)
    const { name } = await catalog.playlists.get(id)
    await catalog.playlists.remove(id)
    await note(request, identity, 'remove', id, name)
    return reply.code(204).send()
  })
}

const fillingRoutes = (app: FastifyInstance, deps: PlaylistDeps): void => {
  const { catalog } = deps
  app.put(`${ONE}/sessions/:session`, async (request) => {
    const identity = await asEditor(request, deps)
    const sessionId = sessionIn(request.params)
    const { data_source: dataSource } = checked(AddSessionQuery, request.query, 'query')
    await catalog.playlists.add(playlistIn(request.params), sessionId, dataSource, identity.name)
    await deps.keepRecording(sessionId)
    return { data: entryBody({ sessionId, dataSource }) }
  })
  app.delete(`${ONE}/sessions/:session`, async (request, reply) => {
    await asEditor(request, deps)
    await catalog.playlists.take(playlistIn(request.params), [sessionIn(request.params)])
    return reply.code(204).send()
  })
  app.delete(`${ONE}/sessions`, async (request, reply) => {
    await asEditor(request, deps)
    const { data } = checked(SessionIdsBody, request.body)
    await catalog.playlists.take(
      playlistIn(request.params),
      data.map(({ id }) => id),
    )
    return reply.code(204).send()
  })
}
