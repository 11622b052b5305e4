import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Catalog } from '../../catalog/open.ts'
import { WaywornError } from '../../lib/errors.ts'
import type { MemberKey } from '../../model/audience/upload.ts'
import type { Erasure, Receipt } from '../../sessions/erase/erase.ts'
import { hashOf } from '../../sessions/erase/tombstones.ts'
import { answer } from '../answering.ts'
import { type Authenticate, actorOf, requireRole } from '../auth.ts'

export interface EraseDeps {
  authenticate: Authenticate
  catalog: Pick<Catalog, 'segments' | 'imports' | 'audit'>
  /** Throws `unavailable` while the engine is not open. */
  erase(erasure: Erasure): Promise<Receipt | undefined>
}

/**
 * `DELETE /api/v2/product-analytics/users/{id}`: removes all that is known of a user, and answers the receipt. The audit
 * keeps a hash of the id. For administrators.
 */
export const eraseRoutes = async (app: FastifyInstance, deps: EraseDeps): Promise<void> => {
  app.delete('/api/v2/product-analytics/users/:id', async (request) => {
    const identity = await deps.authenticate(request)
    requireRole(identity, 'admin')
    const userId = userIn(request)
    const [segments, imports] = await Promise.all([deps.catalog.segments.list(), deps.catalog.imports.list()])
    const listing = (key: MemberKey) => [
      ...segments.filter((one) => one.upload?.key === key).map((one) => one.id),
      ...imports.filter((one) => one.key === key).map((one) => one.id),
    ]
    const receipt = await deps.erase({ userId, listedBy: { id: listing('usr.id'), email: listing('usr.email') } })
    if (!receipt) throw new WaywornError('not_found', { what: 'The user' })
    const { erasedAt, tables, ...counts } = receipt
    await deps.catalog.audit.note({
      actor: actorOf(identity),
      action: 'user.erase',
      subject: `sha256:${hashOf('user', userId)}`,
      detail: { ...counts, tables },
      address: request.ip,
    })
    return answer('erasure_receipt', {
      user: `sha256:${hashOf('user', userId)}`,
      erased_at: erasedAt,
      ...counts,
      tables,
    })
  })
}

const userIn = (request: FastifyRequest): string => {
  const { id } = request.params as { id: string }
  if (id && !/[\p{Cs}\0]/u.test(id)) return id
  throw new WaywornError('not_found', { what: 'The user' })
}
