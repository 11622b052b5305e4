import { type KeyboardEvent, memo, type PointerEvent, useRef } from 'react'
import type { Gap } from '../../model/recording/view-recording.ts'
import { clock } from './clock.ts'
import style from './player.module.css'

/** Something that happened, as the timeline marks it. */
export interface Mark {
  id: string
  /** Epoch ms. */
  at: number
  kind: 'action' | 'error' | 'frustration' | 'comment'
  label: string
}

export interface Band {
  id: string
  label: string
  from: number
  to: number
}

interface Props {
  from: number
  to: number
  at: number
  bands: readonly Band[]
  marks: readonly Mark[]
  gaps: readonly Gap[]
  onSeek: (at: number) => void
}

const STEP_MS = 5_000

/** The whole recording from left to right: pages as bands, what happened as marks, what is missing hatched. */
export const Timeline = ({ from, to, at, bands, marks, gaps, onSeek }: Props) => {
  const track = useRef<HTMLDivElement>(null)
  const length = Math.max(1, to - from)
  const seekTo = (event: PointerEvent) => {
    const { left, width } = track.current!.getBoundingClientRect()
    onSeek(from + Math.max(0, Math.min(1, (event.clientX - left) / width)) * length)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const target: Record<string, number> = {
      ArrowLeft: at - STEP_MS,
      ArrowRight: at + STEP_MS,
      PageUp: at - length / 10,
      PageDown: at + length / 10,
      Home: from,
      End: to,
    }
    if (target[event.key] === undefined) return
    event.preventDefault()
    onSeek(Math.max(from, Math.min(to, target[event.key]!)))
  }
  return (
    <div
      ref={track}
      className={style.track}
      role="slider"
      tabIndex={0}
      aria-label="Moment of the recording"
      aria-valuemin={0}
      aria-valuemax={Math.round(length / 1000)}
      aria-valuenow={Math.round((at - from) / 1000)}
      aria-valuetext={`${clock(at - from)} of ${clock(length)}`}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        seekTo(event)
      }}
      onPointerMove={(event) => event.buttons === 1 && seekTo(event)}
    >
      <Drawn from={from} length={length} bands={bands} marks={marks} gaps={gaps} />
      <div className={style.head} style={{ left: `${((at - from) / length) * 100}%` }} />
    </div>
  )
}

/** What does not move with the time. */
const Drawn = memo(
  ({ from, length, bands, marks, gaps }: Pick<Props, 'from' | 'bands' | 'marks' | 'gaps'> & { length: number }) => {
    const share = (ms: number) => `${Math.max(0, Math.min(100, (ms / length) * 100))}%`
    return (
      <>
        {bands.map((band) => (
          <div
            key={band.id}
            className={style.band}
            title={band.label}
            style={{ left: share(band.from - from), width: share(band.to - band.from) }}
          />
        ))}
        {gaps.map((gap) => (
          <div
            key={gap.from}
            className={style.gap}
            title={GAPS[gap.reason]}
            style={{ left: share(gap.from - from), width: share(gap.to - gap.from) }}
          />
        ))}
        {marks.map((mark) => (
          <div
            key={mark.id}
            className={style.mark}
            data-kind={mark.kind}
            title={`${clock(mark.at - from)} ${mark.label}`}
            style={{ left: share(mark.at - from) }}
          />
        ))}
      </>
    )
  },
)

/** What is said of a span that can't be played. */
export const GAPS: Record<Gap['reason'], string> = {
  missing: 'A part of the recording has not arrived',
  broken: 'A part of the recording is broken',
  unreadable: 'A part of the recording builds on something that has not arrived',
  no_snapshot: 'The recording begins without a picture',
}
