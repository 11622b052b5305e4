import { activityOf } from '../../model/recording/activity.ts'
import { EVENT, type PlayerEvent } from '../../model/recording/record.ts'
import { assetsOf } from '../../model/recording/recorded-assets.ts'
import { createScreenDecoder, type ScreenDecoder } from '../../model/recording/screen-decoder.ts'
import { createViewDecoder, type ReadSegment, type ViewDecoder } from '../../model/recording/view-recording.ts'
import type { Ask } from '../ask/ask.ts'
import { createAssetCheck, type MissingAsset } from './asset-check.ts'
import { sheetFiller } from './fill-sheets.ts'
import { loadAssetOrigins, loadSegments, type SegmentPage } from './load-view.ts'

/** How many segments are asked for at once: few at first, for the first picture. */
const FIRST = 2
const THEN = 24

/** The recording of one view as far as it has come. */
export interface ViewLoader {
  /** Resolves when the recording has come up to a moment, or is at its end. Rejects when it can't be had. */
  until(at: number): Promise<void>
  /** Up to where it has come, epoch ms. */
  readonly loadedUntil: number
  readonly isDone: boolean
  readonly page: ViewDecoder
  /** Of the page, as far as its style sheets have come too. */
  readonly events: readonly PlayerEvent[]
  /** What the page names and can't be shown, as far as that is known. */
  missing(): readonly MissingAsset[]
  readonly screen: ScreenDecoder
  /** Of a phone: `screen` holds it, else `page`. */
  readonly isScreen: boolean
  readonly isPlayable: boolean
  /** When the visitor did something, in order. */
  readonly activity: readonly number[]
  /** Called with what came newly, and when more is known to be missing; returns how to stop it. */
  onMore(listener: (events: readonly PlayerEvent[]) => void): () => void
  stop(): void
}

export const createViewLoader = (ask: Ask, session: string, view: string): ViewLoader => {
  let origins: readonly string[] = []
  const page = createViewDecoder(assetsOf(() => origins))
  const screen = createScreenDecoder()
  const aborter = new AbortController()
  const fillSheets = sheetFiller(ask, page, aborter.signal)
  const events: PlayerEvent[] = []
  const tell = (fresh: readonly PlayerEvent[]) => {
    for (const listener of listeners) listener(fresh)
  }
  const check = createAssetCheck(ask, page.named, () => tell([]))
  const listeners = new Set<(events: readonly PlayerEvent[]) => void>()
  const activity: number[] = []
  let loadedUntil = Number.NEGATIVE_INFINITY
  let isDone = false
  let isScreen = false
  /** The load of the next pages; begun when first asked for. */
  let loading: Promise<void> | undefined
  let wake: (() => void)[] = []

  const take = async (segments: readonly ReadSegment[]) => {
    isScreen ||= segments.some(({ source }) => source !== 'browser')
    const touched = screen.touches.length
    if (isScreen) screen.push(segments)
    const fresh = isScreen ? [] : page.push(segments)
    await fillSheets()
    events.push(...fresh)
    activity.push(...activityOf(fresh), ...screen.touches.slice(touched).map(({ at }) => at))
    loadedUntil = Math.max(loadedUntil, ...segments.map(({ end }) => end))
    tell(fresh)
    check.later()
  }
  const load = async () => {
    const asked = loadAssetOrigins(ask, aborter.signal)
    const more = (after: string | undefined, limit: number) =>
      loadSegments(ask, { session, view, after, limit, signal: aborter.signal })
    let coming: Promise<SegmentPage> | undefined = more(undefined, FIRST)
    while (coming) {
      const [{ segments, after }, named]: [SegmentPage, readonly string[]] = await Promise.all([coming, asked])
      origins = named
      coming = after === undefined ? undefined : more(after, THEN)
      // It comes while these are read; its fault is told when it is waited for.
      coming?.catch(() => undefined)
      await take(segments)
      isDone = after === undefined
      for (const go of wake.splice(0)) go()
    }
  }
  const hasPicture = () =>
    isScreen ? screen.frames.length > 0 : events.some(({ type }) => type === EVENT.fullSnapshot)
  return {
    async until(at) {
      loading ??= load()
      while (!isDone && !(loadedUntil >= at && hasPicture())) {
        await Promise.race([loading, new Promise<void>((go) => wake.push(go))])
      }
    },
    get loadedUntil() {
      return loadedUntil
    },
    get isDone() {
      return isDone
    },
    get isScreen() {
      return isScreen
    },
    get isPlayable() {
      return hasPicture()
    },
    page,
    events,
    missing: check.missing,
    screen,
    activity,
    onMore(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stop() {
      wake = []
      aborter.abort()
      check.stop()
    },
  }
}
