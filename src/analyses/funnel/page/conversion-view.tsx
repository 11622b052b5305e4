import { useMemo, useState } from 'react'
import { FacetSelect } from '../../../ui/facet-select.tsx'
import { exact, percent } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useSurroundings } from '../../../ui/scope/surroundings.ts'
import { seriesResult, type TimeseriesAnswer } from '../../analytics/result.ts'
import { attributeWord, tagWord } from '../../analytics/words.ts'
import { Answered } from '../../journey/page/answered.tsx'
import { type Asked, askedOf } from './asked.ts'
import style from './conversion.module.css'
import counts from './counts-table.module.css'
import { placesBefore } from './optional.ts'
import { type Breakdown, FIRST_LIMIT, type Question } from './question.ts'
import { funnelRequest, timeRequest } from './request.ts'
import { type Course, type FunnelAnswer, funnelResult, rateOf } from './result.ts'
import { TimeView } from './time-view.tsx'
import type { ChangeQuestion } from './use-question.ts'
import { countedWords } from './words.ts'

interface Props {
  question: Question
  change: ChangeQuestion
  asTable: boolean
}

const VERSION: Breakdown = { path: 'version', limit: 10, step: 1 }
const FIRST_ATTRIBUTE = 'device.type'

/** How well people convert: the rate by period, by version, and by an attribute of choice. */
export const ConversionView = ({ question, change, asTable }: Props) => {
  const around = useSurroundings()
  const frame = useFrame()
  const { by } = question
  const attribute = by && by.path !== VERSION.path ? by : { path: FIRST_ATTRIBUTE, limit: FIRST_LIMIT, step: 1 }
  const request = useMemo(() => timeRequest({ ...question, by: null }, around), [question, around])
  if (!request.ok) return null
  return (
    <div className={style.page}>
      <div className={style.chart}>
        <Answered<TimeseriesAnswer, Asked> request={request} about={askedOf({ ...question, by: null }, frame)}>
          {(answer, about) => <TimeView result={seriesResult(answer)} asked={about} asTable={asTable} />}
        </Answered>
      </div>
      <div className={style.parts}>
        <Rates question={question} by={VERSION} title="By version" />
        <Rates question={question} by={attribute} title="By attribute">
          <FacetSelect
            label="Attribute to break the rate down by"
            value={attribute.path}
            onChange={(path) => change({ by: { path, limit: FIRST_LIMIT, step: 1 }, versus: null })}
          />
        </Rates>
      </div>
    </div>
  )
}

interface RatesProps {
  question: Question
  by: Breakdown
  title: string
  children?: React.ReactNode
}

/** Each value's rate, those of most people first. A row leads to the steps of it. */
const Rates = ({ question, by, title, children }: RatesProps) => {
  const around = useSurroundings()
  const asked = useMemo(() => ({ ...question, by, show: 'steps' as const, versus: null }), [question, by])
  const request = useMemo(() => funnelRequest(asked, around), [asked, around])
  if (!request.ok) return null
  return (
    <section className={style.part} aria-label={title}>
      <div className={style.head}>
        <h2>{title}</h2>
        {children}
      </div>
      <Answered<FunnelAnswer, Question> request={request} about={asked}>
        {(answer, about) => <Table groups={funnelResult(answer, placesBefore(about.steps)).groups} question={about} />}
      </Answered>
    </section>
  )
}

const Table = ({ groups, question }: { groups: readonly Course[]; question: Question }) => {
  const { setParams } = useFrame()
  const [sorted, setSorted] = useState<'size' | 'rate'>('size')
  const path = question.by!.path
  const rows = sorted === 'size' ? groups : [...groups].sort((a, b) => (rateOf(b) ?? -1) - (rateOf(a) ?? -1))
  const list = (group: string) =>
    setParams({ people: `${question.steps.length}:${group}`, show: undefined, by: `@${path}` })
  const head = (by: typeof sorted, words: string) => (
    <th scope="col" aria-sort={sorted === by ? 'descending' : 'none'}>
      <button type="button" onClick={() => setSorted(by)}>
        {words}
      </button>
    </th>
  )
  return (
    <table className={`${counts.table} ${style.table}`}>
      <thead>
        <tr>
          <th scope="col">{attributeWord(path)}</th>
          {head('size', 'Began')}
          <th scope="col">Converted</th>
          {head('rate', 'Rate')}
        </tr>
      </thead>
      <tbody>
        {rows.map((course) => {
          const group = course.group ?? ''
          const [start, end] = [course.counts[0] ?? 0, course.counts.at(-1) ?? 0]
          const isOpen = group !== 'Other' && end > 0
          return (
            <tr key={group}>
              <th scope="row" title={tagWord(path, group)}>
                <bdi>{tagWord(path, group)}</bdi>
              </th>
              <td>{exact(start)}</td>
              <td>
                <button
                  type="button"
                  disabled={!isOpen}
                  aria-label={`${tagWord(path, group)}: ${exact(end)} ${countedWords(question, end)} converted. List them`}
                  onClick={() => list(group)}
                >
                  {exact(end)}
                </button>
              </td>
              <td>
                <span className={style.rate} style={{ '--rate': rateOf(course) ?? 0 } as React.CSSProperties}>
                  {percent(rateOf(course))}
                </span>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
