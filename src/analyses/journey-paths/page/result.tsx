import { Button } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { SearchFault } from '../../../ui/filter/filter-bar.tsx'
import { duration, exact } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { type Surroundings, useSurroundings } from '../../../ui/scope/surroundings.ts'
import { zoneLabel } from '../../../ui/time/zone.ts'
import style from '../../funnel/page/result.module.css'
import { Answered } from '../../journey/page/answered.tsx'
import { FEWEST_STEPS } from '../../journey/page/step.ts'
import { useOthers } from '../../journey/page/use-others.ts'
import { windowOf } from '../../journey/page/window.ts'
import { entityWords, windowWords } from '../../journey/page/words.ts'
import type { Chosen } from './address.ts'
import { waysCsv } from './csv.ts'
import { type Question, ROW_STEPS } from './question.ts'
import { pathsRequest } from './request.ts'
import { firstOf, type PathsAnswer, type Ways, waysOf } from './result.ts'
import { Toolbar } from './toolbar.tsx'
import type { ChangeQuestion, Choose } from './use-question.ts'
import { WayList } from './ways.tsx'
import { BesideList } from './ways-beside.tsx'
import { titleOf } from './words.ts'

interface Props {
  question: Question
  change: ChangeQuestion
  chosen: Chosen | null
  choose: Choose
  onAdd: () => void
}

/** The ways between the two events, or of those who never came to the second. */
export const Result = (props: Props) => {
  const { question, change, onAdd } = props
  const around = useSurroundings()
  const isWhole = question.steps.length >= FEWEST_STEPS
  const request = useMemo(() => (isWhole ? pathsRequest(question, around) : null), [question, around, isWhole])
  const [shown, setShown] = useState<Ways | null>(null)
  return (
    <>
      <Toolbar question={question} change={change} request={request} csv={shown && (() => waysCsv(shown))} />
      {request === null ? (
        <Empty title="Which ways lead from here to there?" action={{ label: 'Choose an event', run: onAdd }}>
          Choose two events: the one where ways begin, and the one that they lead to. You see what people do between
          them, and what those do who never come there.
        </Empty>
      ) : request.ok ? (
        <Answered<PathsAnswer, About> request={request} about={{ question, around }}>
          {(answer, about) => (
            <Shown
              {...props}
              answer={answer}
              question={{ ...about.question, long: question.long }}
              around={about.around}
              onShown={setShown}
            />
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

interface About {
  question: Question
  around: Surroundings
}

interface ShownProps extends Props {
  around: Surroundings
  answer: PathsAnswer
  onShown: (ways: Ways) => void
}

const Shown = ({ answer, question, around, change, chosen, choose, onShown }: ShownProps) => {
  const all = useMemo(() => waysOf(answer), [answer])
  const ways = useMemo(() => firstOf(all, question.rows), [all, question.rows])
  useEffect(() => onShown(ways), [ways, onShown])
  const { others, ownName, error, again } = useOthers<PathsAnswer>(question.versus, around, (of) =>
    pathsRequest(question, of),
  )
  const [other] = others
  const there = useMemo(() => (other?.answer ? waysOf(other.answer) : undefined), [other?.answer])
  const shared = { question, chosen, change, choose }
  if (ways.total === 0 && !there?.total) return <Nobody question={question} change={change} />
  return (
    <div className={style.body}>
      <Head ways={ways} question={question} choose={choose} />
      {error !== null && <Failure error={error} again={again} />}
      {other && there ? (
        <BesideList
          {...shared}
          own={{ key: undefined, name: ownName, ways: all }}
          there={{ key: other.key, name: other.name, ways: there }}
        />
      ) : (
        <WayList {...shared} ways={ways} />
      )}
      <Rows ways={ways} question={question} change={change} />
    </div>
  )
}

const Head = ({ ways, question, choose }: { ways: Ways; question: Question; choose: Choose }) => {
  const { scope, now } = useFrame()
  const window = windowOf(question)
  return (
    <p className={style.timeHead}>
      <bdi>{titleOf(question)}</bdi>
      <span className="ww-muted">
        <button
          type="button"
          className={style.cellButton}
          style={{ width: 'auto' }}
          onClick={() => choose({ way: 'all' })}
        >
          {`${exact(ways.total)} ${entityWords(question.per, ways.total)}`}
        </button>
        {ways.time ? ` · ${duration(ways.time.avg)} on average` : ''}
        {` · ${window ? `within ${windowWords(window)}` : 'within the session'} · ${zoneLabel(scope.zone, now)}`}
      </span>
    </p>
  )
}

/** More and fewer rows, and what the rows leave out. */
const Rows = ({ ways, question, change }: { ways: Ways; question: Question; change: ChangeQuestion }) => {
  const at = ROW_STEPS.indexOf(question.rows)
  const { other } = ways
  return (
    <div className={style.summary} style={{ alignItems: 'center' }}>
      {other.ways > 0 && at < ROW_STEPS.length - 1 && (
        <Button variant="subtle" onClick={() => change({ rows: ROW_STEPS[at + 1]! })}>
          More paths
        </Button>
      )}
      {at > 0 && (
        <Button variant="subtle" onClick={() => change({ rows: ROW_STEPS[at - 1]! })}>
          Fewer paths
        </Button>
      )}
      {other.ways > 0 && (
        <p className={style.note}>
          {`${exact(other.ways)} other ${other.ways === 1 ? 'way' : 'ways'}, of ${exact(other.value)} ${entityWords(question.per, other.value)}`}
        </p>
      )}
    </div>
  )
}

const Nobody = ({ question, change }: { question: Question; change: ChangeQuestion }) => {
  const { scope, setScope } = useFrame()
  const who = entityWords(question.per, 1)
  if (question.side === 'dropped') {
    return (
      <Empty title="Nobody dropped" action={{ label: 'Show who converted', run: () => change({ side: 'converted' }) }}>
        {`Every ${who} that came to the first event went on to the second, or none came to the first in this time.`}
      </Empty>
    )
  }
  if (scope.filter !== '' || scope.segment !== '') {
    return (
      <Empty
        title={`No ${who} went this way`}
        action={{ label: 'Drop filter and segment', run: () => setScope({ filter: '', segment: '' }) }}
      >
        In this time nobody went from the one event to the other and fits the filter and the segment of the bar.
      </Empty>
    )
  }
  return (
    <Empty
      title={`No ${who} went this way`}
      action={{ label: 'Show who dropped', run: () => change({ side: 'dropped' }) }}
    >
      Nobody came from the one event to the other. Look whether they are in the right order.
    </Empty>
  )
}
