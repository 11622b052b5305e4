import type { FastifyInstance } from 'fastify'
import type { Asking } from '../../analyses/asking.ts'
import { type Audience, EVER } from '../../audience/entity.ts'
import { segmentIds } from '../../audience/segments/compile.ts'
import { resolveRule } from '../../audience/segments/resolve.ts'
import { WaywornError } from '../../lib/errors.ts'
import { sql, str } from '../../sql/sql.ts'
import { answering } from '../answering.ts'
import type { SegmentDeps } from './segment-upload.ts'

interface Membership {
  id: string
  name: string
  /** Null where the segment can't be evaluated, as when it names what is no longer there. */
  member: boolean | null
  reason?: string
}

/** `GET …/{users,accounts}/{id}/segments`: of every segment of this audience, whether one is in it. */
export const membershipRoutes = async (app: FastifyInstance, deps: SegmentDeps): Promise<void> => {
  for (const audience of ['users', 'accounts'] as const) {
    app.get(`/api/v2/product-analytics/${audience}/:id/segments`, async (request) => {
      const { id } = request.params as { id: string }
      const { result, meta } = await answering(deps, request, 'segment-memberships', async (asking) => {
        const segments = (await deps.catalog.segments.list()).filter((one) => one.audience === audience)
        return Promise.all(segments.map((one) => membershipOf(one, id, audience, asking)))
      })
      const data = result.map(({ id: segment, ...attributes }) => ({
        type: 'segment_membership',
        id: segment,
        attributes,
      }))
      return { data, meta }
    })
  }
}

const membershipOf = async (
  { id, name }: { id: string; name: string },
  entity: string,
  audience: Audience,
  asking: Asking,
): Promise<Membership> => {
  try {
    const rule = await resolveRule({ segment: id }, { audience, find: asking.segment, within: [] }, '')
    const ids = segmentIds(rule, { audience, scope: asking.scope(EVER.from, EVER.to) })
    const [row] = await asking.run<{ n: number }>(
      sql`SELECT toFloat64(count()) AS n FROM (${ids}) WHERE id = ${str(entity)}`,
    )
    return { id, name, member: row!.n > 0 }
  } catch (error) {
    if (!(error instanceof WaywornError) || !['invalid_field', 'invalid_search'].includes(error.code)) throw error
    return { id, name, member: null, reason: error.message }
  }
}
