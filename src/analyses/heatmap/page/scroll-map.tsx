import type { KeyboardEvent, PointerEvent } from 'react'
import { percent, short } from '../../../ui/number/format.ts'
import { BANDS, type HeatmapScroll } from '../definition.ts'
import style from './stage.module.css'

interface Props {
  scroll: HeatmapScroll
  height: number
  /** Where the line lies, 0 to 1. */
  depth: number
  onDepth: (depth: number) => void
}

/** How many of the views came at least so far, 0 to 1; between two bounds as between straight lines. */
export const reachedAt = ({ reached, views }: HeatmapScroll, depth: number): number => {
  if (views === 0) return 0
  const at = Math.min(1, Math.max(0, depth)) * BANDS
  const [low, high] = [Math.floor(at), Math.min(BANDS, Math.floor(at) + 1)]
  const count = reached[low]! + (reached[high]! - reached[low]!) * (at - low)
  return count / views
}

/** Colours by how many came so far, the fold, and a line that can be drawn down to read a depth. */
export const ScrollLayer = ({ scroll, height, depth, onDepth }: Props) => {
  const move = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const sheet = event.currentTarget.parentElement!.getBoundingClientRect()
    onDepth(clamp((event.clientY - sheet.top) / sheet.height))
  }
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 0.01, ArrowUp: -0.01, PageDown: 0.1, PageUp: -0.1, Home: -1, End: 1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    onDepth(clamp(depth + step))
  }
  const share = reachedAt(scroll, depth)
  return (
    <>
      {Array.from({ length: BANDS }, (_, band) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: bands are their places
          key={band}
          className={style.band}
          style={{
            top: (band / BANDS) * height,
            height: height / BANDS + 1,
            background: bandColour(reachedAt(scroll, (band + 1) / BANDS)),
          }}
        />
      ))}
      {scroll.average_fold !== null && (
        <div className={style.fold} style={{ top: scroll.average_fold * height }}>
          <span className={style.tag}>Average fold</span>
        </div>
      )}
      <div
        className={style.depth}
        style={{ top: depth * height }}
        role="slider"
        aria-label="Depth"
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(depth * 100)}
        aria-valuetext={`${percent(share)} of the views came to ${Math.round(depth * 100)} % of the page`}
        tabIndex={0}
        onKeyDown={press}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={move}
      >
        <span className={style.tag}>{`${short(Math.round(share * scroll.views))} views, ${percent(share)}`}</span>
      </div>
    </>
  )
}

const clamp = (value: number) => Math.min(1, Math.max(0, value))

/** Warm where nearly all came, cold where few did; for a page that is light or dark. */
const bandColour = (share: number): string => `hsl(${230 - share * 230} 75% 60% / 38%)`
