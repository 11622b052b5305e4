import { useMemo } from 'react'
import { Failure } from '../../ui/feedback/failure.tsx'
import { KeepOld, SlowNote, Waiting } from '../../ui/feedback/loading.tsx'
import { SearchFault } from '../../ui/filter/filter-bar.tsx'
import { useFrame } from '../../ui/scope/frame.ts'
import { surroundingsOf } from '../../ui/scope/surroundings.ts'
import type { Draw, Question, Show } from './address.ts'
import { type Asked, askedOf } from './asked.ts'
import { eventsRequest } from './events-request.ts'
import { EventsView } from './events-view.tsx'
import { GoneNote } from './gone-note.tsx'
import { ItemsView } from './items-view.tsx'
import { ByWhat, NothingFound, NoValue, TooFine } from './nothing.tsx'
import { formulasOf, isTooFine, MOST_BUCKETS, requestOf, rollupOf, shownBy } from './request.ts'
import {
  isNothing,
  type ScalarAnswer,
  type ScalarResult,
  scalarResult,
  seriesResult,
  type TimeseriesAnswer,
} from './result.ts'
import { ResultHead } from './result-head.tsx'
import { ResultTable } from './result-table.tsx'
import { SeriesView } from './series-view.tsx'
import { Toolbar } from './toolbar.tsx'
import { TopList } from './top-list.tsx'
import { type Ready, useAnswer } from './use-answer.ts'
import type { ChangeQuestion } from './use-question.ts'
import { ValueView } from './value-view.tsx'
import style from './view.module.css'
import { isAdditive, isStatistic } from './words.ts'

interface Props {
  question: Question
  change: ChangeQuestion
}

/** The answer, as the question wants it shown. */
export const Result = ({ question, change }: Props) => {
  const { scope, span } = useFrame()
  const request = useMemo(() => {
    const around = surroundingsOf({ scope, span })
    return question.show === 'list' ? eventsRequest(question, around) : requestOf(question, around)
  }, [question, span, scope])
  const draw = question.draw ?? drawingOf(question)
  return (
    <>
      <Toolbar question={question} change={change} request={request} draw={draw} />
      <GoneNote question={question} />
      {!request.ok ? (
        <div className={style.body}>
          <SearchFault id="search-fault" text={request.text} reading={request} />
        </div>
      ) : question.show === 'list' ? (
        <EventsView question={question} change={change} />
      ) : question.show === 'series' && isTooFine(rollupOf(question, span), span, scope.zone) ? (
        <TooFine most={MOST_BUCKETS} onAuto={() => change({ roll: null })} />
      ) : (
        <Answer request={request} question={{ ...question, draw }} change={change} />
      )}
    </>
  )
}

/** Bars for counts, lines for statistics, and for what a stack would add up wrongly. */
const drawingOf = ({ queries, by, formulas }: Question): Draw => {
  if (formulas.length || queries.length > 1 || queries.some((q) => isStatistic(q.measure))) return 'lines'
  return by.length > 0 && !isAdditive(queries[0]!.measure) ? 'lines' : 'bars'
}

interface AnswerProps extends Props {
  request: Ready
}

/** The last answer stays on the screen, as what it is, while the next is asked for. */
const Answer = ({ request, question, change }: AnswerProps) => {
  const frame = useFrame()
  const got = useAnswer<ScalarAnswer | TimeseriesAnswer, Asked>(request, askedOf(question, frame))
  const { answer, about, error, isFetching, isOld, again, cancel } = got
  if (error) return <Failure error={error} again={again} />
  if (answer === undefined)
    return isFetching ? <FirstWait asked={about} cancel={cancel} /> : <Cancelled again={again} />
  return (
    <KeepOld busy={isFetching && isOld} cancel={cancel}>
      <Shown answer={answer} asked={about} change={change} />
    </KeepOld>
  )
}

const FirstWait = ({ asked, cancel }: { asked: Asked; cancel: () => void }) => (
  <KeepOld busy={false}>
    <ResultHead asked={asked} />
    <SlowNote cancel={cancel} />
    <Waiting rows={8} />
  </KeepOld>
)

const Cancelled = ({ again }: { again: () => void }) => (
  <div className={style.body}>
    <p>
      Cancelled.{' '}
      <button type="button" onClick={again}>
        Ask again
      </button>
    </p>
  </div>
)

interface ShownProps {
  answer: ScalarAnswer | TimeseriesAnswer
  asked: Asked
  change: ChangeQuestion
}

const Shown = ({ answer, asked, change }: ShownProps) => {
  const { question } = asked
  if ('series' in answer.data.attributes) {
    const result = seriesResult(answer as TimeseriesAnswer)
    const values = result.series.filter((s) => !s.before).flatMap((s) => s.values)
    if (isNothing(values)) return <Nothing question={question} values={values} change={change} />
    const total = isSummable(question) ? values.reduce((sum: number, v) => sum + (v ?? 0), 0) : null
    return (
      <>
        <ResultHead asked={asked} total={total} />
        <div className={style.body}>
          <SeriesView result={result} asked={asked} additive={total !== null} change={change} />
        </div>
      </>
    )
  }
  const result = scalarResult(answer as ScalarAnswer)
  const values = result.rows.flatMap((r) => r.values)
  if (isNothing(values)) return <Nothing question={question} values={values} change={change} />
  return (
    <>
      <ResultHead asked={asked} />
      <div className={style.body}>
        <Scalars result={result} asked={asked} change={change} />
      </div>
    </>
  )
}

/** No events, or a formula that has no value though there are some. */
const Nothing = ({ question, values, change }: Props & { values: readonly (number | null)[] }) => {
  const formulas = formulasOf(question)
  const isUndefined = formulas.length > 0 && values.length > 0 && values.every((value) => value === null)
  return isUndefined ? <NoValue formulas={formulas} change={change} /> : <NothingFound question={question} />
}

const DRAWN: readonly Show[] = ['bar', 'pie', 'treemap', 'map', 'distribution']

const NEEDY: readonly Show[] = ['top', 'bar', 'pie', 'treemap']

const Scalars = (props: { result: ScalarResult; asked: Asked; change: ChangeQuestion }) => {
  const { result, asked, change } = props
  const { question } = asked
  const by = shownBy(question)
  if (question.show === 'value' || (question.show === 'change' && !by.length))
    return <ValueView result={result} asked={asked} />
  if (!by.length && NEEDY.includes(question.show)) return <ByWhat change={change} />
  if (question.show === 'top') return <TopList result={result} question={question} change={change} />
  if (DRAWN.includes(question.show) && !question.numbers) return <ItemsView {...props} />
  return <ResultTable key={question.show} result={result} question={question} change={change} />
}

/** Sums of formulas, of unique values, and of what different queries count, mean nothing. */
const isSummable = ({ queries, formulas }: Question): boolean =>
  queries.length === 1 && formulas.length === 0 && queries[0]!.measure.aggregation === 'count'
