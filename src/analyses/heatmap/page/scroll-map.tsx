import type { KeyboardEvent, PointerEvent } from 'react'
import { type Bands, bandColours } from './bands.ts'
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
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 0.01, ArrowUp: -0.01, PageDown: 0.1, PageUp: -0.1, Home: -1, End: 1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    onDepth(clamp(depth + step))
  }
  const here = bands?.at(depth)
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
        role="slider"
        aria-label="Depth"
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(depth * 100)}
        aria-valuetext={here?.sentence ?? `${Math.round(depth * 100)} % of the page`}
        tabIndex={0}
        onKeyDown={press}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={move}
      >
        {here && <span className={style.tag}>{here.tag}</span>}
      </div>
    </>
  )
}

const clamp = (value: number) => Math.min(1, Math.max(0, value))
