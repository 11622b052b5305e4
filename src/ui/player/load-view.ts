import { readSegment } from '../../model/recording/read-segment.ts'
import { ASSETS, assetsOf } from '../../model/recording/recorded-assets.ts'
import { createScreenDecoder, type ScreenRecording } from '../../model/recording/screen-decoder.ts'
import { createViewDecoder, type ReadSegment, type ViewRecording } from '../../model/recording/view-recording.ts'
import type { Ask } from '../ask/ask.ts'
import { sheetFiller } from './fill-sheets.ts'

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
  const path = `${place}?limit=${limit}${after === undefined ? '' : `&paging=${after}`}`
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

/** Whose images, fonts and style sheets can be had for recorded pages. */
export const loadAssetOrigins = async (ask: Ask, signal?: AbortSignal): Promise<readonly string[]> =>
  (
    await ask<{ data: { attributes: { origins: string[] } } }>({
      path: `${ASSETS}/origins`,
      ...(signal && { signal }),
    })
  ).data.attributes.origins

/** A view as a whole: of a browser, or the screens of a phone. */
export type LoadedView = { page: ViewRecording } | { screen: ScreenRecording; imageUrl: (name: string) => string }

/** The whole recording of a view: for `rebuildPage` and `createScreenStage`. */
export const loadView = async (
  ask: Ask,
  { session, view, signal }: { session: string; view: string; signal?: AbortSignal },
): Promise<LoadedView> => {
  const origins = await loadAssetOrigins(ask, signal)
  const page = createViewDecoder(assetsOf(() => origins))
  const fillSheets = sheetFiller(ask, page, signal)
  const screen = createScreenDecoder()
  let isScreen = false
  let after: string | undefined
  do {
    const found = await loadSegments(ask, { session, view, after, limit: 50, ...(signal && { signal }) })
    isScreen ||= found.segments.some(({ source }) => source !== 'browser')
    if (isScreen) screen.push(found.segments)
    else page.push(found.segments)
    after = found.after
  } while (after !== undefined)
  await fillSheets()
  return isScreen ? { screen, imageUrl: await imagesOf(ask, session, signal) } : { page }
}

/** Where the images of a phone's recording are: by its application. */
const imagesOf = async (ask: Ask, session: string, signal?: AbortSignal): Promise<(name: string) => string> => {
  const path = `/api/v2/wayworn/replay/sessions/${encodeURIComponent(session)}`
  const { data } = await ask<{ data: { attributes: { application_id: string } } }>({ path, ...(signal && { signal }) })
  const folder = `/api/v2/wayworn/replay/images/${encodeURIComponent(data.attributes.application_id)}/`
  return (name) => folder + encodeURIComponent(name)
}
