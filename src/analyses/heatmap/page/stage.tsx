import { useElementSize, useMergedRef } from '@mantine/hooks'
import { type ReactNode, useEffect, useRef } from 'react'
import { Waiting } from '../../../ui/feedback/loading.tsx'
import { drawHeat } from '../../../ui/heat/draw-heat.ts'
import type { Point } from '../../../ui/heat/point.ts'
import type { HeatmapElement } from '../definition.ts'
import type { Layer, MapKind } from './address.ts'

import type { Box } from './box.ts'
import style from './stage.module.css'
import type { RecordedPage } from './use-recorded-page.tsx'

interface Props {
  /** What tells it from another one beside it. */
  label?: string
  host: React.RefObject<HTMLDivElement | null>
  /** What scrolls the page. */
  scroller?: React.RefObject<HTMLDivElement | null>
  page: RecordedPage | null
  pending: boolean
  /** Where the elements are that the page shows. */
  boxes: ReadonlyMap<string, Box | null>
  /** Those that can be pointed at, in their order. */
  elements: readonly HeatmapElement[]
  points: readonly Point[]
  map: MapKind
  layer: Layer
  /** The element under the pointer here or in the list, and the chosen one. */
  pointed: string | undefined
  chosen: string | undefined
  onPoint: (id: string | undefined) => void
  onChoose: (id: string) => void
  /** Drawn over the page, in its own px. */
  children?: ReactNode
}

/** The recorded page at its whole length, as wide as there is room, with what is drawn over it. */
export const Stage = (props: Props) => {
  const { label = 'Recorded page', host, page, pending, map, points, scroller = null } = props
  const { ref, width } = useElementSize<HTMLDivElement>()
  const merged = useMergedRef(ref, scroller)
  const scale = page && width > 0 ? Math.min(1, width / page.width) : 1
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <div ref={merged} className={style.stage} role="region" aria-label={label} tabIndex={0}>
      {pending && (
        <div className={style.wait}>
          <Waiting rows={9} />
        </div>
      )}
      <div
        className={style.sheet}
        style={page ? { width: page.width * scale, height: page.height * scale } : { height: 0 }}
      >
        <div className={style.page} style={page ? { transform: `scale(${scale})`, width: page.width } : undefined}>
          <div ref={host} className={style.host} />
          {page && map !== 'scroll' && <Heat page={page} points={map === 'click' ? points : NONE} />}
          {page && map !== 'scroll' && <Boxes {...props} />}
          {page && props.children}
        </div>
      </div>
    </div>
  )
}

const NONE: Point[] = []

const Heat = ({ page, points }: { page: RecordedPage; points: readonly Point[] }) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (canvas.current) drawHeat(canvas.current, points, Math.max(14, page.width / 60))
  }, [points, page])
  return <canvas ref={canvas} className={style.heat} width={page.width} height={page.height} />
}

/** An outline for each element that can be pointed at; small ones lie over large ones. */
const Boxes = ({ boxes, elements, map, pointed, chosen, onPoint, onChoose }: Props) => {
  const shown = elements
    .flatMap((element, index) => {
      const box = boxes.get(element.id)
      return box ? [{ element, box, place: index + 1 }] : []
    })
    .sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height)
  return shown.map(({ element, box, place }) => (
    <button
      key={element.id}
      type="button"
      tabIndex={-1}
      className={style.box}
      aria-label={`${place}. ${element.name}`}
      data-top={map === 'top' || undefined}
      data-here={element.id === pointed || element.id === chosen || undefined}
      style={{ left: box.left, top: box.top, width: box.width, height: box.height }}
      onMouseEnter={() => onPoint(element.id)}
      onMouseLeave={() => onPoint(undefined)}
      onClick={() => onChoose(element.id)}
    >
      {map === 'top' && <span className={style.place}>{place}</span>}
    </button>
  ))
}
