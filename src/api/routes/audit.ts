import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type AccountDeps, requireRole } from '../auth.ts'
import { checked, words } from '../checked.ts'

export const query = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  action: words(100).optional(),
})

/** `GET /api/v2/wayworn/audit?limit&before&action`: who did what, the newest first. For administrators. */
export const auditRoutes = async (app: FastifyInstance, { catalog, authenticate }: AccountDeps): Promise<void> => {
  app.get('/api/v2/wayworn/audit', async (request) => {
    requireRole(await authenticate(request), 'admin')
    const wanted = checked(query, request.query, 'query')
    const entries = await catalog.audit.list(wanted)
    const data = entries.map(({ id, ...attributes }) => ({ type: 'audit_entry', id: String(id), attributes }))
    return { data, meta: { next: entries.length === wanted.limit ? entries.at(-1)!.id : null } }
  })
}
