import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import type { Moment } from './address.ts'
import { type Bands, bandColours } from './bands.ts'
import { depthSlider } from './depth-slider.ts'
import style from './minimap.module.css'
import { type RecordedPage, useRecordedPage } from './use-recorded-page.tsx'

interface Props {
  moment: Moment | null
  /** The page at its full size, and what scrolls it. */
  page: RecordedPage
  scroller: RefObject<HTMLDivElement | null>
  bands: Bands | null
}

/** The whole page small, with its bands and the part that is in the window of the large one. */
export const Minimap = ({ moment, page, scroller, bands }: Props) => {
  const host = useRef<HTMLDivElement>(null)
  const small = useRecordedPage(moment, host)
  const { start, share, room, show } = useWindow(scroller)
  const scale = Math.min(room.width / page.width, room.height / page.height)
  const height = page.height * scale
  const slider = {
    label: 'Part of the page in the window',
    at: start,
    text: `${Math.round(start * 100)} % to ${Math.round((start + share) * 100)} % of the page`,
    arrow: 0.1 * share,
    page: share,
    onMove: show,
  }
  /** Puts the window's middle where the pointer is. */
  const move = (event: PointerEvent<HTMLElement>) => {
    const { top, height } = event.currentTarget.getBoundingClientRect()
    show((event.clientY - top) / height - share / 2)
  }
  return (
    <div className={style.minimap}>
      <div
        className={style.sheet}
        style={{ width: page.width * scale, height }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          move(event)
        }}
        onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && move(event)}
      >
        <div
          className={style.page}
          aria-hidden
          inert
          style={{ transform: `scale(${scale})`, width: page.width, height: small.page?.height ?? 0 }}
        >
          <div ref={host} />
        </div>
        {bands && <div className={style.bands} style={{ background: bandColours(bands, 50) }} />}
        <div
          className={style.window}
          style={{ top: start * height, height: share * height }}
          {...depthSlider(slider)}
        />
      </div>
    </div>
  )
}

const WIDTH = 96

/** Which part of the page is in the scroller's window, as shares of its length; how to show another, and the room. */
const useWindow = (scroller: RefObject<HTMLDivElement | null>) => {
  const [now, setNow] = useState({ start: 0, share: 1, room: { width: WIDTH, height: WIDTH } })
  useEffect(() => {
    const { current } = scroller
    if (!current) return
    const look = () => {
      const { scrollTop, scrollHeight, clientHeight } = current
      const share = Math.min(1, clientHeight / Math.max(1, scrollHeight))
      setNow({
        start: Math.min(1 - share, scrollTop / Math.max(1, scrollHeight)),
        share,
        room: { width: WIDTH, height: clientHeight },
      })
    }
    look()
    const observer = new ResizeObserver(look)
    observer.observe(current)
    if (current.lastElementChild) observer.observe(current.lastElementChild)
    current.addEventListener('scroll', look)
    return () => {
      observer.disconnect()
      current.removeEventListener('scroll', look)
    }
  }, [scroller])
  const show = (start: number) => {
    const { current } = scroller
    current?.scrollTo({ top: Math.max(0, start) * current.scrollHeight })
  }
  return { ...now, show }
}
