import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { sql, str, u32 } from '../../sql/sql.ts'
import { answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'

export const SetAsideQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  application_id: z.string().max(200).optional(),
})

interface SetAside {
  set_aside_id: string
  application_id: string
  track: string
  reason: string
  detail: string
  sample: string
  received: number
}

/** Ours: what intake could not read, newest first, and how often for which reason. */
export const setAsideRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  app.get('/api/v2/wayworn/set-aside', async (request) => {
    const { limit, application_id } = checked(SetAsideQuery, request.query, 'query')
    const of = application_id ? sql`application_id = ${str(application_id)}` : sql`1`
    const { result, meta } = await answering(deps, request, 'set-aside', async (asking) => {
      const rows = await asking.run<SetAside>(sql`
SELECT set_aside_id, application_id, track, reason, detail, sample, toUnixTimestamp64Milli(received_at) AS received
FROM set_aside FINAL WHERE ${of} ORDER BY received_at DESC, set_aside_id LIMIT ${u32(limit)}`)
      const reasons = await asking.run<{ reason: string; count: number }>(sql`
SELECT reason, toFloat64(count()) AS count FROM set_aside FINAL WHERE ${of} GROUP BY reason ORDER BY count DESC, reason`)
      return { rows, reasons }
    })
    return {
      data: result.rows.map(({ set_aside_id, received, ...rest }) => ({
        type: 'set_aside',
        id: set_aside_id,
        attributes: { ...rest, received_at: received },
      })),
      meta: { ...meta, reasons: result.reasons },
    }
  })
}
