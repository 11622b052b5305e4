import { exact, inUnit } from '../../ui/number/format.ts'
import { zoneLabel } from '../../ui/time/zone.ts'
import type { Question } from './address.ts'
import type { Asked } from './asked.ts'
import { shownBy } from './request.ts'
import { outputWords } from './series-view.tsx'
import style from './view.module.css'
import { attributeWord, queryWords } from './words.ts'

interface Props {
  asked: Asked
  /** The sum of what is shown, where it has one. */
  total?: number | null
}

/** What the answer is, in words; its sum; the zone of its times. */
export const ResultHead = ({ asked, total }: Props) => (
  <div className={style.head}>
    <h2 className={style.headTitle}>
      <bdi>{titleOf(asked.question)}</bdi>
    </h2>
    {total != null && <span title={exact(total)}>{inUnit(total)}</span>}
    <span className="ww-muted">{zoneLabel(asked.zone, asked.now)}</span>
  </div>
)

export const titleOf = (question: Question): string => {
  if (question.show === 'list') return queryWords({ ...question.queries[0]!, measure: { aggregation: 'count' } })
  const what = outputWords(question).join(', ')
  const by = shownBy(question).map((b) => attributeWord(b.path))
  return by.length ? `${what} by ${by.join(', ')}` : what
}
