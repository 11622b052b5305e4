import { duration, exact, percent, short } from '../../../ui/number/format.ts'
import { zoneLabel } from '../../../ui/time/zone.ts'
import { windowOf } from '../../journey/page/window.ts'
import { windowWords } from '../../journey/page/words.ts'
import type { Asked } from './asked.ts'
import { rulesWords } from './counting-words.ts'
import { withinOf } from './question.ts'
import style from './result.module.css'
import { type Elapsed, type FunnelResult, typicalTime } from './result.ts'
import { countedWords } from './words.ts'

/** End to end: the rate, what it is of, and how long it took. */
export const ResultHead = ({ result, asked }: { result: FunnelResult; asked: Asked }) => {
  const { question } = asked
  const [start, end] = [result.all.counts[0] ?? 0, result.all.counts.at(-1) ?? 0]
  const window = windowOf({ ...question, within: withinOf(question) })
  const between = typicalTime(result.all.times.find((time) => time !== null))
  return (
    <div className={style.summary}>
      <dl className={style.figures}>
        <div className={style.figure}>
          <dt>Converted</dt>
          <dd className={style.big}>{percent(result.rate)}</dd>
          <dd className="ww-muted" title={`${exact(end)} of ${exact(start)}`}>
            {`${short(end)} of ${short(start)} ${countedWords(question, start)}`}
          </dd>
        </div>
        <div className={style.figure}>
          <dt>Median time to convert</dt>
          <dd className={style.big}>{duration(end > 0 ? result.time?.median : null)}</dd>
          <dd className="ww-muted">{end > 0 && result.time ? timesWords(result.time) : '\u00a0'}</dd>
        </div>
      </dl>
      <p className={style.note}>
        {[
          window ? `within ${windowWords(window)} of the first step` : 'within the session',
          ...rulesWords(question.counting),
          ...(between ? [`${between.word} times between steps`] : []),
          zoneLabel(asked.zone, asked.now),
        ].join(' · ')}
      </p>
    </div>
  )
}

/** `average 6 m 52 s, from 2.3 s to 51 m` */
const timesWords = ({ avg, min, max }: Elapsed): string => {
  const range = min != null && max != null ? `from ${duration(min)} to ${duration(max)}` : ''
  return [avg == null ? '' : `average ${duration(avg)}`, range].filter(Boolean).join(', ')
}
