import { firstAfter } from '../../model/recording/activity.ts'
import type { Omission } from '../../model/recording/clean-node.ts'
import type { Gap } from '../../model/recording/view-recording.ts'
import type { MissingAsset } from './asset-check.ts'
import type { Size, Stage } from './stage.ts'
import type { ViewLoader } from './view-loader.ts'

/** A view with a recording. Times are epoch ms. */
export interface RecordedView {
  id: string
  start: number
  end: number
}

export interface PlayerState {
  /** The moment shown, epoch ms. */
  at: number
  isPlaying: boolean
  speed: number
  skipsIdle: boolean
  /** `nothing`: of this view no picture was recorded. */
  status: 'loading' | 'shown' | 'nothing' | 'failed'
  error: unknown
  view: RecordedView | undefined
  size: Size | undefined
  gaps: readonly Gap[]
  omitted: ReadonlyMap<Omission, number>
  /** What the page names and can't be shown. */
  missing: readonly MissingAsset[]
}

export interface PlayerOptions {
  /** Of one tab, in order; at least one. */
  views: readonly RecordedView[]
  loaderOf(view: string): ViewLoader
  openStage(loader: ViewLoader, end: number, onSize: (size: Size) => void): Promise<Stage>
  speed: number
  skipsIdle: boolean
}

export interface Player {
  state(): PlayerState
  subscribe(listener: () => void): () => void
  seek(at: number): void
  play(): void
  pause(): void
  setSpeed(speed: number): void
  setSkipsIdle(skips: boolean): void
  destroy(): void
}

/** Nothing done for longer than this is skipped, up to a second before something is done. */
const IDLE_MS = 5_000
const LEAD_MS = 1_000
/** How long it stays at a view without a picture when playing. */
const NOTHING_MS = 1_200
const NOTIFY_MS = 100

/** The view shown at a moment: the last one that had begun. */
export const viewAt = (views: readonly RecordedView[], at: number): RecordedView =>
  views.findLast(({ start }) => start <= at) ?? views[0]!

/** Until when a view is shown: until the next one begins. */
export const shownUntil = (views: readonly RecordedView[], view: RecordedView): number => {
  const next = views[views.indexOf(view) + 1]
  return next ? Math.max(next.start, view.start) : view.end
}

/** Where skipping what is idle goes from `at`; undefined: on, as it is. */
export const skipTo = (activity: readonly number[], at: number, end: number): number | undefined => {
  const next = activity[firstAfter(activity, at)]
  const target = next === undefined ? end : next - LEAD_MS
  return (next ?? end) - at > IDLE_MS ? Math.min(target, end) : undefined
}

/** The state, who is told of its changes, and how long ago that was. */
const createStore = (state: PlayerState) => {
  const listeners = new Set<() => void>()
  let now = state
  let toldAt = 0
  return {
    read: () => now,
    set: (change: Partial<PlayerState>) => {
      now = { ...now, ...change }
      toldAt = performance.now()
      for (const listener of listeners) listener()
    },
    age: () => performance.now() - toldAt,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    forgetAll: () => listeners.clear(),
  }
}

interface Shown {
  view: RecordedView
  loader: ViewLoader
  stage: Stage
  forget: () => void
}

type PictureParts = Pick<PlayerOptions, 'views' | 'openStage'> & { set(change: Partial<PlayerState>): void }

/** What can't be played, as far as a view has come. */
const whatOf = ({ isScreen, page, screen, missing }: ViewLoader) => ({
  gaps: isScreen ? screen.gaps : page.gaps,
  omitted: new Map(page.omitted),
  missing: missing(),
})

/** The stage of the view that is shown: one at a time. */
const createPicture = ({ views, openStage, set }: PictureParts) => {
  let shown: Shown | undefined
  const close = () => {
    shown?.forget()
    shown?.stage.destroy()
    shown = undefined
  }
  return {
    now: () => shown,
    close,
    /** Stands still, and goes away if another view is to be shown. */
    leaveFor: (view: RecordedView) => {
      shown?.stage.pause()
      if (shown && shown.view !== view) close()
    },
    /** The stage of a view; undefined when another has been asked for meanwhile. */
    of: async (view: RecordedView, loader: ViewLoader, isMine: () => boolean): Promise<Stage | undefined> => {
      if (shown) return shown.stage
      const stage = await openStage(loader, shownUntil(views, view), (size) => set({ size }))
      if (!isMine()) {
        stage.destroy()
        return undefined
      }
      const forget = loader.onMore((events) => {
        stage.add(events)
        set(whatOf(loader))
      })
      // What came while it was being opened.
      stage.add(loader.events.slice(stage.taken))
      shown = { view, loader, stage, forget }
      return stage
    },
  }
}

/** Plays the views of a tab one after the other. What it shows next always wins over what it was about to show. */
export const createPlayer = ({ views, loaderOf, openStage, speed, skipsIdle }: PlayerOptions): Player => {
  const { read, set, age, subscribe, forgetAll } = createStore({
    at: views[0]!.start,
    isPlaying: false,
    speed,
    skipsIdle,
    status: 'loading',
    error: undefined,
    view: undefined,
    size: undefined,
    gaps: [],
    omitted: new Map(),
    missing: [],
  })
  const picture = createPicture({ views, openStage, set })
  let turn = 0
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const show = async (moment: number, isPlaying: boolean) => {
    const mine = ++turn
    const isMine = () => mine === turn
    clearTimeout(timer)
    const at = Math.max(views[0]!.start, Math.min(moment, views.at(-1)!.end))
    const view = viewAt(views, at)
    picture.leaveFor(view)
    set({ at, view, isPlaying, status: 'loading', error: undefined })
    try {
      const loader = loaderOf(view.id)
      await loader.until(at)
      if (!isMine()) return
      set(whatOf(loader))
      if (!loader.isPlayable) return nothing(view)
      const stage = await picture.of(view, loader, isMine)
      if (!isMine() || !stage) return
      if (isPlaying) stage.play(at, read().speed)
      else stage.show(at)
      set({ status: 'shown' })
      if (isPlaying) schedule()
    } catch (error) {
      if (isMine()) set({ status: 'failed', error, isPlaying: false })
    }
  }
  /** Stays a moment, then goes on to the next view. */
  const nothing = (view: RecordedView) => {
    set({ status: 'nothing' })
    if (read().isPlaying) timer = setTimeout(() => leave(view), NOTHING_MS)
  }
  const leave = (view: RecordedView) => {
    const next = views[views.indexOf(view) + 1]
    if (next) void show(next.start, true)
    else {
      picture.leaveFor(view)
      set({ at: view.end, isPlaying: false })
    }
  }
  const tick = () => {
    const current = picture.now()
    if (!current || !isRunning()) return
    const { view, loader, stage } = current
    const now = stage.now()
    const end = shownUntil(views, view)
    if (now >= end) return leave(view)
    if (!loader.isDone && now > loader.loadedUntil) return void show(now, true)
    const loaded = loader.isDone ? end : loader.loadedUntil
    const skipped = read().skipsIdle ? skipTo(loader.activity, now, loaded) : undefined
    if (skipped !== undefined) return skipped >= end ? leave(view) : void show(skipped, true)
    if (age() > NOTIFY_MS) set({ at: now })
    if (loader.isDone) preload(view)
    schedule()
  }
  const schedule = () => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(tick)
  }
  const preload = (view: RecordedView) => {
    const next = views[views.indexOf(view) + 1]
    // It is asked for again, and its fault told, when it is shown.
    if (next)
      loaderOf(next.id)
        .until(next.start)
        .catch(() => undefined)
  }
  const isRunning = () => read().isPlaying && read().status === 'shown'
  const here = () => (isRunning() ? (picture.now()?.stage.now() ?? read().at) : read().at)
  return {
    state: read,
    subscribe,
    seek: (at) => void show(at, read().isPlaying),
    play: () => void show(read().at >= views.at(-1)!.end - 1 ? views[0]!.start : read().at, true),
    pause: () => void show(here(), false),
    setSpeed: (value) => {
      set({ speed: value })
      if (read().isPlaying) void show(here(), true)
    },
    setSkipsIdle: (value) => set({ skipsIdle: value }),
    destroy: () => {
      turn++
      cancelAnimationFrame(frame)
      clearTimeout(timer)
      picture.close()
      forgetAll()
    },
  }
}
