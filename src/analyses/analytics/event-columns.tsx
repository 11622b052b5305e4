import { UnstyledButton } from '@mantine/core'
import type { Facet } from '../../ui/ask/facets.ts'
import { exactInUnit, inUnit } from '../../ui/number/format.ts'
import type { Column } from '../../ui/table/data-table.tsx'
import { stamp } from '../../ui/time/zone.ts'
import type { Question } from './address.ts'
import { ColumnMenu } from './column-menu.tsx'
import { type FoundEvent, textOf, usualColumns, valueAt } from './event.ts'
import style from './events.module.css'
import type { ChangeQuestion } from './use-question.ts'
import { attributeWord } from './words.ts'

interface Parts {
  question: Question
  change: ChangeQuestion
  facets: readonly Facet[]
  zone: string
  open: (id: string) => void
}

/** The time, and the columns asked for; each has a menu of what can be done with it. */
export const columnsOf = ({ question, change, facets, zone, open }: Parts): Column<FoundEvent>[] => {
  const paths = question.columns ?? usualColumns(question.queries[0]!.event)
  const time: Column<FoundEvent> = {
    key: 'date',
    title: 'Time',
    width: 180,
    render: (row) => {
      const at = stamp(Date.parse(row.attributes.timestamp), zone)
      return (
        <UnstyledButton className={style.open} onClick={() => open(row.id)} aria-label={`Open the event of ${at}`}>
          {at}
        </UnstyledButton>
      )
    },
  }
  return [
    time,
    ...paths.map((path, i): Column<FoundEvent> => {
      const facet = facets.find((f) => f.path === path)
      const isNumber = facet?.type === 'number'
      return {
        key: `@${path}`,
        title: facet?.label ?? attributeWord(path),
        width: isNumber ? 120 : 180,
        ...(isNumber && { align: 'right' as const }),
        menu: <ColumnMenu path={path} index={i} paths={paths} change={change} question={question} />,
        render: (row) => (
          <Cell
            value={valueAt(row.attributes.attributes, path)}
            unit={facet?.unit}
            isNumber={isNumber}
            onOpen={() => open(row.id)}
          />
        ),
      }
    }),
  ]
}

interface CellProps {
  value: unknown
  unit: string | null | undefined
  isNumber: boolean
  onOpen: () => void
}

/** Presses anywhere in a row open its event; by keyboard, the time does. */
const Cell = ({ value, unit, isNumber, onOpen }: CellProps) => {
  const text = isNumber && typeof value === 'number' ? inUnit(value, unit ?? undefined) : textOf(value)
  const title = isNumber && typeof value === 'number' ? exactInUnit(value, unit ?? undefined) : text
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the time's button does the same by keyboard
    <span className={style.cell} title={title} onClick={onOpen}>
      {text === '' ? <span className="ww-muted">–</span> : <bdi>{text}</bdi>}
    </span>
  )
}
