import { useEffect, useMemo, useState } from 'react'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { KeepOld, SlowNote, Waiting } from '../../../ui/feedback/loading.tsx'
import { SearchFault } from '../../../ui/filter/filter-bar.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useSurroundings } from '../../../ui/scope/surroundings.ts'
import { colourMap } from '../../../ui/theme/palette.ts'
import { useScheme } from '../../../ui/theme/theme-provider.tsx'
import { isTooFine, MOST_BUCKETS } from '../../analytics/request.ts'
import { seriesResult, type TimeseriesAnswer } from '../../analytics/result.ts'
import { useAnswer } from '../../analytics/use-answer.ts'
import type { Ready } from '../../journey/page/request.ts'
import { stepWords } from '../../journey/page/words.ts'
import { type Asked, askedOf } from './asked.ts'
import { Chart } from './chart.tsx'
import { ConversionView } from './conversion-view.tsx'
import { useCourseName } from './course-name.ts'
import { stepsCsv, timesCsv } from './csv.ts'
import { DifferencesView } from './differences-view.tsx'
import { DurationView } from './duration-view.tsx'
import { GroupsTable } from './groups-table.tsx'
import { ResultHead } from './head.tsx'
import { lossHint, NobodyCame, TooFew } from './nothing.tsx'
import { fixedOnly, placesBefore } from './optional.ts'
import { type Chosen, parseChosen, printChosen } from './people-address.ts'
import { isWhole, type Question, type Way } from './question.ts'
import { rollupOf } from './request.ts'
import style from './result.module.css'
import { type FunnelAnswer, type FunnelResult, funnelResult, OTHER_TAG } from './result.ts'
import { savedRequest } from './saved-request.ts'
import { TimeView } from './time-view.tsx'
import { Toolbar } from './toolbar.tsx'
import type { ChangeQuestion } from './use-question.ts'

interface Props {
  question: Question
  change: ChangeQuestion
  onAdd: () => void
}

/** The answer, as the question wants it shown. */
export const Result = ({ question, change, onAdd }: Props) => {
  const around = useSurroundings()
  const whole = isWhole(question)
  const isOverTime = question.show === 'time'
  const isConversion = question.show === 'conversion'
  const isTimes = question.show === 'duration'
  const alike = useMemo(() => fixedOnly(question), [question])
  const request = useMemo(() => (whole ? savedRequest(question, around) : null), [question, around, whole])
  const [asTable, setAsTable] = useState(false)
  const [shown, setShown] = useState<{ result: FunnelResult; names: string[] } | null>(null)
  const csv =
    shown && (question.show === 'steps' || isTimes)
      ? () => (isTimes ? timesCsv : stepsCsv)(shown.result, shown.names)
      : null
  const shared = { question, change }
  return (
    <>
      <Toolbar {...shared} request={request} csv={csv} asTable={asTable} onAsTable={setAsTable} />
      {request === null ? (
        <TooFew {...shared} onAdd={onAdd} />
      ) : !request.ok ? (
        <div className={style.body}>
          <SearchFault id="search-fault" text={request.text} reading={request} />
        </div>
      ) : (isOverTime || isConversion) && isTooFine(rollupOf(question, around.span), around.span, around.zone) ? (
        <TooFine onAuto={() => change({ roll: null })} />
      ) : isConversion ? (
        <ConversionView {...shared} asTable={asTable} />
      ) : question.show === 'rules' ? (
        <DifferencesView {...shared} question={alike} />
      ) : (
        <Answer request={request} question={question} change={change} asTable={asTable} onShown={setShown} />
      )}
    </>
  )
}

const TooFine = ({ onAuto }: { onAuto: () => void }) => (
  <Empty title="Too many periods" action={{ label: 'Use the length that suits the range', run: onAuto }}>
    {`The time range has more than ${MOST_BUCKETS.toLocaleString()} periods of this length. Choose a longer one, or a shorter range.`}
  </Empty>
)

interface AnswerProps {
  request: Ready
  question: Question
  change: ChangeQuestion
  asTable: boolean
  onShown: (shown: { result: FunnelResult; names: string[] }) => void
}

/** The last answer stays on the screen, as what it is, while the next is asked for. */
const Answer = ({ request, question, change, asTable, onShown }: AnswerProps) => {
  const frame = useFrame()
  const got = useAnswer<FunnelAnswer | TimeseriesAnswer, Asked>(request, askedOf(question, frame))
  const { answer, about, error, isFetching, isOld, again, cancel } = got
  if (error) return <Failure error={error} again={again} />
  if (answer === undefined) {
    if (!isFetching)
      return (
        <Empty title="Cancelled" action={{ label: 'Ask again', run: again }}>
          The question was called back before it had an answer.
        </Empty>
      )
    return (
      <>
        <SlowNote cancel={cancel} />
        <Waiting rows={8} />
      </>
    )
  }
  return (
    <KeepOld busy={isFetching && isOld} cancel={cancel}>
      {'series' in answer.data.attributes ? (
        <div className={style.body}>
          <TimeView result={seriesResult(answer as TimeseriesAnswer)} asked={about} asTable={asTable} />
        </div>
      ) : (
        <Steps answer={answer as FunnelAnswer} asked={about} onShown={onShown} onWay={(way) => change({ way })} />
      )}
    </KeepOld>
  )
}

interface StepsProps {
  answer: FunnelAnswer
  asked: Asked
  onShown: AnswerProps['onShown']
  onWay: (way: Way | null) => void
}

const Steps = ({ answer, asked, onShown, onWay }: StepsProps) => {
  const { question } = asked
  const { params, scope, setParams } = useFrame()
  const { scheme } = useScheme()
  const result = useMemo(() => funnelResult(answer, placesBefore(question.steps)), [answer, question])
  useEffect(() => onShown({ result, names: question.steps.map(stepWords) }), [result, question, onShown])
  const colours = useMemo(
    () =>
      colourMap(
        scheme,
        result.groups.map((g) => g.group ?? ''),
        (group) => group === OTHER_TAG,
      ),
    [scheme, result],
  )
  const nameOf = useCourseName(question)
  if (result.all.counts[0] === 0 && result.groups.every((g) => g.counts[0] === 0))
    return <NobodyCame question={question} />
  const chosen = parseChosen(params.people, question.steps.length)
  const onChoose = (next: Chosen) => {
    const text = printChosen(next)
    setParams({ people: text === params.people ? undefined : text, trait: undefined, event: undefined })
  }
  if (question.show === 'duration')
    return (
      <div className={style.body}>
        <ResultHead result={result} asked={asked} />
        <DurationView result={result} question={question} chosen={chosen} onChoose={onChoose} onWay={onWay} />
      </div>
    )
  const hint = lossHint(question, result.all.counts, scope.filter)
  const shared = { result, question, colours, nameOf, chosen, onChoose }
  return (
    <div className={style.body}>
      <ResultHead result={result} asked={asked} />
      {hint && <p className={style.notice}>{hint}</p>}
      <Chart {...shared} />
      {result.groups.length > 0 && <GroupsTable {...shared} />}
    </div>
  )
}
