import { spread } from '../number/ticks.ts'
import style from './chart.module.css'
import { labelValues, type Series, type TimeData } from './series.ts'
import { type Room, valueTicks, yOf } from './time-option.ts'

/** The names of a few series, each beside where it ends. */
export const SeriesNames = ({ data, room }: { data: TimeData; room: Room }) => {
  const ticks = valueTicks(data, room)
  const wanted = labelValues(data.series, data.drawing).map((v) => yOf(v ?? 0, ticks, room))
  const places = spread(wanted, 18, room.height - room.bottom)
  return (
    <ul className={style.names} style={{ left: room.width, height: room.height }}>
      {data.series.map((s, i) =>
        places[i] === null ? null : (
          <li key={s.key} className={style.name} style={{ top: places[i]! - 9 }} title={s.label}>
            <span className={style.swatch} style={{ background: s.colour }} />
            <bdi>{s.label}</bdi>
          </li>
        ),
      )}
    </ul>
  )
}

interface LegendProps {
  series: readonly Series[]
  hidden: ReadonlySet<string>
  onToggle: (key: string) => void
}

/** The names of many series; pressing one takes it off the chart, or puts it back. */
export const Legend = ({ series, hidden, onToggle }: LegendProps) => (
  <ul className={style.legend} aria-label="Series">
    {series.map((s) => (
      <li key={s.key}>
        <button
          type="button"
          className={style.legendItem}
          aria-pressed={!hidden.has(s.key)}
          title={s.label}
          onClick={() => onToggle(s.key)}
        >
          <span className={style.swatch} style={{ background: s.colour }} />
          <bdi>{s.label}</bdi>
        </button>
      </li>
    ))}
  </ul>
)
