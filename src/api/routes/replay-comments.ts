import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { ReplayComment } from '../../catalog/replay-comments.ts'
import { WaywornError } from '../../lib/errors.ts'
import { type AccountDeps, type Identity, requireRole } from '../auth.ts'
import { checked, idIn } from '../checked.ts'
import { makerOf, sessionIn } from './playlist-body.ts'

const COMMENTS = '/api/v2/wayworn/replay/comments'
const OF_SESSION = '/api/v2/wayworn/replay/sessions/:session/comments'

const text = z
  .string()
  .trim()
  .min(1)
  .max(5000)
  .regex(/^[^\0\p{Cs}]*$/u, 'it holds characters that can not be stored; use plain text')
const mentions = z.array(z.string().min(1).max(100)).max(50).default([])
const envelope = <A extends z.ZodType>(attributes: A) =>
  z.object({ data: z.object({ type: z.literal('replay_comment'), attributes }) })

/** `t` is ms since the session's start; `mentions` are ids of people. */
export const CreateComment = envelope(z.object({ t: z.int().min(0).max(86_400_000), text, mentions }))
export const ChangeComment = envelope(z.object({ text, mentions }))
export const CommentsQuery = z.object({
  /** `me`: those that mention who asks. */
  mentioned: z.enum(['me']).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

/** Ours: what people write about moments of recordings. Editors write; who wrote a comment changes and removes it. */
export const replayCommentRoutes = async (app: FastifyInstance, deps: AccountDeps): Promise<void> => {
  const { catalog, authenticate } = deps
  /** Throws `invalid_field` for somebody who is not there. */
  const known = async (ids: readonly string[]): Promise<string[]> => {
    const unique = [...new Set(ids)]
    for (const id of unique) {
      await catalog.people.get(id).catch(() => {
        throw new WaywornError(
          'invalid_field',
          { field: 'mentions', reason: `"${id}" is no id of a person here` },
          { pointer: '/data/attributes/mentions' },
        )
      })
    }
    return unique
  }
  app.get(OF_SESSION, async (request) => ({
    data: (await catalog.replayComments.of(sessionIn(request.params))).map(commentBody),
  }))
  app.post(OF_SESSION, async (request, reply) => {
    const identity = await authenticate(request)
    requireRole(identity, 'editor')
    const sessionId = sessionIn(request.params)
    const { t, ...said } = checked(CreateComment, request.body).data.attributes
    const { id: authorId, handle: authorName } = makerOf(identity)
    const comment = await catalog.replayComments.create({
      sessionId,
      atMs: t,
      body: said.text,
      mentions: await known(said.mentions),
      authorId,
      authorName,
    })
    return reply.code(201).send({ data: commentBody(comment) })
  })
  app.get(COMMENTS, async (request) => {
    const identity = await authenticate(request)
    const { mentioned, limit } = checked(CommentsQuery, request.query, 'query')
    const comments = await catalog.replayComments.newest(mentioned && mentionedOf(identity), limit)
    return { data: comments.map(commentBody) }
  })
  app.patch(`${COMMENTS}/:id`, async (request) => {
    const identity = await authenticate(request)
    const id = idIn(request.params, 'This comment')
    const said = checked(ChangeComment, request.body).data.attributes
    const change = { body: said.text, mentions: await known(said.mentions) }
    return { data: commentBody(await catalog.replayComments.update(id, change, makerOf(identity).id)) }
  })
  app.delete(`${COMMENTS}/:id`, async (request, reply) => {
    const identity = await authenticate(request)
    await catalog.replayComments.remove(idIn(request.params, 'This comment'), makerOf(identity).id)
    return reply.code(204).send()
  })
}

const mentionedOf = ({ personId, id }: Identity): string => personId ?? id

const commentBody = ({
  id,
  sessionId,
  atMs,
  body,
  mentions,
  authorId,
  authorName,
  createdAt,
  updatedAt,
}: ReplayComment) => ({
  type: 'replay_comment',
  id,
  attributes: {
    session_id: sessionId,
    t: atMs,
    text: body,
    mentions,
    created_by: { id: authorId, handle: authorName },
    created_at: createdAt,
    updated_at: updatedAt,
  },
})
