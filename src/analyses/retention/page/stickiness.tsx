import { exact, percent, short } from '../../../ui/number/format.ts'
import { type ScalarAnswer, scalarResult } from '../../analytics/result.ts'
import style from './grid.module.css'

interface Props {
  answer: ScalarAnswer
  /** `day`, … */
  period: string
}

/** How many did it in how many of the periods: a bar for each number of them. */
export const Stickiness = ({ answer, period }: Props) => {
  const rows = scalarResult(answer).rows.map(({ tags, values }) => ({ periods: Number(tags[0]), n: values[0] ?? 0 }))
  const all = rows.reduce((sum, { n }) => sum + n, 0)
  const most = Math.max(1, ...rows.map(({ n }) => n))
  return (
    <dl className={style.bars} aria-label="By how many periods">
      {rows.map(({ periods, n }) => (
        <Bar
          key={periods}
          name={`${periods} ${period}${periods === 1 ? '' : 's'}`}
          n={n}
          share={n / (all || 1)}
          full={n / most}
        />
      ))}
    </dl>
  )
}

const Bar = ({ name, n, share, full }: { name: string; n: number; share: number; full: number }) => (
  <>
    <dt>{name}</dt>
    <dd className={style.track} aria-hidden="true">
      <div className={style.fill} style={{ width: `${full * 100}%`, visibility: n ? 'visible' : 'hidden' }} />
    </dd>
    <dd className={style.number} title={exact(n)}>
      {short(n)}
    </dd>
    <dd className={`${style.number} ww-muted`}>{percent(share)}</dd>
  </>
)
