import { partsOf } from '../../src/intake/multipart.ts'
import { readReplay } from '../../src/intake/replay-segment.ts'
import { readSegment } from '../../src/model/recording/read-segment.ts'
import type { ReadSegment } from '../../src/model/recording/view-recording.ts'
import { FIXTURE_APPLICATION, readFixture } from '../fixtures/read.ts'

/** The segments of a capture by view, in the order of the recording, each as it is stored and as it is read. */
export const recordedViews = async (name: string): Promise<Map<string, ReadSegment[]>> => {
  const views = new Map<string, ReadSegment[]>()
  for (const request of readFixture(name).requests) {
    if (request.track !== 'replay' || request.method !== 'POST') continue
    const encoding = request.headers['content-encoding']
    if (encoding) throw new Error(`${name} needs decoding: ${encoding}`)
    const parts = partsOf(request.body, request.headers['content-type'] ?? '') ?? []
    const context = { applicationId: FIXTURE_APPLICATION, receivedAt: request.receivedAt, inflatedLimit: 2 ** 27 }
    for (const item of await readReplay(parts, context)) {
      if (item.kind !== 'segment') continue
      const { view_id, index_in_view, start, end, data } = item.row
      const read = { ...(await readSegment(data)), index_in_view, start, end }
      views.set(view_id, [...(views.get(view_id) ?? []), read])
    }
  }
  for (const segments of views.values()) segments.sort((a, b) => a.index_in_view - b.index_in_view)
  return views
}
