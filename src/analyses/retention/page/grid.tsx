import { type KeyboardEvent, useRef, useState } from 'react'
import { exact, percent, short, signedPoints } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useScheme } from '../../../ui/theme/theme-provider.tsx'
import { stamp } from '../../../ui/time/zone.ts'
import { entityWords } from '../../journey/page/words.ts'
import type { ChosenCell } from './address.ts'
import style from './grid.module.css'
import type { Question } from './question.ts'
import { type Cell, changeOf, type Group, highestRate, type Row } from './result.ts'
import { cellColours } from './shade.ts'

interface Props {
  group: Group
  /** Those that it is compared with: their averages stand beneath its own. */
  beside: readonly Group[]
  /** What the average of each is called where there are several; undefined: as the answer does. */
  nameOf: ((tag: string | null) => string) | undefined
  columns: readonly string[]
  /** The question that the table answers. */
  question: Question
  chosen: ChosenCell | null
  onChoose: (chosen: ChosenCell) => void
  /** Which row is pointed at: null none. */
  onPoint: (row: Row | null) => void
}

/** Cohorts from top to bottom, return periods from left to right; the weighted average on top. */
export const RetentionGrid = ({ group, beside, nameOf, columns, question, chosen, onChoose, onPoint }: Props) => {
  const averages = [group, ...beside].map(({ tag, average }) => ({
    tag,
    row: nameOf ? { ...average, name: nameOf(tag) } : average,
  }))
  const lines = [...averages, ...group.rows.map((row) => ({ tag: group.tag, row }))]
  const rows = lines.map(({ row }) => row)
  const highest = highestRate(group)
  const table = useRef<HTMLTableElement>(null)
  const [kept, setKept] = useState({ row: 0, k: 0 })
  const place = rows[kept.row]?.cells[kept.k] ? kept : { row: 0, k: 0 }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = walked(place, event.key, rows)
    if (!next) return
    event.preventDefault()
    setKept(next)
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.row},${next.k}"]`)?.focus()
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <div className={style.scroll} role="region" aria-label="Retention by cohort" tabIndex={0}>
      <table ref={table} className={style.table} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col" className={style.corner}>
              Cohort
            </th>
            <th scope="col" data-align="right">
              {question.per === 'user' ? 'Users' : 'Accounts'}
            </th>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onMouseLeave={() => onPoint(null)}>
          {lines.map(({ tag, row }, r) => (
            <tr
              key={row.cohort ?? `average ${tag}`}
              data-average={row.cohort === undefined || undefined}
              onMouseEnter={() => onPoint(row)}
            >
              <th scope="row" className={style.corner}>
                {row.name}
              </th>
              <td data-align="right" title={exact(row.size)}>
                {short(row.size)}
              </td>
              {row.cells.map((cell) => (
                <GridCell
                  key={cell.k}
                  row={row}
                  cell={cell}
                  column={columns[cell.k] ?? String(cell.k)}
                  question={question}
                  share={(cell.rate ?? 0) / highest}
                  place={`${r},${cell.k}`}
                  isPlace={place.row === r && place.k === cell.k}
                  isChosen={
                    chosen?.k === cell.k &&
                    chosen.cohort === (row.cohort ?? 'average') &&
                    chosen.group === (tag ?? undefined)
                  }
                  against={r > 0 && row.cohort === undefined ? averages[0]!.row : null}
                  onFocus={() => {
                    setKept({ row: r, k: cell.k })
                    onPoint(row)
                  }}
                  onChoose={() =>
                    onChoose({ cohort: row.cohort ?? 'average', k: cell.k, ...(tag !== null && { group: tag }) })
                  }
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Arrow keys walk the cells that are there. Null: no such key. */
const walked = ({ row, k }: { row: number; k: number }, key: string, rows: readonly Row[]) => {
  const most = (r: number) => rows[r]!.cells.length - 1
  const to = (r: number, c: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, r))
    return { row: next, k: Math.min(most(next), Math.max(0, c)) }
  }
  switch (key) {
    case 'ArrowRight':
      return to(row, k + 1)
    case 'ArrowLeft':
      return to(row, k - 1)
    case 'ArrowDown':
      return to(row + 1, k)
    case 'ArrowUp':
      return to(row - 1, k)
    case 'Home':
      return to(row, 0)
    case 'End':
      return to(row, most(row))
    default:
      return null
  }
}

interface CellProps extends Pick<Props, 'question'> {
  row: Row
  cell: Cell
  column: string
  share: number
  place: string
  isPlace: boolean
  isChosen: boolean
  /** The average that this one is compared with. */
  against: Row | null
  onFocus: () => void
  onChoose: () => void
}

const GridCell = ({
  row,
  cell,
  column,
  question,
  share,
  place,
  isPlace,
  isChosen,
  against,
  onFocus,
  onChoose,
}: CellProps) => {
  const { scheme } = useScheme()
  const { scope } = useFrame()
  const few = row.size < 30 && cell.count !== undefined
  const text = textOf(cell, question)
  const other = against?.cells.find(({ k }) => k === cell.k)?.rate ?? null
  const difference = other === null || cell.rate === null ? null : cell.rate - other
  const label = [
    labelOf(row, cell, column, question, scope.zone),
    ...(against && difference !== null ? [`${signedPoints(difference)} to ${against.name}`] : []),
  ].join(', ')
  return (
    <td className={style.cell}>
      <button
        type="button"
        className={style.value}
        style={cell.rate === null ? undefined : cellColours(scheme, Math.min(1, share))}
        data-cell={place}
        data-partial={cell.partial || undefined}
        aria-label={label}
        aria-pressed={isChosen}
        title={label}
        tabIndex={isPlace ? 0 : -1}
        onFocus={onFocus}
        onClick={onChoose}
      >
        {text}
        {difference !== null && <span className={style.few}>{` ${signedPoints(difference)}`}</span>}
        {few && question.measure === 'rate' && <span className={style.few}>{` ${short(cell.count)}`}</span>}
      </button>
    </td>
  )
}

const textOf = (cell: Cell, { measure }: Question): string => {
  if (measure === 'count') return cell.count === undefined ? percent(cell.rate) : short(cell.count)
  return percent(cell.rate)
}

/** All that a cell says: whose, when, how many of how many, how it changed, and whether it is whole. */
const labelOf = (row: Row, cell: Cell, column: string, question: Question, zone: string): string => {
  const change = changeOf(row, cell)
  return [
    `${row.name}, ${column}: ${percent(cell.rate)}`,
    cell.count === undefined
      ? `of ${exact(row.size)} ${entityWords(question.per, row.size)}`
      : `${exact(cell.count)} of ${exact(row.size)} ${entityWords(question.per, row.size)}`,
    change === null ? '' : `${signedPoints(change)} to the period before`,
    cell.start === undefined ? '' : `${stamp(cell.start, zone, 'minute')} to ${stamp(cell.end!, zone, 'minute')}`,
    cell.partial ? 'not over yet: it may still grow' : '',
  ]
    .filter(Boolean)
    .join(', ')
}
