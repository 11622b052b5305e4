import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import products from './shop/products.json' with { type: 'json' }

/** How long the shop's search takes, in ms: its slow page is part of the demo. */
const SEARCH_DELAY = 1800

/** The few answers that the shop's pages fetch: its products, a slow search, payments of which every third fails. */
export const demoApi = async (app: FastifyInstance): Promise<void> => {
  app.get('/demo/api/products', (_, reply) => reply.header('cache-control', 'no-cache').send(products))

  app.get<{ Querystring: { q?: string } }>('/demo/api/search', async ({ query }) => {
    await pause(SEARCH_DELAY)
    const wanted = String(query.q ?? '').toLowerCase()
    const found = products.filter((each) =>
      `${each.name} ${each.category} ${each.blurb}`.toLowerCase().includes(wanted),
    )
    return { slugs: found.map((each) => each.slug) }
  })

  app.post<{ Querystring: { attempt?: string } }>('/demo/api/pay', async ({ query }, reply) => {
    const attempt = Number(query.attempt) || 1
    if (attempt % 3 === 2) return reply.code(502).send({ reason: 'The gateway did not answer.' })
    return { order: `LS-${1000 + (attempt % 9000)}` }
  })
}
