import { useMemo } from 'react'
import type { Question } from '../../../analyses/analytics/address.ts'
import { NothingFound } from '../../../analyses/analytics/nothing.tsx'
import { requestOf } from '../../../analyses/analytics/request.ts'
import {
  isNothing,
  type ScalarAnswer,
  scalarResult,
  seriesResult,
  type TimeseriesAnswer,
} from '../../../analyses/analytics/result.ts'
import { SeriesView } from '../../../analyses/analytics/series-view.tsx'
import { TopList } from '../../../analyses/analytics/top-list.tsx'
import { Answer } from '../../../ui/feedback/answer.tsx'
import { SearchFault } from '../../../ui/filter/filter-bar.tsx'
import { useTitle } from '../../../ui/page.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { surroundingsOf } from '../../../ui/scope/surroundings.ts'
import { Card, NothingHere } from './card.tsx'
import { Figures } from './figures.tsx'
import { Frustrations } from './frustrations.tsx'
import style from './home.module.css'
import { addressOf, FIGURES_QUESTION, TOP_ACTIONS, TOP_PAGES, USERS_OVER_TIME } from './questions.ts'
import { RecentReplays } from './recent-replays.tsx'
import { SavedCharts } from './saved-charts.tsx'
import { useAsked, useOpenChanged } from './use-asked.ts'

/** Home: what happened at a glance. Every part is a question that opens where it can be asked further. */
export const Home = () => {
  useTitle('Home')
  const frame = useFrame()
  const request = requestOf(FIGURES_QUESTION, surroundingsOf(frame))
  return (
    <div className={style.page}>
      <h1 className="ww-hidden">Home</h1>
      {request.ok ? (
        <Parts />
      ) : (
        <div className={style.fault}>
          <SearchFault id="search-fault" text={request.text} reading={request} />
        </div>
      )}
    </div>
  )
}

const Parts = () => {
  const asked = useAsked<ScalarAnswer>(FIGURES_QUESTION)
  const figures = useMemo(() => asked.answer && scalarResult(asked.answer), [asked.answer])
  if (figures && isNothing(figures.rows.flatMap((row) => row.values)))
    return <NothingFound question={USERS_OVER_TIME} />
  return (
    <div className={style.grid}>
      <div className={style.top}>
        <Answer asked={{ ...asked, answer: figures }} rows={3}>
          {(result) => <Figures result={result} />}
        </Answer>
      </div>
      <OverTime />
      <div className={style.side}>
        <SavedCharts />
        <RecentReplays />
      </div>
      <Ranked title="Pages seen most" question={TOP_PAGES} />
      <Ranked title="What people press most" question={TOP_ACTIONS} />
      <Frustrations />
    </div>
  )
}

const OverTime = () => {
  const { scope } = useFrame()
  const asked = useAsked<TimeseriesAnswer>(USERS_OVER_TIME)
  const change = useOpenChanged(USERS_OVER_TIME)
  return (
    <Card
      title="Users over time"
      to={addressOf(USERS_OVER_TIME, scope)}
      note="dotted: as long a time before"
      size="wide"
    >
      <div className={style.chart}>
        <Answer asked={asked} rows={6}>
          {(answer) => (
            <SeriesView result={seriesResult(answer)} asked={asked.about} additive={false} change={change} />
          )}
        </Answer>
      </div>
    </Card>
  )
}

const Ranked = ({ title, question }: { title: string; question: Question }) => {
  const { scope } = useFrame()
  const asked = useAsked<ScalarAnswer>(question)
  const change = useOpenChanged(question)
  return (
    <Card title={title} to={addressOf(question, scope)} size="narrow">
      <Answer asked={asked} rows={6}>
        {(answer) => {
          const result = scalarResult(answer)
          if (result.rows.length === 0) return <NothingHere>Nothing of this kind happened.</NothingHere>
          return <TopList result={result} question={question} change={change} />
        }}
      </Answer>
    </Card>
  )
}
