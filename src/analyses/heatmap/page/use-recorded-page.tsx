import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useState } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { loadView } from '../../../ui/player/load-view.ts'
import { type RebuiltPage, rebuildPage } from '../../../ui/player/rebuild-page.ts'
import { type Moment, printMoment } from './address.ts'

export interface RecordedPage {
  page: RebuiltPage
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
    let page: RebuiltPage | undefined
    let left = false
    const build = async (into: HTMLElement) => {
      const made = await rebuildPage(data.events, at, into)
      if (left) return made.destroy()
      page = made
      // Styles take a frame to be there: only then is the page as long as it is.
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
      if (left) return
      const { width, height: fold } = made
      const height = Math.min(LONGEST, Math.max(fold, made.document.documentElement.scrollHeight))
      made.resize({ width, height })
      setBuilt({ of: key, page: { page: made, width, height, fold } })
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
    pending: moment !== null && !mine && !recording.error,
  }
}
