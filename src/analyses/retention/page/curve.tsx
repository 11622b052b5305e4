import { useElementSize } from '@mantine/hooks'
import { percent } from '../../../ui/number/format.ts'
import { niceTicks, spread } from '../../../ui/number/ticks.ts'
import { colourMap } from '../../../ui/theme/palette.ts'
import { useScheme } from '../../../ui/theme/theme-provider.tsx'
import { OTHER_TAG } from '../../funnel/page/result.ts'
import style from './grid.module.css'
import type { Cell, Group, Row } from './result.ts'

interface Props {
  /** The values of the breakdown, or one for everybody. */
  groups: readonly Group[]
  /** The one whose cohorts are drawn behind its average. */
  group: Group
  /** What the average of each is called. */
  nameOf: (tag: string | null) => string
  columns: readonly string[]
  /** The row that is pointed at. */
  pointed: Row | null
}

const [LEFT, RIGHT, TOP, BOTTOM] = [52, 108, 10, 22]
const FEWEST_PX = 64
const HEIGHT = 190
const LABEL_HEIGHT = 13

/** How the rate falls from period to period: the average of each group, behind it the cohorts of the one shown. */
export const RetentionCurve = ({ groups, group, nameOf, columns, pointed }: Props) => {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const { scheme, palette } = useScheme()
  const most = Math.max(1, columns.length - 1)
  const rates = [...groups.map((g) => g.average), ...group.rows].flatMap((row) => row.cells.map((c) => c.rate ?? 0))
  const top = Math.min(1, Math.max(0.01, ...rates))
  const x = (k: number) => LEFT + (k / most) * Math.max(0, width - LEFT - RIGHT)
  const y = (rate: number) => TOP + (1 - rate / top) * (HEIGHT - TOP - BOTTOM)
  const names = groups.map(({ tag }) => nameOf(tag))
  const colours = colourMap(scheme, names, (name) => name === OTHER_TAG)
  // Beside the ends of their lines, pushed apart where they would overlap.
  const ends = groups.map(({ average }) => y(average.cells.at(-1)?.rate ?? 0))
  const labels = spread(ends, LABEL_HEIGHT, HEIGHT - BOTTOM)
  const step = Math.max(1, Math.ceil((FEWEST_PX * columns.length) / Math.max(1, width - LEFT - RIGHT)))
  return (
    <div ref={ref}>
      <svg
        className={style.curve}
        role="img"
        aria-label={`Retention by return period: ${groups
          .map(
            (one) =>
              `${nameOf(one.tag)} ${one.average.cells
                .map((c) => percent(c.rate))
                .slice(0, 12)
                .join(', ')}`,
          )
          .join('; ')}`}
      >
        {niceTicks(0, top, 4)
          .filter((tick) => tick <= top * 1.001)
          .map((tick) => (
            <g key={tick}>
              <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} stroke={palette.grid} />
              <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
                {percent(tick)}
              </text>
            </g>
          ))}
        {columns.map((name, k) =>
          k % step === 0 ? (
            <text key={name} x={x(k)} y={HEIGHT - 6} textAnchor={k === 0 ? 'start' : 'middle'}>
              {name}
            </text>
          ) : null,
        )}
        {group.rows.map((row) => (
          <Line key={row.cohort} cells={row.cells} x={x} y={y} colour={palette.lineStrong} width={1} faint />
        ))}
        {groups.map((one, i) => (
          <Line key={one.tag ?? ''} cells={one.average.cells} x={x} y={y} colour={colours.get(names[i]!)!} width={2} />
        ))}
        {pointed?.cohort !== undefined && <Line cells={pointed.cells} x={x} y={y} colour={palette.text} width={1.5} />}
        {groups.map((one, i) =>
          labels[i] == null ? null : (
            <text key={one.tag ?? ''} x={width - RIGHT + 6} y={labels[i] + 4} style={{ fill: palette.text }}>
              {names[i]!.length > 16 ? `${names[i]!.slice(0, 15)}…` : names[i]}
              <title>{names[i]}</title>
            </text>
          ),
        )}
      </svg>
    </div>
  )
}

interface LineProps {
  cells: readonly Cell[]
  x: (k: number) => number
  y: (rate: number) => number
  colour: string
  width: number
  faint?: boolean
}

/** Whole where the periods are over, dotted from the last of those on. */
const Line = ({ cells, x, y, colour, width, faint = false }: LineProps) => {
  const known = cells.filter((cell) => cell.rate !== null)
  const done = known.filter((cell) => !cell.partial)
  const rest = known.slice(Math.max(0, done.length - 1))
  const path = (of: readonly Cell[]) => of.map((c, i) => `${i ? 'L' : 'M'}${x(c.k)},${y(c.rate!)}`).join('')
  const look = { stroke: colour, strokeWidth: width, opacity: faint ? 0.35 : 1 }
  return (
    <>
      <path d={path(done)} {...look} />
      {rest.length > 1 && <path d={path(rest)} {...look} strokeDasharray="1.5 3" />}
      {known.length === 1 && <circle cx={x(known[0]!.k)} cy={y(known[0]!.rate!)} r={width + 1} fill={colour} />}
    </>
  )
}
