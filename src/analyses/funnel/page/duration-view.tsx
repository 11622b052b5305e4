import { type KeyboardEvent, useRef, useState } from 'react'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { duration, exact, percent } from '../../../ui/number/format.ts'
import { stepWords } from '../../journey/page/words.ts'
import style from './duration.module.css'
import type { Chosen } from './people-address.ts'
import { type Question, type Way, wayOf } from './question.ts'
import type { Bin, Elapsed, FunnelResult } from './result.ts'
import { countedWords } from './words.ts'

interface Props {
  result: FunnelResult
  /** The question that the result answers. */
  question: Question
  chosen: Chosen | null
  onChoose: (chosen: Chosen) => void
  /** Null: from the first step to the last. */
  onWay: (way: Way | null) => void
}

/** How long it took: the figures of each part of the way, and how many took how long for the chosen one. */
export const DurationView = ({ result, question, chosen, onChoose, onWay }: Props) => {
  const way = wayOf(question)
  const name = `${stepWords(question.steps[way.start - 1]!)} to ${stepWords(question.steps[way.end - 1]!)}`
  return (
    <div className={style.body}>
      <Figures result={result} question={question} onWay={onWay} />
      <h2 className={style.title}>
        <bdi>{name}</bdi>
      </h2>
      {result.bins.length === 0 ? (
        <Empty title="Nobody went this way">Nobody made both of these steps, so there are no times to show.</Empty>
      ) : (
        <Bins
          bins={result.bins}
          question={{ ...question, count: 'unique' }}
          way={way}
          chosen={chosen}
          onChoose={onChoose}
        />
      )}
    </div>
  )
}

const COLUMNS: [string, (time: Elapsed) => number | null | undefined][] = [
  ['Least', (t) => t.min],
  ['Median', (t) => t.median],
  ['Average', (t) => t.avg],
  ['p75', (t) => t.pc75],
  ['p95', (t) => t.pc95],
  ['p99', (t) => t.pc99],
  ['Greatest', (t) => t.max],
]

const Figures = ({ result, question, onWay }: Pick<Props, 'result' | 'question' | 'onWay'>) => {
  const steps = question.steps.length
  const chosen = wayOf(question)
  const { times, before } = result.all
  const ways: { way: Way; time: Elapsed | null }[] = times.flatMap((time, i) =>
    question.steps[i + 1]!.optional ? [] : [{ way: { start: before[i + 1]! + 1, end: i + 2 }, time }],
  )
  const isAnybody = (result.all.counts.at(-1) ?? 0) > 0
  const rows = steps > 2 ? [...ways, { way: { start: 1, end: steps }, time: isAnybody ? result.time : null }] : ways
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <div className={style.figures} role="region" aria-label="Times between steps" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">From step to step</th>
            {COLUMNS.map(([title]) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ way, time }) => {
            const isWhole = way.start === 1 && way.end === steps
            const words = `${stepWords(question.steps[way.start - 1]!)} → ${stepWords(question.steps[way.end - 1]!)}`
            return (
              <tr key={`${way.start}-${way.end}`} data-whole={(isWhole && steps > 2) || undefined}>
                <th scope="row">
                  <button
                    type="button"
                    aria-pressed={chosen.start === way.start && chosen.end === way.end}
                    title={words}
                    onClick={() => onWay(isWhole ? null : way)}
                  >
                    <span className="ww-muted">{`${way.start} → ${way.end} `}</span>
                    <bdi>{words}</bdi>
                  </button>
                </th>
                {COLUMNS.map(([title, of]) => (
                  <td key={title} title={time ? `${exact(of(time))} ms` : undefined}>
                    {duration(time ? of(time) : null)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

interface BinsProps {
  bins: readonly Bin[]
  question: Question
  way: Way
  chosen: Chosen | null
  onChoose: (chosen: Chosen) => void
}

/** A bar for each length of time. Arrow keys walk them, Enter lists the people. */
const Bins = ({ bins, question, way, chosen, onChoose }: BinsProps) => {
  const list = useRef<HTMLTableSectionElement>(null)
  const [kept, setPlace] = useState(0)
  const place = Math.min(kept, bins.length - 1)
  const highest = Math.max(...bins.map(({ value }) => value))
  const all = bins.reduce((sum, { value }) => sum + value, 0)
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    const next = Math.min(bins.length - 1, Math.max(0, place + by))
    setPlace(next)
    list.current?.querySelectorAll('button')[next]?.focus()
  }
  let sum = 0
  return (
    <table className={style.bins} aria-label="How many took how long">
      <thead>
        <tr>
          <th scope="col">Took</th>
          <th scope="col">
            <span className="ww-hidden">Drawn</span>
          </th>
          <th scope="col">How many</th>
          <th scope="col">Share</th>
          <th scope="col" title="That long or shorter">
            So far
          </th>
        </tr>
      </thead>
      <tbody ref={list} onKeyDown={onKeyDown}>
        {bins.map(({ from, to, value }, i) => {
          sum += value
          const words = `${duration(from)} to ${duration(to)}`
          const isChosen = chosen?.took?.from === from && chosen.took.start === way.start && chosen.step === way.end
          return (
            <tr key={from}>
              <th scope="row">{words}</th>
              <td>
                <button
                  type="button"
                  className={style.bin}
                  style={{ '--share': value / highest } as React.CSSProperties}
                  aria-label={`${words}: ${exact(value)} ${countedWords(question, value)}. List them`}
                  aria-pressed={isChosen}
                  aria-disabled={value === 0 || undefined}
                  tabIndex={i === place ? 0 : -1}
                  onFocus={() => setPlace(i)}
                  onClick={() =>
                    value > 0 && onChoose({ step: way.end, side: 'reached', took: { start: way.start, from, to } })
                  }
                />
              </td>
              <td>{exact(value)}</td>
              <td>{percent(value / all)}</td>
              <td className="ww-muted">{percent(sum / all)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
