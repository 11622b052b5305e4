import { SegmentsQuery } from '../routes/replay-segments.ts'
import type { Operations } from './operation.ts'

const tag = 'Replay'

export const REPLAY_OPERATIONS: Operations = {
  'GET /api/v2/rum/replay/sessions/{session}/views/{view}/segments': {
    tag,
    summary: 'Recorded segments of a view',
    query: SegmentsQuery,
  },
  'GET /api/v2/wayworn/replay/sessions/{session}': { tag, summary: 'The views of a session that were recorded' },
  'GET /api/v2/wayworn/replay/images/{application}/{name}': { tag, summary: 'An image that recordings name' },
}
