import { Select } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { percent } from '../../../ui/number/format.ts'
import style from '../../funnel/page/result.module.css'
import type { Beside } from '../../journey/page/use-others.ts'
import type { Chosen } from './address.ts'
import { RetentionCurve } from './curve.tsx'
import { RetentionGrid } from './grid.tsx'
import { NobodyStarted } from './nothing.tsx'
import type { Asked } from './over-time.tsx'
import type { Question } from './question.ts'
import { type Grid, type GridAnswer, gridOf, highestRate, type Row } from './result.ts'
import type { ChangeQuestion, Choose } from './use-question.ts'

interface Props {
  answer: GridAnswer
  asked: Asked
  /** What it is compared with, and what it is called itself then. */
  others: readonly Beside<GridAnswer>[]
  ownName: string
  question: Question
  change: ChangeQuestion
  chosen: Chosen | null
  choose: Choose
  onShown: (grid: Grid) => void
}

/** The curve, and beneath it the cohorts of one value of the breakdown, or of one of those that stand beside each other. */
export const Table = ({ answer, asked, others, ownName, question: now, change, chosen, choose, onShown }: Props) => {
  const { question } = asked
  const isCompared = question.versus !== null
  const grid = useMemo(() => besides(gridOf(answer), others), [answer, others])
  const [pointed, setPointed] = useState<Row | null>(null)
  useEffect(() => onShown(grid), [grid, onShown])
  const group = grid.groups.find(({ tag }) => tag === now.group) ?? grid.groups[0]
  if (!group || grid.groups.every(({ average }) => average.size === 0)) return <NobodyStarted question={question} />
  const nameOf = (tag: string | null) =>
    isCompared ? (others.find(({ key }) => key === tag)?.name ?? ownName) : (tag ?? 'Average')
  const tags = grid.groups.flatMap(({ tag }) => (tag === null && !isCompared ? [] : [tag]))
  return (
    <>
      <RetentionCurve groups={grid.groups} group={group} nameOf={nameOf} columns={grid.columns} pointed={pointed} />
      <div className={style.summary} style={{ alignItems: 'center', padding: 0 }}>
        {tags.length > 0 && (
          <Select
            aria-label="Whose table"
            w={220}
            allowDeselect={false}
            data={tags.map((tag) => ({ value: tag ?? '', label: nameOf(tag) }))}
            value={group.tag ?? ''}
            onChange={(tag) => change({ group: tag || null })}
          />
        )}
        <p className={style.note}>
          {`darkest is ${percent(highestRate(group))} · dotted cells are not over yet · the average counts what is complete`}
        </p>
      </div>
      <RetentionGrid
        group={group}
        beside={isCompared ? grid.groups.filter((one) => one !== group) : []}
        nameOf={isCompared ? nameOf : undefined}
        columns={grid.columns}
        question={question}
        chosen={chosen && 'cohort' in chosen ? chosen : null}
        onChoose={choose}
        onPoint={setPointed}
      />
    </>
  )
}

/** The grid with those of others, under their keys. */
const besides = (grid: Grid, others: readonly Beside<GridAnswer>[]): Grid => ({
  ...grid,
  groups: [
    ...grid.groups,
    ...others.flatMap(({ key, answer }) => (answer ? gridOf(answer).groups.map((one) => ({ ...one, tag: key })) : [])),
  ],
})
