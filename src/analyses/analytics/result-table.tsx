import { Popover, UnstyledButton } from '@mantine/core'
import { useMemo, useState } from 'react'
import { attributeOf } from '../../model/attribute.ts'
import { exactInUnit, inUnit, signedPercent } from '../../ui/number/format.ts'
import { type Column, DataTable } from '../../ui/table/data-table.tsx'
import type { Question } from './address.ts'
import { PointActions } from './point-actions.tsx'
import { shownBy, versusOf } from './request.ts'
import { changeOf, type ScalarResult, type ScalarRow } from './result.ts'
import { outputWords } from './series-view.tsx'
import type { ChangeQuestion } from './use-question.ts'
import { attributeWord, tagWord, VERSUS_WORDS } from './words.ts'

interface Props {
  result: ScalarResult
  question: Question
  change: ChangeQuestion
}

type Sort = { key: string; order: 'asc' | 'desc' }

/** Groups and their numbers, beside those of the other period. Headers sort; a group's name opens what can be done with it. */
export const ResultTable = ({ result, question, change }: Props) => {
  const isChange = question.show === 'change'
  const [sort, setSort] = useState<Sort | null>(isChange ? { key: 'c0', order: 'desc' } : null)
  const by = shownBy(question)
  const words = outputWords(question)
  const all = useMemo(() => result.rows.map((r) => r.tags), [result])
  const rows = useMemo(() => sorted(result.rows, sort), [result, sort])
  const columns: Column<ScalarRow>[] = [
    ...by.map(
      ({ path }, i): Column<ScalarRow> => ({
        key: `g${i}`,
        title: attributeWord(path),
        width: by.length === 1 ? 320 : 220,
        render: (row) =>
          i === 0 ? (
            <GroupMenu row={row} all={all} question={question} interval={result.interval} change={change} />
          ) : (
            <bdi title={row.tags[i]}>{tagWord(path, row.tags[i] ?? '')}</bdi>
          ),
      }),
    ),
    ...result.outputs.flatMap((output, i) => [
      numberColumn(`v${i}`, words[i] ?? output.name, (row) => row.values[i], output.unit),
      ...(result.comparison ? comparedColumns(i, VERSUS_WORDS[versusOf(question) ?? 'previous'], output.unit) : []),
    ]),
  ]
  const toggle = (key: string) =>
    setSort(
      sort?.key !== key
        ? { key, order: key.startsWith('g') ? 'asc' : 'desc' }
        : { key, order: sort.order === 'asc' ? 'desc' : 'asc' },
    )
  return (
    <DataTable
      label="Groups"
      rows={rows}
      columns={columns}
      rowKey={(row) => row.tags.join('\0')}
      sort={sort}
      onSort={toggle}
    />
  )
}

type NumberOf = (row: ScalarRow) => number | null | undefined

const numberColumn = (key: string, title: string, of: NumberOf, unit: string | undefined): Column<ScalarRow> => ({
  key,
  title,
  width: 140,
  align: 'right',
  render: (row) => <span title={exactInUnit(of(row), unit)}>{inUnit(of(row), unit)}</span>,
})

const changeIn = (row: ScalarRow, i: number) => changeOf(row.values[i], row.before[i])

const comparedColumns = (i: number, versus: string, unit: string | undefined): Column<ScalarRow>[] => [
  numberColumn(`b${i}`, `In ${versus}`, (row) => row.before[i], unit),
  {
    key: `c${i}`,
    title: 'Change',
    width: 160,
    align: 'right',
    render: (row) => {
      const { absolute, relative } = changeIn(row, i)
      const sign = absolute !== null && absolute > 0 ? '+' : absolute !== null && absolute < 0 ? '−' : ''
      return (
        <span title={exactInUnit(absolute, unit)}>
          {`${sign}${inUnit(absolute === null ? null : Math.abs(absolute), unit)} `}
          <span className="ww-muted">{relative === null ? '' : `(${signedPercent(relative)})`}</span>
        </span>
      )
    },
  },
]

const sorted = (rows: readonly ScalarRow[], sort: Sort | null): readonly ScalarRow[] => {
  if (!sort) return rows
  const index = Number(sort.key.slice(1))
  const sign = sort.order === 'asc' ? 1 : -1
  const numberOf = (row: ScalarRow): number | null => {
    if (sort.key.startsWith('v')) return row.values[index] ?? null
    return sort.key.startsWith('b') ? (row.before[index] ?? null) : changeIn(row, index).absolute
  }
  return [...rows].sort((a, b) => {
    if (sort.key.startsWith('g'))
      return sign * a.tags[index]!.localeCompare(b.tags[index]!, undefined, { numeric: true })
    const [x, y] = [numberOf(a), numberOf(b)]
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
    return sign * (x - y)
  })
}

interface MenuProps {
  row: ScalarRow
  all: readonly (readonly string[])[]
  question: Question
  /** How wide ranges are, in a distribution. */
  interval: number | null
  change: ChangeQuestion
}

const GroupMenu = ({ row, all, question, interval, change }: MenuProps) => {
  const by = shownBy(question)
  const low = Number(row.tags[0])
  const range = question.show === 'distribution' && interval ? ([low, low + interval] as const) : undefined
  const unit = attributeOf(by[0]?.path ?? '')?.unit
  const name = range ? range.map((end) => inUnit(end, unit)).join(' – ') : tagWord(by[0]?.path ?? '', row.tags[0] ?? '')
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          fz={12}
          mih={24}
          maw="100%"
          style={{ overflow: 'hidden', textOverflow: 'ellipsis' }}
          title={name}
          onClick={() => setOpened(!opened)}
        >
          <bdi>{name}</bdi>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={4} maw={320} aria-label={`What to do with ${row.tags.join(', ')}`}>
        <PointActions
          question={question}
          change={change}
          by={by}
          range={range}
          tags={row.tags}
          all={all}
          onDone={() => setOpened(false)}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
