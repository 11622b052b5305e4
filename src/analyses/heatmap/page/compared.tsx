import { useRef } from 'react'
import { useSegments } from '../../../ui/ask/segments.ts'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { exact } from '../../../ui/number/format.ts'
import type { HeatmapAnswer } from '../definition.ts'
import { BEFORE, type Moment, type Question } from './address.ts'
import { useDrawn } from './drawn.tsx'
import style from './heatmap.module.css'
import { ScrollLayer } from './scroll-map.tsx'
import { Stage } from './stage.tsx'
import { useBands } from './use-bands.ts'
import { useHeatmap } from './use-heatmap.ts'
import { useRecordedPage } from './use-recorded-page.tsx'

interface Props {
  question: Question
  view: string
  /** The background of both. */
  moment: Moment | null
  depth: number
  onDepth: (depth: number) => void
  pointed: string | undefined
  onPoint: (id: string | undefined) => void
  onChoose: (id: string) => void
}

const NONE: HeatmapAnswer['elements'] = []

/** The same page as another segment, or the time before, used it. */
export const Compared = ({ question, view, moment, depth, onDepth, pointed, onPoint, onChoose }: Props) => {
  const host = useRef<HTMLDivElement>(null)
  const heatmap = useHeatmap(question, view, question.compare)
  const recorded = useRecordedPage(moment, host)
  const { answer } = heatmap
  const { boxes, drawn, points } = useDrawn(recorded.page, answer?.elements ?? NONE, question)
  const name = useComparedName(question.compare)
  const { bands } = useBands(question, view, answer?.scroll, question.compare)
  const failed = [heatmap, recorded].find(({ error }) => error)
  const chosen = answer?.elements.find(({ id }) => id === question.element)
  return (
    <section className={style.view} aria-label={`Compared: ${name}`}>
      <Heading title={name} answer={answer} />
      {failed ? (
        <Failure error={failed.error} again={failed.again} />
      ) : (
        <Stage
          label={`Recorded page: ${name}`}
          host={host}
          page={recorded.page}
          pending={recorded.pending || !answer}
          boxes={boxes}
          elements={drawn}
          points={points}
          map={question.map}
          layer={question.layer}
          pointed={pointed}
          chosen={question.element}
          onPoint={onPoint}
          onChoose={onChoose}
        >
          {question.map === 'scroll' && recorded.page && answer && (
            <ScrollLayer
              bands={bands}
              fold={answer.scroll.average_fold}
              height={recorded.page.height}
              depth={depth}
              onDepth={onDepth}
            />
          )}
        </Stage>
      )}
      {question.element !== undefined && answer && (
        <div className={style.foot}>{`The chosen element was clicked ${exact(chosen?.clicks ?? 0)} times here`}</div>
      )}
    </section>
  )
}

/** Over each of two heatmaps: whose it is, and by how many. */
export const Heading = ({ title, answer }: { title: string; answer: HeatmapAnswer | undefined }) => (
  <div className={style.compared}>
    <h2>
      <bdi>{title}</bdi>
    </h2>
    {answer && (
      <span className="ww-muted">{`${exact(answer.clicks.clicks)} clicks in ${exact(answer.page.views)} views`}</span>
    )}
  </div>
)

const useComparedName = (compare: string): string => {
  const segments = useSegments()
  if (compare === BEFORE) return 'The time before, as long'
  return segments?.find(({ id }) => id === compare)?.name ?? 'Another segment'
}
