import { exactInUnit, inUnit, percent } from '../../ui/number/format.ts'
import { useFrame } from '../../ui/scope/frame.ts'
import { surroundingsOf } from '../../ui/scope/surroundings.ts'
import { before } from '../../ui/time/range.ts'
import type { Asked } from './asked.ts'
import { requestOf } from './request.ts'
import { type ScalarAnswer, type ScalarResult, scalarResult } from './result.ts'
import { outputWords } from './series-view.tsx'
import { type Ready, useAnswer } from './use-answer.ts'
import style from './view.module.css'

/** One number for each output, large, with what it was in the time before. */
export const ValueView = ({ result, asked }: { result: ScalarResult; asked: Asked }) => {
  const frame = useFrame()
  const { question, span } = asked
  const words = outputWords(question)
  const earlier = requestOf(question, { ...surroundingsOf(frame), span: before(span) })
  const previous = useAnswer<ScalarAnswer>(earlier as Ready, undefined, earlier.ok)
  const old = previous.answer && !previous.isOld ? scalarResult(previous.answer) : null
  return (
    <dl className={style.figures} style={{ margin: 0 }}>
      {result.outputs.map((output, i) => {
        const value = result.rows[0]?.values[i] ?? null
        return (
          <div className={style.figure} key={output.name}>
            <dt className={style.figureName}>{words[i] ?? output.name}</dt>
            <dd className={style.figureNumber} style={{ margin: 0 }} title={exactInUnit(value, output.unit)}>
              {inUnit(value, output.unit)}
            </dd>
            <dd className={style.figureName} style={{ margin: 0 }}>
              {changeWords(value, old?.rows[0]?.values[i] ?? null, output.unit)}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

const changeWords = (now: number | null, old: number | null, unit: string | undefined): string => {
  if (now === null || old === null) return ' '
  if (old === 0) return now === 0 ? 'As in the time before' : 'None in the time before'
  const share = (now - old) / Math.abs(old)
  const sign = share > 0 ? '+' : share < 0 ? '−' : ''
  return `${sign}${percent(Math.abs(share))} against ${inUnit(old, unit)} in the time before`
}
