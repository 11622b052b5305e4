import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useState } from 'react'
import { useScheme } from '../theme/theme-provider.tsx'
import { bucketEnd, bucketLabel, partOf } from '../time/bucket.ts'
import style from './chart.module.css'
import { ChartTip } from './chart-tip.tsx'
import { Drawing } from './drawing.tsx'
import { ownSeries, type Series, type TimeData } from './series.ts'
import { Legend, SeriesNames } from './series-names.tsx'
import { indexAt, type Room, roomFor, timeOption, valueTicks, xOf } from './time-option.ts'

/** A bucket of one series, or of the chart as a whole. */
export interface Point {
  from: number
  to: number
  series: Series | null
}

interface Props {
  data: TimeData
  /** What the chart shows, in a sentence, for those who don't see it. */
  summary: string
  onZoom: (from: number, to: number) => void
  /** What can be done with a pinned point. */
  actions: (point: Point) => ReactNode
}

/** Five values and their rest. */
const MOST_NAMES = 6

/** Bars, lines or areas over time. Point to read, press to pin, drag to zoom, walk by arrow keys. */
export const TimeChart = ({ data, summary, onZoom, actions }: Props) => {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const { ref, width, height } = useElementSize()
  const shown = useMemo(
    () => ({ ...data, series: data.series.filter((s) => !hidden.has(s.before ?? s.key)) }),
    [data, hidden],
  )
  const own = useMemo(() => ({ ...data, series: ownSeries(data.series) }), [data])
  const named = own.series.length > 1 && own.series.length <= MOST_NAMES && width > 560
  const plot = Math.max(0, width - (named ? 148 : 0))
  return (
    <div className={style.chart}>
      <div ref={ref} className={style.plot}>
        {plot > 80 && height > 60 && (
          <Plot data={shown} room={roomFor(plot, height)} summary={summary} onZoom={onZoom} actions={actions} />
        )}
        {named && plot > 80 && <SeriesNames data={own} room={roomFor(plot, height)} />}
      </div>
      {own.series.length > 1 && !named && (
        <Legend series={own.series} hidden={hidden} onToggle={(key) => setHidden(toggled(hidden, key))} />
      )}
    </div>
  )
}

const toggled = (set: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const next = new Set(set)
  if (!next.delete(key)) next.add(key)
  return next
}

interface PlotProps extends Props {
  room: Room
}

const Plot = ({ data, room, summary, onZoom, actions }: PlotProps) => {
  const { palette } = useScheme()
  const { width, height } = room
  // The room is made anew at each render; its size is what it depends on.
  const option = useMemo(() => timeOption(data, roomFor(width, height), palette), [data, width, height, palette])
  const pointer = usePointer(data, room, onZoom)
  const { at, pinned, drag } = pointer
  const ticks = valueTicks(data, room)
  return (
    <>
      {data.drawing !== 'bars' && <PartialBands data={data} room={room} />}
      <Drawing option={option} width={room.width} height={room.height} />
      <div
        className={style.overlay}
        style={{ width: room.width, height: room.height }}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk its buckets
        tabIndex={0}
        aria-label={summary}
        {...pointer.handlers}
      >
        {drag && <div className={style.band} style={bandOf(drag, data.times.length, room)} />}
        {at !== null && <div className={style.cross} style={{ left: xOf(at, data.times.length, room) }} />}
      </div>
      <div className="ww-hidden" aria-live="polite">
        {at !== null && data.times[at] !== undefined && bucketLabel(data.times[at], data.rollup, data.zone)}
      </div>
      {at !== null && data.times[at] !== undefined && (
        <ChartTip
          data={data}
          index={at}
          pinned={pinned}
          room={room}
          ticks={ticks}
          actions={actions}
          onClose={pointer.close}
        />
      )}
    </>
  )
}

/** Lines and areas can't be hatched: the periods that are not whole lie on hatched ground. */
const PartialBands = ({ data, room }: { data: TimeData; room: Room }) => {
  const { times, rollup, zone, span, now } = data
  return times.map((time, i) =>
    partOf(time, rollup, zone, span, now) === null ? null : (
      <div key={time} className={style.partial} style={bandOf([i, i], times.length, room)} />
    ),
  )
}

const bandOf = ([a, b]: [number, number], count: number, room: Room) => {
  const half = (room.width - room.left - room.right) / count / 2
  const left = xOf(Math.min(a, b), count, room) - half
  return { left, width: xOf(Math.max(a, b), count, room) + half - left, top: room.top, bottom: room.bottom }
}

/** Which bucket is pointed at, pinned or dragged over. */
const usePointer = (data: TimeData, room: Room, onZoom: (from: number, to: number) => void) => {
  const [at, setAt] = useState<number | null>(null)
  const [pinned, setPinned] = useState(false)
  const [drag, setDrag] = useState<[number, number] | null>(null)
  const count = data.times.length
  const indexOf = (event: PointerEvent<HTMLElement>) =>
    indexAt(event.clientX - event.currentTarget.getBoundingClientRect().left, count, room)
  const close = () => {
    setPinned(false)
    setAt(null)
  }
  const zoom = (first: number, last: number) => {
    close()
    onZoom(data.times[first]!, bucketEnd(data.times[last]!, data.rollup, data.zone))
  }
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || count === 0) return
      setDrag([indexOf(event), indexOf(event)])
      if (event.pointerType !== 'touch') event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (count === 0) return
      const index = indexOf(event)
      if (drag) setDrag([drag[0], index])
      if (!pinned) setAt(index)
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      if (!drag) return
      const [first, last] = [Math.min(...drag), Math.max(...drag)]
      setDrag(null)
      if (first !== last) return zoom(first, last)
      setPinned(!(pinned && at === first))
      setAt(indexOf(event))
    },
    onPointerLeave: () => !pinned && setAt(null),
    onPointerCancel: () => setDrag(null),
    onKeyDown: (event: KeyboardEvent) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
      if (step && count) {
        event.preventDefault()
        setAt(Math.min(count - 1, Math.max(0, at === null ? (step > 0 ? 0 : count - 1) : at + step)))
      } else if (event.key === 'Enter' && at !== null) {
        setPinned(true)
      } else if (event.key === 'Escape' && at !== null) {
        event.stopPropagation()
        close()
      }
    },
  }
  return {
    at: at !== null && at < count ? at : null,
    pinned,
    drag: drag && drag[0] !== drag[1] ? drag : null,
    handlers,
    close,
  }
}
