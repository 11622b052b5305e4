import { type RefObject, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useAsk } from '../ask/ask-context.ts'
import { stageOpener } from './open-stage.ts'
import { createPlayer, type Player, type PlayerState, type RecordedView } from './player.ts'
import { createViewLoader, type ViewLoader } from './view-loader.ts'

export interface Recording {
  session: string
  application: string
  /** Of one tab, in order; at least one. */
  views: readonly RecordedView[]
}

/** How many views are kept in memory. */
const KEPT = 4

/**
 * A player of a recording in `host`, and its state; both undefined until it is there. It starts at `from`, epoch ms, and
 * does so again when it gets other views.
 */
export const usePlayer = (
  { session, application, views }: Recording,
  host: RefObject<HTMLElement | null>,
  from: number,
): { player: Player | undefined; state: PlayerState | undefined } => {
  const ask = useAsk()
  const [player, setPlayer] = useState<Player>()
  /** How it goes on with other views. */
  const last = useRef({ speed: 1, skipsIdle: true })
  const begin = useRef(from)
  begin.current = from
  useEffect(() => {
    if (!host.current) return
    const inside = document.createElement('div')
    host.current.append(inside)
    const loaders = loadersOf((view) => createViewLoader(ask, session, view))
    const image = `/api/v2/wayworn/replay/images/${encodeURIComponent(application)}/`
    const { speed, skipsIdle } = last.current
    const made = createPlayer({
      views,
      loaderOf: loaders.of,
      openStage: stageOpener(inside, (name) => image + encodeURIComponent(name)),
      speed,
      skipsIdle,
    })
    setPlayer(made)
    made.seek(begin.current)
    const forget = made.subscribe(() => {
      last.current = made.state()
    })
    return () => {
      forget()
      made.destroy()
      loaders.stop()
      inside.remove()
    }
  }, [ask, session, application, views, host])
  const store = useMemo(
    () => ({
      subscribe: (listener: () => void) => player?.subscribe(listener) ?? (() => undefined),
      read: () => player?.state(),
    }),
    [player],
  )
  return { player, state: useSyncExternalStore(store.subscribe, store.read) }
}

/** Loaders by view; the one used longest ago gives way. */
const loadersOf = (create: (view: string) => ViewLoader) => {
  const kept = new Map<string, ViewLoader>()
  return {
    of: (view: string): ViewLoader => {
      const loader = kept.get(view) ?? create(view)
      kept.delete(view)
      kept.set(view, loader)
      for (const [old, one] of kept) {
        if (kept.size <= KEPT) break
        one.stop()
        kept.delete(old)
      }
      return loader
    },
    stop: () => {
      for (const loader of kept.values()) loader.stop()
    },
  }
}
