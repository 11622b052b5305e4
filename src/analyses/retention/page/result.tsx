import { Select } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { SearchFault } from '../../../ui/filter/filter-bar.tsx'
import { percent } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useSurroundings } from '../../../ui/scope/surroundings.ts'
import { zoneLabel } from '../../../ui/time/zone.ts'
import type { ScalarAnswer, TimeseriesAnswer } from '../../analytics/result.ts'
import style from '../../funnel/page/result.module.css'
import { Answered } from '../../journey/page/answered.tsx'
import type { Chosen } from './address.ts'
import { gridCsv } from './csv.ts'
import { RetentionCurve } from './curve.tsx'
import { RetentionGrid } from './grid.tsx'
import { NobodyStarted } from './nothing.tsx'
import { type Asked, OverTime } from './over-time.tsx'
import { periodOf, type Question } from './question.ts'
import { retentionRequest } from './request.ts'
import { type Grid, type GridAnswer, gridOf, highestRate, type Row } from './result.ts'
import { Stickiness } from './stickiness.tsx'
import { Toolbar } from './toolbar.tsx'
import type { ChangeQuestion, Choose } from './use-question.ts'
import { titleOf } from './words.ts'

interface Props {
  question: Question
  change: ChangeQuestion
  chosen: Chosen | null
  choose: Choose
}

type Answer = GridAnswer | ScalarAnswer | TimeseriesAnswer

/** The answer, as the question wants it shown. */
export const Result = (props: Props) => {
  const { question, change } = props
  const { now } = useFrame()
  const around = useSurroundings()
  const request = useMemo(() => retentionRequest(question, around), [question, around])
  const [shown, setShown] = useState<Grid | null>(null)
  const csv = shown && question.show === 'grid' ? () => gridCsv(shown) : null
  const asked: Asked = { question, span: around.span, zone: around.zone, now }
  return (
    <>
      <Toolbar question={question} change={change} request={request} csv={csv} />
      {request.ok ? (
        <Answered<Answer, Asked> request={request} about={asked}>
          {(answer, about) => (
            <div className={style.body}>
              <Head asked={about} />
              <Shown {...props} answer={answer} asked={about} onShown={setShown} />
            </div>
          )}
        </Answered>
      ) : (
        <div className={style.body}>
          <SearchFault id="search-fault" text={request.text} reading={request} />
        </div>
      )}
    </>
  )
}

const Head = ({ asked: { question, span, zone, now } }: { asked: Asked }) => (
  <p className={style.timeHead}>
    <bdi>{titleOf(question)}</bdi>
    <span className="ww-muted">
      {`by ${periodOf(question, span)}${question.first ? ', first cohort only' : ''} · ${zoneLabel(zone, now)}`}
    </span>
  </p>
)

interface ShownProps extends Props {
  answer: Answer
  asked: Asked
  onShown: (grid: Grid) => void
}

const Shown = ({ answer, asked, ...rest }: ShownProps) => {
  const { question, span } = asked
  const { attributes } = answer.data
  if ('cohorts' in attributes) return <Table answer={answer as GridAnswer} asked={asked} {...rest} />
  if ('series' in attributes) return <OverTime answer={answer as TimeseriesAnswer} asked={asked} />
  return <Stickiness answer={answer as ScalarAnswer} period={periodOf(question, span)} />
}

interface TableProps extends Omit<ShownProps, 'answer'> {
  answer: GridAnswer
}

const Table = ({ answer, asked, question: now, change, chosen, choose, onShown }: TableProps) => {
  const { question } = asked
  const grid = useMemo(() => gridOf(answer), [answer])
  const [pointed, setPointed] = useState<Row | null>(null)
  useEffect(() => onShown(grid), [grid, onShown])
  const group = grid.groups.find(({ tag }) => tag === now.group) ?? grid.groups[0]
  if (!group || grid.groups.every(({ average }) => average.size === 0)) return <NobodyStarted question={question} />
  const tags = grid.groups.flatMap(({ tag }) => (tag === null ? [] : [tag]))
  return (
    <>
      <RetentionCurve groups={grid.groups} group={group} columns={grid.columns} pointed={pointed} />
      <div className={style.summary} style={{ alignItems: 'center', padding: 0 }}>
        {tags.length > 0 && (
          <Select
            aria-label="Whose table"
            w={220}
            allowDeselect={false}
            data={tags}
            value={group.tag}
            onChange={(tag) => change({ group: tag })}
          />
        )}
        <p className={style.note}>
          {`darkest is ${percent(highestRate(group))} · dotted cells are not over yet · the average counts what is complete`}
        </p>
      </div>
      <RetentionGrid
        group={group}
        columns={grid.columns}
        question={question}
        chosen={chosen}
        onChoose={(cell) => choose(group.tag === null ? cell : { ...cell, group: group.tag })}
        onPoint={setPointed}
      />
    </>
  )
}
