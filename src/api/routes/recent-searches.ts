import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { AccountDeps } from '../auth.ts'
import { checked } from '../checked.ts'
import { personOfRequest } from './charts.ts'

const PATH = '/api/v2/wayworn/recent-searches'
export const RecentQuery = z.object({ limit: z.coerce.number().int().min(1).max(50).default(20) })
export const UsedSearch = z.object({
  data: z.object({
    type: z.literal('recent_search'),
    attributes: z.object({
      query: z
        .string()
        .trim()
        .min(1)
        .max(10_000)
        .refine((text) => !text.includes('\0') && !/\p{Cs}/u.test(text), 'it holds characters that can not be stored'),
    }),
  }),
})

/** The searches that the person who asks used last. */
export const recentSearchRoutes = async (app: FastifyInstance, deps: AccountDeps): Promise<void> => {
  const { catalog, authenticate } = deps
  app.get(PATH, async (request) => {
    const personId = personOfRequest(await authenticate(request))
    const { limit } = checked(RecentQuery, request.query, 'query')
    const searches = await catalog.recentSearches.list(personId, limit)
    const body = ({ id, query, usedAt }: (typeof searches)[number]) => ({
      type: 'recent_search',
      id,
      attributes: { query, used_at: usedAt },
    })
    return { data: searches.map(body) }
  })
  app.post(PATH, async (request, reply) => {
    const personId = personOfRequest(await authenticate(request))
    await catalog.recentSearches.note(personId, checked(UsedSearch, request.body).data.attributes.query)
    return reply.code(204).send()
  })
  app.delete(PATH, async (request, reply) => {
    await catalog.recentSearches.clear(personOfRequest(await authenticate(request)))
    return reply.code(204).send()
  })
}
