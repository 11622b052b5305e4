import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { segmentsOf } from '../../replay/segments.ts'
import { answering, type QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'

export const SegmentsQuery = z.object({
  source: z.string().max(100).optional(),
  ts: z.coerce.number().int().optional(),
  /** Bytes of all `data` of a page; the first segment is there whatever its size. */
  max_list_size: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  /** Ours: segments of a page. */
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  /** Where the next page begins, from `meta.page.after`. */
  paging: z.coerce.number().int().min(0).default(0),
})

/** The recorded segments of a view, each with its zlib stream in base64. */
export const replaySegmentRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  app.get('/api/v2/rum/replay/sessions/:session/views/:view/segments', async (request) => {
    const { session, view } = request.params as { session: string; view: string }
    const { max_list_size: mostBytes, limit, paging: offset } = checked(SegmentsQuery, request.query, 'query')
    const { result, meta } = await answering(deps, request, 'replay-segments', (asking) =>
      segmentsOf(session, view, { offset, limit: limit + 1 }, asking),
    )
    const page = fitting(result.slice(0, limit), mostBytes)
    return {
      data: page.map(({ data, ...attributes }) => ({
        type: 'replay_segment',
        id: `${session}-${view}-${attributes.index_in_view}-${attributes.start}`,
        attributes: { ...attributes, data },
      })),
      meta: { ...meta, page: result.length > page.length ? { after: String(offset + page.length) } : {} },
    }
  })
}

/** The first of them that have so many bytes together; at least one, so that every segment has its page. */
const fitting = <S extends { data: string }>(segments: readonly S[], mostBytes = Number.POSITIVE_INFINITY): S[] => {
  const page: S[] = []
  let bytes = 0
  for (const segment of segments) {
    bytes += segment.data.length
    if (bytes > mostBytes && page.length > 0) break
    page.push(segment)
  }
  return page
}
