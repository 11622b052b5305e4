import { Tooltip } from '@mantine/core'
import type { CSSProperties, ReactNode } from 'react'
import { duration, exact, percent } from '../../../ui/number/format.ts'
import type { Bar, Place } from './bars.ts'
import style from './chart.module.css'
import { typicalTime } from './result.ts'

interface Props {
  bar: Bar
  /** What the group is called; undefined: everybody. */
  who: string | undefined
  /** The step's name. */
  name: string
  /** What is counted. */
  words: string
  colour: string
  course: number
  /** The one bar that Tab comes to. */
  place: Place
  chosen: 'reached' | 'lost' | null
  onFocus: (place: Place) => void
  onChoose: (side: 'reached' | 'lost') => void
}

type Side = Place['side']

/** A bar and its lighter rest. Both are buttons: they list who stands behind them. */
export const BarPair = ({ bar, who, name, words, colour, course, place, chosen, onFocus, onChoose }: Props) => {
  const { step, figures, full, rest } = bar
  const sizes = { '--full': full, '--rest': rest, '--colour': colour } as CSSProperties
  const before = who === undefined ? '' : `${who}: `
  const part = (side: Side, label: string) => ({
    'aria-label': label,
    'aria-pressed': chosen === side,
    'data-place': `${step - 1}/${course}/${side}`,
    tabIndex: place.step === step - 1 && place.course === course && place.side === side ? 0 : -1,
    onFocus: () => onFocus({ step: step - 1, course, side }),
    onClick: () => onChoose(side),
  })
  const reached = `${before}step ${step}, ${name}: ${exact(figures.count)} ${words}, ${percent(figures.ofStart)} of the start`
  const lost = `${before}lost before step ${step}, ${name}: ${exact(figures.lost)} ${words}, ${percent(1 - (figures.ofBefore ?? 1))} of ${beforeWords(bar)}`
  return (
    <div className={style.pair} style={sizes}>
      {who !== undefined && (
        <bdi className={style.pairName} aria-hidden="true">
          {who}
        </bdi>
      )}
      {figures.lost > 0 && (
        <Tip content={<TipTable bar={bar} who={who} name={name} />}>
          <button type="button" className={style.rest} {...part('lost', lost)} />
        </Tip>
      )}
      <Tip content={<TipTable bar={bar} who={who} name={name} />}>
        <button type="button" className={style.bar} {...part('reached', reached)}>
          {who !== undefined && <span className={style.barLabel}>{percent(figures.ofStart)}</span>}
        </button>
      </Tip>
    </div>
  )
}

/** What a step's share is of, where steps between may be left out. */
const beforeWords = ({ step, course }: Bar): string => {
  const before = course.before[step - 1]! + 1
  return before === step - 1 ? 'the step before' : `step ${before}`
}

const Tip = ({ content, children }: { content: ReactNode; children: ReactNode }) => (
  <Tooltip
    label={content}
    openDelay={80}
    position="top"
    multiline
    events={{ hover: true, focus: true, touch: false }}
    classNames={{ tooltip: style.tip! }}
  >
    {children}
  </Tooltip>
)

const TipTable = ({ bar, who, name }: Pick<Props, 'bar' | 'who' | 'name'>) => {
  const { step, figures, course } = bar
  const time = step > 1 ? course.times[step - 2] : null
  const typical = typicalTime(time)
  const rows: [string, string, string][] = [['Reached', exact(figures.count), percent(figures.ofStart)]]
  if (step > 1) {
    rows.push([`Of ${beforeWords(bar)}`, '', percent(figures.ofBefore)])
    rows.push(['Lost before', exact(figures.lost), percent(1 - (figures.ofBefore ?? 1))])
  }
  if (typical) rows.push([`Time, ${typical.word}`, duration(typical.ms), ''])
  if (time?.min != null && time.max != null)
    rows.push(['Shortest – longest', `${duration(time.min)} – ${duration(time.max)}`, ''])
  return (
    <>
      <div className={style.tipHead}>
        <bdi>{who ?? name}</bdi>
      </div>
      {who !== undefined && <div className="ww-muted">{`${step} ${name}`}</div>}
      <table className={style.tipTable}>
        <tbody>
          {rows.map(([what, count, rate]) => (
            <tr key={what}>
              <td>{what}</td>
              <td>{count}</td>
              <td>{rate}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
