import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type Column, ROW_HEIGHT, TableHead, walkRows } from './data-table.tsx'
import { rowWindow } from './row-window.ts'
import style from './table.module.css'

interface Props<Row> {
  label: string
  /** How many rows there are in all, here or not. */
  total: number
  /** Undefined while it is not here. */
  rowAt: (index: number) => Row | undefined
  /** Told which rows are in sight, from ≤ index < to, once scrolling rests. */
  onSight: (from: number, to: number) => void
  columns: readonly Column<Row>[]
  sort?: { key: string; order: 'asc' | 'desc' } | null
  onSort?: (key: string) => void
}

const AROUND = 12
const REST_MS = 80

/** A real table of rows that are fetched as they come into sight, a million and more. */
export const LongTable = <Row,>(props: Props<Row>) => {
  const { label, total, rowAt, onSight, columns } = props
  const { scroll, place, onScroll } = useScrollPlace()
  const { from, to, above, below } = rowWindow({ total, rowHeight: ROW_HEIGHT, around: AROUND }, place)
  useEffect(() => {
    const timer = setTimeout(() => onSight(from, to), REST_MS)
    return () => clearTimeout(timer)
  }, [from, to, onSight])
  const width = columns.reduce((sum, c) => sum + c.width, 0)
  const rows: ReactNode[] = []
  for (let index = from; index < to; index++) {
    rows.push(<Line key={index} index={index} row={rowAt(index)} columns={columns} />)
  }
  return (
    <div
      ref={scroll}
      className={style.scroll}
      role="region"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      tabIndex={0}
      onKeyDown={walkRows}
      onScroll={onScroll}
    >
      <table className={style.table} style={{ minWidth: width }} aria-rowcount={total + 1}>
        <colgroup>
          {columns.map((c) => (
            <col key={c.key} style={{ width: c.width }} />
          ))}
          <col />
        </colgroup>
        <TableHead {...props} />
        <tbody>
          {above > 0 && <Gap height={above} />}
          {rows}
          {below > 0 && <Gap height={below} />}
        </tbody>
      </table>
    </div>
  )
}

const Line = <Row,>({ index, row, columns }: { index: number; row: Row | undefined } & Pick<Props<Row>, 'columns'>) => (
  <tr aria-rowindex={index + 2} aria-busy={row === undefined || undefined}>
    {columns.map((c) => (
      <td key={c.key} data-align={c.align}>
        {row === undefined ? <span className={style.pending} /> : c.render(row)}
      </td>
    ))}
    <td aria-hidden="true" />
  </tr>
)

/** Stands for rows that are out of sight. */
const Gap = ({ height }: { height: number }) => (
  <tr>
    <td style={{ height, padding: 0, border: 0 }} />
  </tr>
)

const useScrollPlace = () => {
  const scroll = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState({ top: 0, height: 600 })
  const look = useCallback(() => {
    const element = scroll.current
    if (element) setPlace({ top: element.scrollTop, height: element.clientHeight })
  }, [])
  useLayoutEffect(() => {
    const observer = new ResizeObserver(look)
    observer.observe(scroll.current!)
    return () => observer.disconnect()
  }, [look])
  return { scroll, place, onScroll: look }
}
