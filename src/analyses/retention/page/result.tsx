import { useMemo, useState } from 'react'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { SearchFault } from '../../../ui/filter/filter-bar.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useSurroundings } from '../../../ui/scope/surroundings.ts'
import { zoneLabel } from '../../../ui/time/zone.ts'
import type { ScalarAnswer, TimeseriesAnswer } from '../../analytics/result.ts'
import style from '../../funnel/page/result.module.css'
import { Answered } from '../../journey/page/answered.tsx'
import { type Beside, useOthers } from '../../journey/page/use-others.ts'
import type { Chosen } from './address.ts'
import { gridCsv } from './csv.ts'
import { type Asked, OverTime } from './over-time.tsx'
import { periodOf, type Question } from './question.ts'
import { besideRequest, retentionRequest } from './request.ts'
import type { Grid, GridAnswer } from './result.ts'
import { Stickiness } from './stickiness.tsx'
import { Table } from './table.tsx'
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
  const asked: Asked = { question, span: around.span, zone: around.zone, now, around }
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

export interface ShownProps extends Props {
  answer: Answer
  asked: Asked
  onShown: (grid: Grid) => void
}

const Shown = ({ answer, asked, ...rest }: ShownProps) => {
  const { question, around } = asked
  const { attributes } = answer.data
  const isCompared = question.show === 'grid' || question.show === 'time'
  const beside = useOthers<Answer>(isCompared ? question.versus : null, around, (of) =>
    besideRequest(question, around, of),
  )
  if (beside.error) return <Failure error={beside.error} again={beside.again} />
  if ('cohorts' in attributes) {
    const others = beside.others as readonly Beside<GridAnswer>[]
    return <Table answer={answer as GridAnswer} asked={asked} others={others} ownName={beside.ownName} {...rest} />
  }
  if ('series' in attributes)
    return (
      <OverTime
        answer={answer as TimeseriesAnswer}
        asked={asked}
        others={beside.others as readonly Beside<TimeseriesAnswer>[]}
        choose={rest.choose}
      />
    )
  return <Stickiness answer={answer as ScalarAnswer} asked={asked} chosen={rest.chosen} choose={rest.choose} />
}
