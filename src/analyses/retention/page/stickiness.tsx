import { exact, percent, short } from '../../../ui/number/format.ts'
import { type ScalarAnswer, scalarResult } from '../../analytics/result.ts'
import { entityWords } from '../../journey/page/words.ts'
import type { Chosen } from './address.ts'
import style from './grid.module.css'
import type { Asked } from './over-time.tsx'
import { periodOf } from './question.ts'
import type { Choose } from './use-question.ts'

interface Props {
  answer: ScalarAnswer
  asked: Asked
  chosen: Chosen | null
  choose: Choose
}

/** How many did it in how many of the periods: a bar for each number of them, which lists them. */
export const Stickiness = ({ answer, asked: { question, span }, chosen, choose }: Props) => {
  const period = periodOf(question, span)
  const rows = scalarResult(answer).rows.map(({ tags, values }) => ({ periods: Number(tags[0]), n: values[0] ?? 0 }))
  const all = rows.reduce((sum, { n }) => sum + n, 0)
  const most = Math.max(1, ...rows.map(({ n }) => n))
  return (
    <dl className={style.bars} aria-label="By how many periods">
      {rows.map(({ periods, n }) => (
        <Bar
          key={periods}
          name={`${periods} ${period}${periods === 1 ? '' : 's'}`}
          words={entityWords(question.per, n)}
          n={n}
          share={n / (all || 1)}
          full={n / most}
          isChosen={chosen !== null && 'active' in chosen && chosen.active === periods}
          onChoose={() => choose({ active: periods })}
        />
      ))}
    </dl>
  )
}

interface BarProps {
  name: string
  words: string
  n: number
  share: number
  full: number
  isChosen: boolean
  onChoose: () => void
}

const Bar = ({ name, words, n, share, full, isChosen, onChoose }: BarProps) => (
  <>
    <dt>{name}</dt>
    <dd className={style.track}>
      {n > 0 && (
        <button
          type="button"
          className={style.fill}
          style={{ width: `${full * 100}%` }}
          aria-label={`${name}: ${exact(n)} ${words}. List them`}
          aria-pressed={isChosen}
          onClick={onChoose}
        />
      )}
    </dd>
    <dd className={style.number} title={exact(n)}>
      {short(n)}
    </dd>
    <dd className={`${style.number} ww-muted`}>{percent(share)}</dd>
  </>
)
