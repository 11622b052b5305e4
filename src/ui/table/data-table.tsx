import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { Icon } from '../icon.tsx'
import style from './table.module.css'

export interface Column<Row> {
  key: string
  title: string
  /** px */
  width: number
  align?: 'right'
  /** Whether its header sorts; all do where `onSort` is given, save those that say false. */
  sorts?: boolean
  /** Beside the title: a menu of what can be done with the column. */
  menu?: ReactNode
  render: (row: Row) => ReactNode
}

interface Props<Row> {
  label: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  rowKey: (row: Row) => string
  sort?: { key: string; order: 'asc' | 'desc' } | null
  onSort?: (key: string) => void
  /** The row that is open beside the table. */
  current?: string | undefined
  /** How many rows there are in all, if not all are here. */
  total?: number | undefined
  /** Called when the last rows come into sight. */
  onEnd?: () => void
}

export const ROW_HEIGHT = 29

/** A real table of any length: only the rows in sight are there, the rest is the height of two empty rows. */
export const DataTable = <Row,>(props: Props<Row>) => {
  const { label, rows, columns, rowKey, current, total, onEnd } = props
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (rows.length && last >= rows.length - 20) onEnd?.()
  }, [last, rows.length, onEnd])
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  const width = columns.reduce((sum, c) => sum + c.width, 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <div ref={scroll} className={style.scroll} role="region" aria-label={label} tabIndex={0} onKeyDown={walkRows}>
      <table className={style.table} style={{ minWidth: width }} aria-rowcount={(total ?? rows.length) + 1}>
        <colgroup>
          {columns.map((c) => (
            <col key={c.key} style={{ width: c.width }} />
          ))}
          <col />
        </colgroup>
        <TableHead {...props} />
        <tbody>
          {above > 0 && <Gap height={above} />}
          {items.map(({ index }) => {
            const row = rows[index]!
            const key = rowKey(row)
            return (
              <tr key={key} aria-rowindex={index + 2} data-current={key === current || undefined}>
                {columns.map((c) => (
                  <td key={c.key} data-align={c.align}>
                    {c.render(row)}
                  </td>
                ))}
                <td aria-hidden="true" />
              </tr>
            )
          })}
          {below > 0 && <Gap height={below} />}
        </tbody>
      </table>
    </div>
  )
}

/** Stands for rows that are out of sight. */
const Gap = ({ height }: { height: number }) => (
  <tr>
    <td style={{ height, padding: 0, border: 0 }} />
  </tr>
)

/** The columns' names, which sort where they may. */
export const TableHead = <Row,>({ columns, sort, onSort }: Pick<Props<Row>, 'columns' | 'sort' | 'onSort'>) => (
  <thead>
    <tr>
      {columns.map((c) => {
        const order = sort?.key === c.key ? sort.order : null
        return (
          <th
            key={c.key}
            scope="col"
            data-align={c.align}
            {...(order && { 'aria-sort': order === 'asc' ? ('ascending' as const) : ('descending' as const) })}
          >
            <div className={style.headCell}>
              {onSort && c.sorts !== false ? (
                <button type="button" className={style.sort} title={c.title} onClick={() => onSort(c.key)}>
                  <bdi>{c.title}</bdi>
                  {order && <Icon name={order === 'asc' ? 'up' : 'down'} size={12} />}
                </button>
              ) : (
                <bdi className={style.headText} title={c.title}>
                  {c.title}
                </bdi>
              )}
              {c.menu}
            </div>
          </th>
        )
      })}
      <td aria-hidden="true" />
    </tr>
  </thead>
)

/** Up and down go to the button or link of the row above or below. */
export const walkRows = (event: KeyboardEvent<HTMLElement>) => {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const row = (event.target as HTMLElement).closest('tbody tr')
  if (!step || !row) return
  const next = step > 0 ? row.nextElementSibling : row.previousElementSibling
  const button = next?.querySelector<HTMLElement>('button, a')
  if (!button) return
  event.preventDefault()
  button.focus()
}
