import type { PointerEvent } from 'react'
import { type Bands, bandColours } from './bands.ts'
import { clamp, depthSlider } from './depth-slider.ts'
import style from './stage.module.css'

interface Props {
  /** Null while they are not known. */
  bands: Bands | null
  /** The share of the page that is seen without scrolling. */
  fold: number | null
  height: number
  /** Where the line lies, 0 to 1. */
  depth: number
  onDepth: (depth: number) => void
}

/** The bands' colours, the fold, and a line that can be drawn down to read a depth. */
export const ScrollLayer = ({ bands, fold, height, depth, onDepth }: Props) => {
  const move = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const sheet = event.currentTarget.parentElement!.getBoundingClientRect()
    onDepth(clamp((event.clientY - sheet.top) / sheet.height))
  }
  const here = bands?.at(depth)
  const slider = {
    label: 'Depth',
    at: depth,
    text: here?.sentence ?? `${Math.round(depth * 100)} % of the page`,
    arrow: 0.01,
    page: 0.1,
    onMove: onDepth,
  }
  return (
    <>
      {bands && <div className={style.bands} style={{ background: bandColours(bands) }} />}
      {fold !== null && (
        <div className={style.fold} style={{ top: fold * height }}>
          <span className={style.tag}>Average fold</span>
        </div>
      )}
      <div
        className={style.depth}
        style={{ top: depth * height }}
        {...depthSlider(slider)}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={move}
      >
        {here && <span className={style.tag}>{here.tag}</span>}
      </div>
    </>
  )
}
