import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { duration, exact, percent, short } from '../../../ui/number/format.ts'
import { SEQUENCE } from '../../../ui/theme/palette.ts'
import { useScheme } from '../../../ui/theme/theme-provider.tsx'
import { kindsOf, stepWords } from '../../journey/page/words.ts'
import { BarPair } from './bar-pair.tsx'
import { type Bar, barsOf, drawnCourses, type Place, walked } from './bars.ts'
import style from './chart.module.css'
import type { Chosen } from './people-address.ts'
import type { Question } from './question.ts'
import { type Elapsed, type FunnelResult, figuresOf, typicalTime } from './result.ts'
import { countedWords } from './words.ts'

interface Props {
  result: FunnelResult
  /** The question that the result answers. */
  question: Question
  colours: ReadonlyMap<string, string>
  nameOf: (group: string) => string
  chosen: Chosen | null
  onChoose: (chosen: Chosen) => void
}

/** Dark enough to stand out from the page, light enough for something so large. */
const BAR_SHADE = 4

/** Steps from left to right: a bar is the share that came so far, its lighter rest what was lost on the way there. */
export const Chart = ({ result, question, colours, nameOf, chosen, onChoose }: Props) => {
  const courses = useMemo(() => drawnCourses(result), [result])
  const bars = useMemo(() => barsOf(courses), [courses])
  const box = useRef<HTMLOListElement>(null)
  const [kept, setPlace] = useState<Place>({ step: 0, course: 0, side: 'reached' })
  const place = bars[kept.step]?.[kept.course] ? kept : { step: 0, course: 0, side: 'reached' as const }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = walked(place, event.key, bars)
    if (!next) return
    event.preventDefault()
    setPlace(next)
    box.current?.querySelector<HTMLElement>(`[data-place="${next.step}/${next.course}/${next.side}"]`)?.focus()
  }
  const figures = figuresOf(result.all)
  const plain = SEQUENCE[useScheme().scheme][BAR_SHADE]!
  return (
    <div className={style.chart}>
      <ol
        ref={box}
        className={style.steps}
        style={{ '--steps': question.steps.length } as React.CSSProperties}
        data-many={question.steps.length > 5 || undefined}
        data-several={courses.length > 1 || undefined}
        aria-label="Steps. Arrow keys walk the bars, up goes to who was lost, Enter lists the people."
        onKeyDown={onKeyDown}
      >
        {question.steps.map((step, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          <li className={style.step} key={i} data-optional={step.optional}>
            <StepHead
              number={i + 1}
              name={stepWords(step)}
              kind={step.optional ? `${kindsOf(step)}, may be left out` : kindsOf(step)}
              figures={figures[i]!}
            />
            <div className={style.plot}>
              {i > 0 && (
                <Passage
                  question={question}
                  from={result.all.before[i]! + 1}
                  optional={step.optional ?? false}
                  figures={figures[i]!}
                  time={result.all.times[i - 1]}
                />
              )}
              <div className={style.bars} data-several={courses.length > 1 || undefined}>
                {(bars[i] ?? []).map((bar, c) => (
                  <BarPair
                    key={bar.group ?? ''}
                    bar={bar}
                    who={bar.group === undefined ? undefined : nameOf(bar.group)}
                    name={stepWords(step)}
                    words={countedWords(question)}
                    colour={bar.group === undefined ? plain : (colours.get(bar.group) ?? plain)}
                    course={c}
                    place={place}
                    chosen={chosen && chosen.step === i + 1 && chosen.group === bar.group ? chosen.side : null}
                    onFocus={setPlace}
                    onChoose={(side) => onChoose({ step: i + 1, side, group: bar.group })}
                  />
                ))}
              </div>
            </div>
          </li>
        ))}
      </ol>
    </div>
  )
}

interface HeadProps {
  number: number
  name: string
  kind: string
  figures: Bar['figures']
}

const StepHead = ({ number, name, kind, figures }: HeadProps) => (
  <>
    <div className={style.head}>
      <span className={style.kind}>{`${number} · ${kind}`}</span>
      <bdi className={style.name} title={name}>
        {name}
      </bdi>
    </div>
    <div className={style.figures}>
      <span className={style.count} title={exact(figures.count)}>
        {short(figures.count)}
      </span>
      <span className="ww-muted">{percent(figures.ofStart)}</span>
    </div>
  </>
)

/** From the step that a step is counted against: how many went on, how long it took them, how many were lost. */
const Passage = ({ question, from, optional, figures, time }: PassageProps) => {
  const typical = typicalTime(time)
  return (
    <div className={style.passage}>
      <span className={style.went} title={`Of those who made step ${from}, ${percent(figures.ofBefore)} went on`}>
        <span aria-hidden="true">→ </span>
        {percent(figures.ofBefore)}
      </span>
      {typical && (
        <span className="ww-muted" title={`${typical.word} time from step ${from}`}>
          {duration(typical.ms)}
        </span>
      )}
      {figures.lost > 0 && (
        <span
          className={optional ? 'ww-muted' : style.lost}
          title={`${exact(figures.lost)} ${countedWords(question, figures.lost)} ${optional ? 'without it' : 'lost'}`}
        >
          {`−${short(figures.lost)}`}
        </span>
      )}
    </div>
  )
}

interface PassageProps {
  question: Question
  /** The step that it is counted against, from 1. */
  from: number
  /** Whoever leaves it out is not lost. */
  optional: boolean
  figures: Bar['figures']
  time: Elapsed | null | undefined
}
