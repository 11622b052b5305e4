import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { segmentsOf } from '../../replay/segments.ts'
import { answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'

export const SegmentsQuery = z.object({
  source: z.string().max(100).optional(),
  ts: z.coerce.number().int().optional(),
  max_list_size: z.coerce.number().int().min(1).max(1000).default(100),
  /** Where the next page begins, from `meta.page.after`. */
  paging: z.coerce.number().int().min(0).default(0),
})

/** The recorded segments of a view, each with its zlib stream in base64. */
export const replaySegmentRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  app.get('/api/v2/rum/replay/sessions/:session/views/:view/segments', async (request) => {
    const { session, view } = request.params as { session: string; view: string }
    const { max_list_size: limit, paging: offset } = checked(SegmentsQuery, request.query, 'query')
    const { result, meta } = await answering(deps, request, 'replay-segments', (asking) =>
      segmentsOf(session, view, { offset, limit: limit + 1 }, asking),
    )
    const page = result.slice(0, limit)
    return {
      data: page.map(({ data, ...attributes }) => ({
        type: 'replay_segment',
        id: `${session}-${view}-${attributes.index_in_view}-${attributes.start}`,
        attributes: { ...attributes, data },
      })),
      meta: { ...meta, page: result.length > limit ? { after: String(offset + limit) } : {} },
    }
  })
}
