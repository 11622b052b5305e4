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

const KINDS = { users: 'user', accounts: 'account' } as const

/**
 * `DELETE /api/v2/product-analytics/users/{id}` and `…/accounts/{id}`: removes all that is known of a user, or of an
 * account, and answers the receipt. The audit keeps a hash of the id. For administrators.
 */
export const eraseRoutes = async (app: FastifyInstance, deps: EraseDeps): Promise<void> => {
  for (const audience of ['users', 'accounts'] as const) {
    const kind = KINDS[audience]
    app.delete(`/api/v2/product-analytics/${audience}/:id`, async (request) => {
      const identity = await deps.authenticate(request)
      requireRole(identity, 'admin')
      const whom = { kind, id: idIn(request, kind) }
      const [segments, imports] = await Promise.all([deps.catalog.segments.list(), deps.catalog.imports.list()])
      const listing = (key: MemberKey) => [
        ...segments.filter((one) => one.upload?.key === key).map((one) => one.id),
        ...imports.filter((one) => one.key === key).map((one) => one.id),
      ]
      const listedBy =
        kind === 'user'
          ? { id: listing('usr.id'), email: listing('usr.email') }
          : { id: listing('account.id'), email: [] }
      const receipt = await deps.erase({ whom, listedBy })
      if (!receipt) throw new WaywornError('not_found', { what: `The ${kind}` })
      const { erasedAt, tables, ...counts } = receipt
      const subject = `sha256:${hashOf(kind, whom.id)}`
      await deps.catalog.audit.note({
        actor: actorOf(identity),
        action: `${kind}.erase`,
        subject,
        detail: { ...counts, tables },
        address: request.ip,
      })
      return answer('erasure_receipt', { [kind]: subject, erased_at: erasedAt, ...counts, tables })
    })
  }
}

const idIn = (request: FastifyRequest, kind: string): string => {
  const { id } = request.params as { id: string }
  if (id && !/[\p{Cs}\0]/u.test(id)) return id
  throw new WaywornError('not_found', { what: `The ${kind}` })
}
