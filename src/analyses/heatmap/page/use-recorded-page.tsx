import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useState } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { loadView } from '../../../ui/player/load-view.ts'
import { rebuildPage } from '../../../ui/player/rebuild-page.ts'
import type { HeatmapElement } from '../definition.ts'
import { type Moment, printMoment } from './address.ts'
import type { Box } from './box.ts'
import { showScreen } from './recorded-screen.tsx'
import { resolveElements } from './resolve.tsx'

export interface RecordedPage {
  /** Where each element is, by its id; null for those that are not shown. */
  placesOf(elements: readonly HeatmapElement[]): ReadonlyMap<string, Box | null>
  /** As long as the page is, not only as high as the window. */
  width: number
  height: number
  /** Of the window in which it was recorded. */
  fold: number
}

const LONGEST = 20_000

/** The recorded page of a moment, built inside of the host at its whole length. */
export const useRecordedPage = (moment: Moment | null, host: RefObject<HTMLElement | null>) => {
  const ask = useAsk()
  const [built, setBuilt] = useState<{ of: string; page: RecordedPage } | { of: string; error: Error } | null>(null)
  const key = moment && printMoment(moment)
  const at = moment?.at
  const recording = useQuery({
    queryKey: ['recorded-view', moment?.session, moment?.view],
    enabled: moment !== null,
    queryFn: ({ signal }) => loadView(ask, { session: moment!.session, view: moment!.view, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
    structuralSharing: false,
  })
  const { data } = recording
  useEffect(() => {
    if (!data || key === null || at === undefined || !host.current) return
    let page: { destroy(): void } | undefined
    let left = false
    const build = async (into: HTMLElement) => {
      if ('screen' in data) {
        const screen = showScreen(data.screen, at, into, data.imageUrl)
        page = screen
        return setBuilt({ of: key, page: screen })
      }
      const made = await rebuildPage(data.page.events, at, into)
      if (left) return made.destroy()
      page = made
      // Styles take a frame to be there: only then is the page as long as it is.
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
      if (left) return
      const { width, height: fold } = made
      const height = Math.min(LONGEST, Math.max(fold, made.document.documentElement.scrollHeight))
      made.resize({ width, height })
      const placesOf = (elements: readonly HeatmapElement[]) => resolveElements(made.document, elements)
      setBuilt({ of: key, page: { placesOf, width, height, fold } })
    }
    build(host.current).catch((error: Error) => setBuilt({ of: key, error }))
    return () => {
      left = true
      page?.destroy()
      setBuilt(null)
    }
  }, [data, key, at, host])
  const mine = built?.of === key ? built : null
  return {
    page: mine && 'page' in mine ? mine.page : null,
    error: recording.error ?? (mine && 'error' in mine ? mine.error : null),
    again: () => void recording.refetch(),
    pending: moment !== null && !mine && !recording.error,
  }
}
