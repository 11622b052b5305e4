import { exactInUnit, inUnit, signedPercent } from '../../ui/number/format.ts'
import type { Asked } from './asked.ts'
import { versusOf } from './request.ts'
import { changeOf, type ScalarResult } from './result.ts'
import { outputWords } from './series-view.tsx'
import style from './view.module.css'
import { VERSUS_WORDS } from './words.ts'

/** One number for each output, large, with what it was in the other period. */
export const ValueView = ({ result, asked }: { result: ScalarResult; asked: Asked }) => {
  const { question } = asked
  const words = outputWords(question)
  const versus = VERSUS_WORDS[versusOf(question) ?? 'previous']
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
              {changeWords(value, result.rows[0]?.before[i] ?? null, output.unit, versus)}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

const changeWords = (now: number | null, old: number | null, unit: string | undefined, versus: string): string => {
  if (now === null || old === null) return '\u00a0'
  if (old === 0) return now === 0 ? `As in ${versus}` : `None in ${versus}`
  return `${signedPercent(changeOf(now, old).relative)} against ${inUnit(old, unit)} in ${versus}`
}
