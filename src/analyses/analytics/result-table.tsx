import { Popover, UnstyledButton } from '@mantine/core'
import { useMemo, useState } from 'react'
import { exactInUnit, inUnit } from '../../ui/number/format.ts'
import { type Column, DataTable } from '../../ui/table/data-table.tsx'
import type { Question } from './address.ts'
import { PointActions } from './point-actions.tsx'
import { breakdownsOf } from './request.ts'
import type { ScalarResult } from './result.ts'
import { outputWords } from './series-view.tsx'
import type { ChangeQuestion } from './use-question.ts'
import { attributeWord } from './words.ts'

interface Props {
  result: ScalarResult
  question: Question
  change: ChangeQuestion
}

type Row = ScalarResult['rows'][number]

/** Groups and their numbers. Headers sort; a group's name opens what can be done with it. */
export const ResultTable = ({ result, question, change }: Props) => {
  const [sort, setSort] = useState<{ key: string; order: 'asc' | 'desc' } | null>(null)
  const by = breakdownsOf(question)
  const words = outputWords(question)
  const all = useMemo(() => result.rows.map((r) => r.tags), [result])
  const rows = useMemo(() => sorted(result.rows, sort), [result, sort])
  const columns: Column<Row>[] = [
    ...by.map(
      ({ path }, i): Column<Row> => ({
        key: `g${i}`,
        title: attributeWord(path),
        width: by.length === 1 ? 320 : 220,
        render: (row) =>
          i === 0 ? (
            <GroupMenu row={row} all={all} question={question} change={change} />
          ) : (
            <bdi title={row.tags[i]}>{row.tags[i]}</bdi>
          ),
      }),
    ),
    ...result.outputs.map(
      (output, i): Column<Row> => ({
        key: `v${i}`,
        title: words[i] ?? output.name,
        width: 140,
        align: 'right',
        render: (row) => (
          <span title={exactInUnit(row.values[i], output.unit)}>{inUnit(row.values[i], output.unit)}</span>
        ),
      }),
    ),
  ]
  const toggle = (key: string) =>
    setSort(
      sort?.key !== key
        ? { key, order: key.startsWith('v') ? 'desc' : 'asc' }
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

const sorted = (rows: readonly Row[], sort: { key: string; order: 'asc' | 'desc' } | null): readonly Row[] => {
  if (!sort) return rows
  const index = Number(sort.key.slice(1))
  const sign = sort.order === 'asc' ? 1 : -1
  return [...rows].sort((a, b) => {
    if (sort.key.startsWith('g')) return sign * a.tags[index]!.localeCompare(b.tags[index]!)
    const [x, y] = [a.values[index] ?? null, b.values[index] ?? null]
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
    return sign * (x - y)
  })
}

interface MenuProps {
  row: Row
  all: readonly (readonly string[])[]
  question: Question
  change: ChangeQuestion
}

const GroupMenu = ({ row, all, question, change }: MenuProps) => {
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          fz={12}
          mih={24}
          maw="100%"
          style={{ overflow: 'hidden', textOverflow: 'ellipsis' }}
          title={row.tags[0]}
          onClick={() => setOpened(!opened)}
        >
          <bdi>{row.tags[0]}</bdi>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={4} maw={320} aria-label={`What to do with ${row.tags.join(', ')}`}>
        <PointActions
          change={change}
          by={breakdownsOf(question)}
          tags={row.tags}
          all={all}
          onDone={() => setOpened(false)}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
