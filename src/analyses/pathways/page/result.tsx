import { useEffect, useMemo, useState } from 'react'
import { SearchFault } from '../../../ui/filter/filter-bar.tsx'
import { exact } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useSurroundings } from '../../../ui/scope/surroundings.ts'
import { zoneLabel } from '../../../ui/time/zone.ts'
import style from '../../funnel/page/result.module.css'
import { Answered } from '../../journey/page/answered.tsx'
import { entityWords } from '../../journey/page/words.ts'
import { linksCsv } from './csv.ts'
import { LinksTable } from './links-table.tsx'
import { NothingFound } from './nothing.tsx'
import { Picked } from './picked.tsx'
import type { Question } from './question.ts'
import { sankeyRequest } from './request.ts'
import { type Diagram, diagramOf, type SankeyAnswer } from './result.ts'
import { Sankey } from './sankey.tsx'
import { Toolbar } from './toolbar.tsx'
import type { ChangeQuestion, Choose } from './use-question.ts'
import { titleOf } from './words.ts'

interface Props {
  question: Question
  change: ChangeQuestion
  choose: Choose
}

/** The answer, as a diagram or as a table. */
export const Result = ({ question, change, choose }: Props) => {
  const around = useSurroundings()
  const request = useMemo(() => sankeyRequest(question, around), [question, around])
  const [shown, setShown] = useState<Diagram | null>(null)
  const csv = shown && (() => linksCsv(shown))
  return (
    <>
      <Toolbar question={question} change={change} request={request} csv={csv} />
      {request.ok ? (
        <Answered<SankeyAnswer, Question> request={request} about={question}>
          {(answer, about) => (
            <Drawn
              answer={answer}
              question={{ ...about, show: question.show, pick: question.pick }}
              change={change}
              choose={choose}
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

interface DrawnProps extends Props {
  answer: SankeyAnswer
  onShown: (diagram: Diagram) => void
}

const Drawn = ({ answer, question, change, choose, onShown }: DrawnProps) => {
  const { scope, now } = useFrame()
  const before = question.direction === 'before'
  const diagram = useMemo(() => diagramOf(answer, before), [answer, before])
  useEffect(() => onShown(diagram), [diagram, onShown])
  if (diagram.nodes.length === 0) return <NothingFound question={question} change={change} />
  const start = diagram.columns[before ? diagram.columns.length - 1 : 0]!.value
  const shared = { diagram, question, change, choose }
  return (
    <div className={style.body}>
      <p className={style.timeHead}>
        <bdi>{titleOf(question)}</bdi>
        <span className="ww-muted">
          {`${exact(start)} ${entityWords(question.per, start)} · a name counts once in each · ${zoneLabel(scope.zone, now)}`}
        </span>
      </p>
      {question.pick.length > 0 && <Picked {...shared} />}
      {question.show === 'table' ? <LinksTable {...shared} /> : <Sankey {...shared} />}
    </div>
  )
}
