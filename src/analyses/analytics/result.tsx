import { useDisclosure } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import { Failure } from '../../ui/feedback/failure.tsx'
import { KeepOld, SlowNote, Waiting } from '../../ui/feedback/loading.tsx'
import { SearchFault } from '../../ui/filter/filter-bar.tsx'
import { useFrame } from '../../ui/scope/frame.ts'
import { zoneLabel } from '../../ui/time/zone.ts'
import type { Question } from './address.ts'
import { EventsView } from './events-view.tsx'
import { NothingFound, TooFine } from './nothing.tsx'
import { breakdownsOf, isTooFine, MOST_BUCKETS, type Request, requestOf, rollupOf } from './request.ts'
import { isNothing, type ScalarAnswer, scalarResult, seriesResult, type TimeseriesAnswer } from './result.ts'
import { ResultTable } from './result-table.tsx'
import { SeriesView } from './series-view.tsx'
import { SqlDialog } from './sql-dialog.tsx'
import { Toolbar } from './toolbar.tsx'
import { TopList } from './top-list.tsx'
import { useAnswer } from './use-answer.ts'
import type { ChangeQuestion } from './use-question.ts'
import { ValueView } from './value-view.tsx'
import style from './view.module.css'
import { attributeWord, isStatistic, queryWords } from './words.ts'

interface Props {
  question: Question
  change: ChangeQuestion
}

/** The answer, as the question wants it shown. */
export const Result = ({ question, change }: Props) => {
  const { scope, span, now } = useFrame()
  const request = useMemo(
    () => requestOf(question, { span, zone: scope.zone, app: scope.app, filter: scope.filter }),
    [question, span, scope],
  )
  const [asTable, setAsTable] = useState(false)
  const [sql, sqlIs] = useDisclosure(false)
  const draw = question.draw ?? (question.queries.every((q) => isStatistic(q.measure)) ? 'lines' : 'bars')
  return (
    <>
      <Toolbar
        question={question}
        change={change}
        request={request}
        draw={draw}
        asTable={asTable}
        onAsTable={setAsTable}
        onSql={sqlIs.open}
      />
      <div className={style.head}>
        <h2 className={style.headTitle}>{titleOf(question)}</h2>
        <span className="ww-muted">{zoneLabel(scope.zone, now)}</span>
      </div>
      <div className={style.body}>
        {!request.ok ? (
          <SearchFault id="search-fault" text={request.text} reading={request} />
        ) : question.show === 'list' ? (
          <EventsView question={question} change={change} />
        ) : question.show === 'series' && isTooFine(rollupOf(question, span), span, scope.zone) ? (
          <TooFine most={MOST_BUCKETS} onAuto={() => change({ roll: null })} />
        ) : (
          <Answer request={request} question={{ ...question, draw }} asTable={asTable} change={change} />
        )}
      </div>
      {request.ok && (
        <SqlDialog
          opened={sql}
          onClose={sqlIs.close}
          request={request}
          isList={question.show === 'list'}
          question={question}
        />
      )}
    </>
  )
}

const titleOf = (question: Question): string => {
  const what = question.formulas.length ? question.formulas.join(', ') : question.queries.map(queryWords).join(', ')
  if (question.show === 'list') return queryWords({ ...question.queries[0]!, measure: { aggregation: 'count' } })
  const by = breakdownsOf(question).map((b) => attributeWord(b.path))
  return by.length ? `${what} by ${by.join(', ')}` : what
}

interface AnswerProps extends Props {
  request: Extract<Request, { ok: true }>
  asTable: boolean
}

/** The last answer stays on the screen while the next is asked for. It is shown as what it is, not as what is asked. */
const Answer = ({ request, question, asTable, change }: AnswerProps) => {
  const answer = useAnswer<ScalarAnswer | TimeseriesAnswer>(request)
  const { data, error, isFetching, isPlaceholderData, cancel, refetch } = answer
  if (error) return <Failure error={error} again={() => void refetch()} />
  if (data === undefined && !isFetching) return <Failure error={cancelled} again={() => void refetch()} />
  if (data === undefined) {
    return (
      <>
        <SlowNote cancel={cancel} />
        <Waiting rows={8} />
      </>
    )
  }
  return (
    <KeepOld busy={isFetching && isPlaceholderData} cancel={cancel}>
      <Shown data={data} question={question} asTable={asTable} change={change} />
    </KeepOld>
  )
}

const cancelled = new Error('cancelled')

interface ShownProps extends Props {
  data: ScalarAnswer | TimeseriesAnswer
  asTable: boolean
}

const Shown = ({ data, question, asTable, change }: ShownProps) => {
  if ('series' in data.data.attributes) {
    const result = seriesResult(data as TimeseriesAnswer)
    if (isNothing(result.series.flatMap((s) => s.values))) return <NothingFound question={question} />
    return <SeriesView result={result} question={question} asTable={asTable} change={change} />
  }
  const result = scalarResult(data as ScalarAnswer)
  const nothing = isNothing(result.rows.flatMap((r) => r.values))
  if (nothing) return <NothingFound question={question} />
  if (question.show === 'value') return <ValueView result={result} question={question} />
  if (question.show === 'top' && question.by.length)
    return <TopList result={result} question={question} change={change} />
  return <ResultTable result={result} question={question} change={change} />
}
