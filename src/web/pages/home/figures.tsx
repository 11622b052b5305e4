import { FIRST_QUESTION } from '../../../analyses/analytics/address.ts'
import { changeOf, type ScalarResult } from '../../../analyses/analytics/result.ts'
import { PlaceLink } from '../../../ui/link.tsx'
import { exact, inUnit, signedPercent } from '../../../ui/number/format.ts'
import { useFrame } from '../../../ui/scope/frame.ts'
import style from './home.module.css'
import { addressOf, FIGURES } from './questions.ts'

/** How much there was, and how much more or less than in the time before. Each number opens over time. */
export const Figures = ({ result }: { result: ScalarResult }) => {
  const { scope } = useFrame()
  return (
    <ul className={style.figures} aria-label="In numbers">
      {FIGURES.map(({ label, query }, i) => {
        const value = result.rows[0]?.values[i] ?? null
        const before = result.rows[0]?.before[i] ?? null
        const { relative } = changeOf(value, before)
        return (
          <li key={label}>
            <PlaceLink to={addressOf({ ...FIRST_QUESTION, queries: [query] }, scope)} className={style.figure}>
              <span className={style.label}>{label}</span>
              <b title={exact(value)}>{inUnit(value, undefined)}</b>
              <span className="ww-muted" title={`${exact(before)} in the time before`}>
                {relative === null ? 'None before' : `${signedPercent(relative)} against before`}
              </span>
            </PlaceLink>
          </li>
        )
      })}
    </ul>
  )
}
