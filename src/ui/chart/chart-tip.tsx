import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Icon } from '../icon.tsx'
import { exact, inUnit, signedPercent } from '../number/format.ts'
import { bucketEnd, bucketLabel, partOf } from '../time/bucket.ts'
import style from './chart.module.css'
import { ownSeries, type TimeData } from './series.ts'
import type { Point } from './time-chart.tsx'
import { type Room, xOf } from './time-option.ts'

interface Props {
  data: TimeData
  index: number
  pinned: boolean
  room: Room
  ticks: readonly number[]
  actions: (point: Point) => ReactNode
  onClose: () => void
}

const MOST_ROWS = 12

/** A bucket's numbers, largest first. Pinned, it stays, and offers what can be done with them. */
export const ChartTip = ({ data, index, pinned, room, actions, onClose }: Props) => {
  const [chosen, setChosen] = useState<string | null>(null)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (pinned) box.current?.focus()
  }, [pinned])
  const time = data.times[index]!
  const part = partOf(time, data.rollup, data.zone, data.span, data.now)
  const rows = rowsAt(data, index)
  const own = ownSeries(data.series)
  const series = own.length === 1 ? own[0]! : (own.find((s) => s.key === chosen) ?? null)
  const x = xOf(index, data.times.length, room)
  const side = x > room.width / 2 ? { right: room.width - x + 12 } : { left: x + 12 }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only Escape is heard, for the dialog as a whole
    <div
      ref={box}
      className={style.tip}
      style={{ ...side, top: room.top }}
      data-pinned={pinned || undefined}
      {...(pinned && { role: 'dialog', 'aria-label': 'Numbers of this period', tabIndex: -1 })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      <div className={style.tipHead}>
        <span>{bucketLabel(time, data.rollup, data.zone)}</span>
        {pinned && (
          <button type="button" className={style.tipClose} aria-label="Close" onClick={onClose}>
            <Icon name="close" size={12} />
          </button>
        )}
      </div>
      {part && (
        <div className={style.tipNote}>
          {part === 'running' ? 'Still running: not all of it has happened' : 'The time range holds only a part of it'}
        </div>
      )}
      <TipRows rows={rows} data={data} pinned={pinned} chosen={series?.key ?? null} onChoose={setChosen} />
      {pinned && (
        <div className={style.tipActions}>
          {actions({ from: time, to: bucketEnd(time, data.rollup, data.zone), series })}
        </div>
      )}
    </div>
  )
}

interface Row {
  key: string
  label: string
  colour: string
  value: number | null
  unit: string | undefined
  /** Of the other period; undefined without one. */
  before: number | null | undefined
}

const rowsAt = (data: TimeData, index: number): Row[] =>
  ownSeries(data.series)
    .map((s) => {
      const other = data.series.find((o) => o.before === s.key)
      const before = other && (other.values[index] ?? null)
      return { key: s.key, label: s.label, colour: s.colour, value: s.values[index] ?? null, unit: s.unit, before }
    })
    .sort((a, b) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY))

interface RowsProps {
  rows: readonly Row[]
  data: TimeData
  pinned: boolean
  chosen: string | null
  onChoose: (key: string) => void
}

const numberText = (value: number | null, unit: string | undefined) => (unit ? inUnit(value, unit) : exact(value))

const changeText = (now: number | null, before: number | null) =>
  signedPercent(now === null || !before ? null : (now - before) / Math.abs(before))

const TipRows = ({ rows, data, pinned, chosen, onChoose }: RowsProps) => {
  const rest = rows.length - MOST_ROWS
  const total = data.additive && rows.length > 1 ? rows.reduce((sum, r) => sum + (r.value ?? 0), 0) : null
  return (
    <table className={style.tipTable}>
      <tbody>
        {rows.slice(0, MOST_ROWS).map((row) => (
          <tr key={row.key} data-chosen={row.key === chosen || undefined}>
            <td>
              <span className={style.swatch} style={{ background: row.colour }} />
              {pinned && rows.length > 1 ? (
                <button
                  type="button"
                  className={style.tipName}
                  aria-pressed={row.key === chosen}
                  onClick={() => onChoose(row.key)}
                >
                  <bdi>{row.label}</bdi>
                </button>
              ) : (
                <bdi className={style.tipName}>{row.label}</bdi>
              )}
            </td>
            <td className={style.number}>{numberText(row.value, row.unit)}</td>
            {row.before !== undefined && (
              <td className={`${style.number} ww-muted`}>
                {`${changeText(row.value, row.before)} against ${numberText(row.before, row.unit)}`}
              </td>
            )}
          </tr>
        ))}
        {rest > 0 && (
          <tr>
            <td colSpan={2} className="ww-muted">{`and ${rest} more`}</td>
          </tr>
        )}
        {total !== null && (
          <tr className={style.tipTotal}>
            <td>Sum</td>
            <td className={style.number}>{numberText(total, rows[0]?.unit)}</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}
