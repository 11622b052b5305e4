import { Empty } from '../../ui/feedback/empty.tsx'
import { Failure } from '../../ui/feedback/failure.tsx'
import { KeepOld, Waiting } from '../../ui/feedback/loading.tsx'
import { exact } from '../../ui/number/format.ts'
import { useTitle } from '../../ui/page.tsx'
import { useFrame } from '../../ui/scope/frame.ts'
import { type FrustrationsAnswer, KINDS } from './definition.ts'
import type { Question } from './page/address.ts'
import style from './page/frustrations.module.css'
import { Places } from './page/places.tsx'
import { RulesBar } from './page/rules.tsx'
import { Trend } from './page/trend.tsx'
import { useFrustrations, useQuestion } from './page/use-frustrations.ts'
import { KIND_COLOURS, KIND_WORDS } from './page/words.ts'

/** Frustrations: where people clicked in anger, in vain or into an error; how many, whom, and since when. */
export const FrustrationsPage = () => {
  useTitle('Frustrations')
  const { question, change } = useQuestion()
  const { data, error, refetch, isPlaceholderData } = useFrustrations(question)
  return (
    <div className={style.page}>
      <h1 className="ww-hidden">Frustrations</h1>
      {error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : data ? (
        <KeepOld busy={isPlaceholderData}>
          <Totals answer={data} question={question} change={change} />
          <RulesBar question={question} change={change} />
          {data.places.length === 0 ? (
            <Nothing />
          ) : (
            <>
              <Trend trend={data.trend} />
              <div className={style.table}>
                <Places places={data.places} />
              </div>
            </>
          )}
        </KeepOld>
      ) : (
        <Waiting rows={10} />
      )}
    </div>
  )
}

const Totals = ({
  answer,
  question,
  change,
}: {
  answer: FrustrationsAnswer
  question: Question
  change: (next: Question) => void
}) => (
  <div className={style.totals}>
    {KINDS.map((kind) => {
      const of = (by: 'sdk' | 'rule') => answer.totals.find((total) => total.kind === kind && total.by === by)
      const [sdk, rule] = [of('sdk'), of('rule')]
      const pressed = question.kind === kind
      return (
        <button
          key={kind}
          type="button"
          className={style.total}
          aria-pressed={pressed}
          title={KIND_WORDS[kind].says}
          onClick={() => change({ ...question, kind: pressed ? undefined : kind })}
        >
          <span className={style.key}>
            <i style={{ background: KIND_COLOURS[kind] }} />
            {KIND_WORDS[kind].many}
          </span>
          <b>{question.kind && !pressed ? '–' : exact(sdk?.count ?? 0)}</b>
          <span className="ww-muted">{`${exact(sdk?.sessions ?? 0)} sessions, ${exact(sdk?.users ?? 0)} users`}</span>
          {rule && <span className="ww-muted">{`${exact(rule.count)} by rule`}</span>}
        </button>
      )
    })}
  </div>
)

const Nothing = () => {
  const { setScope } = useFrame()
  return (
    <Empty
      title="No frustration in this time"
      action={{ label: 'Look at the last month', run: () => setScope({ time: { last: '1mo' } }) }}
    >
      Here is where people clicked in anger, in vain or into an error. No click that fits the filter and the time above
      had such a signal. The SDK sends them with trackUserInteractions.
    </Empty>
  )
}
