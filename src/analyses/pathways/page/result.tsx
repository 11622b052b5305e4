import { useEffect, useMemo, useState } from 'react'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../ui/feedback/loading.tsx'
import { SearchFault } from '../../../ui/filter/filter-bar.tsx'
import { exact } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { type Surroundings, useSurroundings } from '../../../ui/scope/surroundings.ts'
import { zoneLabel } from '../../../ui/time/zone.ts'
import style from '../../funnel/page/result.module.css'
import { Answered } from '../../journey/page/answered.tsx'
import { useOthers } from '../../journey/page/use-others.ts'
import { entityWords } from '../../journey/page/words.ts'
import type { Chosen } from './address.ts'
import { startOf } from './beside.ts'
import { BesideTable } from './beside-table.tsx'
import { linksCsv } from './csv.ts'
import { LinksTable } from './links-table.tsx'
import { NothingFound } from './nothing.tsx'
import { Picked } from './picked.tsx'
import type { Question } from './question.ts'
import { sankeyRequest } from './request.ts'
import { type Diagram, diagramOf, type SankeyAnswer } from './result.ts'
import sankey from './sankey.module.css'
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
        <Answered<SankeyAnswer, About> request={request} about={{ question, around }}>
          {(answer, about) => (
            <Drawn
              answer={answer}
              question={{ ...about.question, show: question.show, pick: question.pick }}
              around={about.around}
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

interface About {
  question: Question
  around: Surroundings
}

interface DrawnProps extends Props {
  around: Surroundings
  answer: SankeyAnswer
  onShown: (diagram: Diagram) => void
}

const Drawn = ({ answer, question, around, change, choose, onShown }: DrawnProps) => {
  const { scope, now } = useFrame()
  const before = question.direction === 'before'
  const diagram = useMemo(() => diagramOf(answer, before), [answer, before])
  useEffect(() => onShown(diagram), [diagram, onShown])
  const { others, ownName, error, again } = useOthers<SankeyAnswer>(question.versus, around, (of) =>
    sankeyRequest(question, of),
  )
  const [other] = others
  const there = useMemo(() => (other?.answer ? diagramOf(other.answer, before) : undefined), [other?.answer, before])
  if (diagram.nodes.length === 0) return <NothingFound question={question} change={change} />
  const start = startOf(diagram, before)
  const shared = { question, change }
  const beside = other && {
    ...other,
    diagram: there,
    choose: (of: Chosen | null) => choose(of && { ...of, of: other.key }),
  }
  return (
    <div className={style.body}>
      <p className={style.timeHead}>
        <bdi>{titleOf(question)}</bdi>
        <span className="ww-muted">
          {`${exact(start)} ${entityWords(question.per, start)} · a name counts once in each · ${zoneLabel(scope.zone, now)}`}
        </span>
      </p>
      {error !== null && <Failure error={error} again={again} />}
      {question.pick.length > 0 && <Picked {...shared} diagram={diagram} />}
      {question.show === 'diagram' ? (
        <>
          {beside && <h2 className={sankey.besideTitle}>{ownName}</h2>}
          <Sankey {...shared} diagram={diagram} choose={choose} there={there} />
          {beside && <Beneath {...shared} beside={beside} own={diagram} />}
        </>
      ) : beside?.diagram ? (
        <BesideTable
          question={question}
          own={{ name: ownName, diagram, choose }}
          there={{ name: beside.name, diagram: beside.diagram, choose: beside.choose }}
        />
      ) : (
        <LinksTable question={question} diagram={diagram} choose={choose} />
      )}
    </div>
  )
}

interface BeneathProps {
  beside: { name: string; diagram: Diagram | undefined; choose: Choose }
  own: Diagram
  question: Question
  change: ChangeQuestion
}

/** The diagram of what it is compared with, each column as high as all that are in it. */
const Beneath = ({ beside: { name, diagram, choose }, own, question, change }: BeneathProps) => {
  const start = diagram ? startOf(diagram, question.direction === 'before') : 0
  return (
    <>
      <h2 className={sankey.besideTitle}>
        <bdi>{name}</bdi>
        {diagram && <span className="ww-muted">{` ${exact(start)} ${entityWords(question.per, start)}`}</span>}
      </h2>
      {diagram === undefined ? (
        <Waiting rows={6} />
      ) : diagram.nodes.length === 0 ? (
        <p className="ww-muted">Nobody went such a way.</p>
      ) : (
        <Sankey diagram={diagram} question={question} change={change} choose={choose} there={own} />
      )}
    </>
  )
}
