import { readSegment } from '../../model/recording/read-segment.ts'
import { ASSETS, assetsOf } from '../../model/recording/recorded-assets.ts'
import { createViewDecoder, type ReadSegment, type ViewRecording } from '../../model/recording/view-recording.ts'
import type { Ask } from '../ask/ask.ts'

interface SegmentsAnswer {
  data: { attributes: { index_in_view: number; start: number; end: number; data: string } }[]
  meta: { page: { after?: string } }
}

export interface SegmentPage {
  segments: ReadSegment[]
  /** Where the next page begins; undefined behind the last. */
  after: string | undefined
}

/** Some segments of a view, read, in the order of the recording. */
export const loadSegments = async (
  ask: Ask,
  {
    session,
    view,
    after,
    limit,
    signal,
  }: { session: string; view: string; after?: string | undefined; limit: number; signal?: AbortSignal },
): Promise<SegmentPage> => {
  const place = `/api/v2/rum/replay/sessions/${encodeURIComponent(session)}/views/${encodeURIComponent(view)}/segments`
  const path = `${place}?max_list_size=${limit}${after === undefined ? '' : `&paging=${after}`}`
  const answer = await ask<SegmentsAnswer>({ path, ...(signal && { signal }) })
  const segments = await Promise.all(
    answer.data.map(async ({ attributes: { data, index_in_view, start, end } }) => ({
      ...(await readSegment(data)),
      index_in_view,
      start,
      end,
    })),
  )
  return { segments, after: answer.meta.page.after }
}

/** Whose images and fonts can be had for recorded pages. */
export const loadAssetOrigins = async (ask: Ask, signal?: AbortSignal): Promise<readonly string[]> =>
  (
    await ask<{ data: { attributes: { origins: string[] } } }>({
      path: `${ASSETS}/origins`,
      ...(signal && { signal }),
    })
  ).data.attributes.origins

/** The whole recording of a view of a browser: for `rebuildPage`. */
export const loadView = async (
  ask: Ask,
  { session, view, signal }: { session: string; view: string; signal?: AbortSignal },
): Promise<ViewRecording> => {
  const origins = await loadAssetOrigins(ask, signal)
  const decoder = createViewDecoder(assetsOf(() => origins))
  let after: string | undefined
  do {
    const page = await loadSegments(ask, { session, view, after, limit: 50, ...(signal && { signal }) })
    decoder.push(page.segments)
    after = page.after
  } while (after !== undefined)
  return decoder
}
