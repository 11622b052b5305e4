import { EVENT, isFields, type PlayerEvent, SOURCE } from '../../model/recording/record.ts'
import { openFrame } from './frame.ts'
import { createPageStage, type Size } from './stage.ts'

/** A recorded page as it was at a moment, standing still. */
export interface RebuiltPage extends Size {
  /** What is inside of the host: as large as the viewport was. Scale it with a CSS transform. */
  frame: HTMLIFrameElement
  /** The recorded page itself: to be measured and searched, never to be trusted. */
  document: Document
  /** Gives the frame another size, as if the window had been resized: for the whole length of a page, say. */
  resize(size: Size): void
  destroy(): void
}

/**
 * Rebuilds the page as it was at `atMs` (epoch ms) in a frame inside of `host`, which must be in the document. `events`
 * are those of one view (`loadView`), from the first on. Throws when none of them is a snapshot.
 */
export const rebuildPage = async (
  events: readonly PlayerEvent[],
  atMs: number,
  host: HTMLElement,
): Promise<RebuiltPage> => {
  const shown = upTo(events, atMs)
  const frame = await openFrame(host)
  const stage = await createPageStage(frame, shown, { end: atMs, pointer: false })
  stage.show(atMs)
  const resize = ({ width, height }: Size) => {
    const inner = frame.contentDocument!.querySelector('iframe')!
    for (const one of [frame, inner]) {
      one.setAttribute('width', String(width))
      one.setAttribute('height', String(height))
    }
  }
  const size = viewportAt(shown)
  resize(size)
  return {
    ...size,
    frame,
    document: stage.document,
    resize,
    destroy: () => {
      stage.destroy()
      frame.remove()
    },
  }
}

/** What happened until `at`; at least the first snapshot. */
const upTo = (events: readonly PlayerEvent[], at: number): readonly PlayerEvent[] => {
  const snapshot = events.findIndex(({ type }) => type === EVENT.fullSnapshot)
  if (snapshot < 0) throw new Error('Nothing of this page was recorded that could be rebuilt.')
  return events.filter((event, index) => index <= snapshot || event.timestamp <= at)
}

/** The size of the window after all of the events. */
const viewportAt = (events: readonly PlayerEvent[]): Size => {
  const sized = events.findLast(
    ({ type, data }) =>
      type === EVENT.meta || (type === EVENT.incremental && isFields(data) && data.source === SOURCE.viewportResize),
  )
  return (sized?.data as Size | undefined) ?? { width: 1280, height: 800 }
}
