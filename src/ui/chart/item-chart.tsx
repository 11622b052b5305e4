import { useElementSize } from '@mantine/hooks'
import type { EChartsOption } from 'echarts'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { Icon } from '../icon.tsx'
import { exactInUnit, inUnit, percent, signedPercent } from '../number/format.ts'
import { useScheme } from '../theme/theme-provider.tsx'
import style from './chart.module.css'
import { Drawing } from './drawing.tsx'
import type { Look } from './item-option.ts'
import type { Item } from './items.ts'

interface Props {
  /** What is walked by keys and told of, in order. */
  items: readonly Item[]
  unit: string | undefined
  /** Drawn in the room there is. */
  draw: (look: Look) => EChartsOption
  /** What the chart shows, in a sentence, for those who don't see it. */
  summary: string
  /** What the items are parts of; null where they don't add up to anything. */
  whole: number | null
  /** What can be done with a pinned item. */
  actions: (item: Item) => ReactNode
}

interface Place {
  x: number
  y: number
}

/** A drawing of values of one attribute. Point to read, press to pin, walk by arrow keys. */
export const ItemChart = ({ items, unit, draw, summary, whole, actions }: Props) => {
  const { ref, width, height } = useElementSize()
  const { palette } = useScheme()
  const [over, setOver] = useState<string | null>(null)
  const [pinned, setPinned] = useState<Place | null>(null)
  const look = useMemo(() => ({ width, height, palette, unit }), [width, height, palette, unit])
  const option = useMemo(() => (width > 80 && height > 60 ? draw(look) : null), [draw, look, width, height])
  const item = items.find((one) => one.key === over)
  const close = () => {
    setPinned(null)
    setOver(null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key] ?? 0
    if (step && items.length && event.target === event.currentTarget) {
      event.preventDefault()
      setPinned(null)
      const at = items.findIndex((one) => one.key === over)
      setOver(items[(Math.max(at, step > 0 ? -1 : 0) + step + items.length) % items.length]!.key)
    } else if (event.key === 'Enter' && item && event.target === event.currentTarget) {
      event.preventDefault()
      setPinned({ x: width / 2, y: 24 })
    } else if (event.key === 'Escape' && over !== null) {
      event.stopPropagation()
      close()
    }
  }
  return (
    <div ref={ref} className={style.items}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk its values */}
      <div role="group" tabIndex={0} aria-label={summary} className={style.itemsDrawing} onKeyDown={onKeyDown}>
        {option && (
          <Drawing
            option={option}
            width={width}
            height={height}
            marked={over}
            onOver={(key) => !pinned && setOver(key)}
            onPick={(key, x, y) => {
              setOver(key)
              setPinned({ x, y })
            }}
          />
        )}
      </div>
      <div className="ww-hidden" aria-live="polite">
        {item && `${item.label}: ${inUnit(item.value, unit)}`}
      </div>
      {item && (
        <Tip item={item} at={pinned} room={{ width, height }} onClose={close}>
          <Figures
            item={item}
            unit={unit}
            share={whole !== null && whole > 0 && item.value !== null ? item.value / whole : null}
          />
          {pinned && <div className={style.tipActions}>{actions(item)}</div>}
        </Tip>
      )}
    </div>
  )
}

interface TipProps {
  item: Item
  /** Where it is pinned; null: it only tells. */
  at: Place | null
  room: { width: number; height: number }
  onClose: () => void
  children: ReactNode
}

const Tip = ({ item, at, room, onClose, children }: TipProps) => {
  const box = useRef<HTMLDivElement>(null)
  const isPinned = at !== null
  useEffect(() => {
    if (isPinned) box.current?.focus()
  }, [isPinned])
  const side = at && at.x > room.width / 2 ? { right: room.width - at.x + 8 } : { left: (at?.x ?? 0) + 8 }
  const place = at ? { ...side, top: Math.max(0, Math.min(at.y, room.height - 180)) } : { right: 8, top: 8 }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only Escape is heard, for the dialog as a whole
    <div
      ref={box}
      className={style.tip}
      style={place}
      data-pinned={isPinned || undefined}
      {...(isPinned && { role: 'dialog', 'aria-label': `Numbers of ${item.label}`, tabIndex: -1 })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      <div className={style.tipHead}>
        <bdi className={style.tipTitle}>{item.label}</bdi>
        {isPinned && (
          <button type="button" className={style.tipClose} aria-label="Close" onClick={onClose}>
            <Icon name="close" size={12} />
          </button>
        )}
      </div>
      {children}
    </div>
  )
}

const Figures = ({ item, unit, share }: { item: Item; unit: string | undefined; share: number | null }) => {
  const { value, before } = item
  const change = before && value !== null ? (value - before) / Math.abs(before) : null
  return (
    <div>
      <div title={exactInUnit(value, unit)}>
        {exactText(value, unit)}
        {share !== null && <span className="ww-muted">{` · ${percent(share)} of what is shown`}</span>}
      </div>
      {before !== undefined && (
        <div className="ww-muted">{`${signedPercent(change)} against ${exactText(before, unit)}`}</div>
      )}
    </div>
  )
}

const exactText = (value: number | null, unit: string | undefined) =>
  unit ? inUnit(value, unit) : exactInUnit(value, unit)
