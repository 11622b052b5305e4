import { SegmentedControl } from '@mantine/core'
import { useRef, useState } from 'react'
import { Answer } from '../../ui/feedback/answer.tsx'
import { Failure } from '../../ui/feedback/failure.tsx'
import { SCALE } from '../../ui/heat/draw-heat.ts'
import { exact, short } from '../../ui/number/format.ts'
import { useTitle } from '../../ui/page.tsx'
import type { HeatmapAnswer } from './definition.ts'
import type { Question } from './page/address.ts'
import { BackgroundMenu } from './page/background-menu.tsx'
import { BAND_SCALE } from './page/bands.ts'
import type { Box } from './page/box.ts'
import { Compared, Heading } from './page/compared.tsx'
import { Controls } from './page/controls.tsx'
import { useDrawn } from './page/drawn.tsx'
import { ElementList } from './page/element-list.tsx'
import { ElementPanel } from './page/element-panel.tsx'
import style from './page/heatmap.module.css'
import { Minimap } from './page/minimap.tsx'
import { NoMatch, NoPages, NoReplay } from './page/nothing.tsx'
import { PageFacts } from './page/page-facts.tsx'
import { ScrollLayer } from './page/scroll-map.tsx'
import { ScrollSide } from './page/scroll-side.tsx'
import { Stage } from './page/stage.tsx'
import { useBackground } from './page/use-background.ts'
import { useBands } from './page/use-bands.ts'
import { useHeatmap, usePages, useQuestion } from './page/use-heatmap.ts'
import { type RecordedPage, useRecordedPage } from './page/use-recorded-page.tsx'

type Change = ReturnType<typeof useQuestion>['change']

/** Heatmaps: a recorded page with what people clicked on it and how far they came. */
export const HeatmapsPage = () => {
  useTitle('Heatmaps')
  const { question, change } = useQuestion()
  const pages = usePages(question.device)
  const view = question.view || pages.answer?.pages[0]?.view_name
  return (
    <div className={style.page}>
      <h1 className="ww-hidden">Heatmaps</h1>
      <Answer asked={pages} rows={12}>
        {(answer) =>
          view === undefined ? (
            <>
              <Controls question={question} change={change} pages={[]} view={undefined}>
                {null}
              </Controls>
              <NoPages question={question} change={change} />
            </>
          ) : (
            <Asking question={{ ...question, view }} change={change} pages={answer.pages} />
          )
        }
      </Answer>
    </div>
  )
}

interface AskingProps {
  question: Question
  change: Change
  pages: Parameters<typeof Controls>[0]['pages']
}

const Asking = ({ question, change, pages }: AskingProps) => {
  const heatmap = useHeatmap(question, question.view)
  const background = useBackground(question, question.view)
  return (
    <>
      <Controls question={question} change={change} pages={pages} view={question.view}>
        <MapBackground background={background} change={change} />
      </Controls>
      <div className={style.answer}>
        <Answer asked={heatmap} rows={12}>
          {(answer) => (
            <Heatmap
              question={question}
              change={change}
              background={background}
              answer={answer}
              isOld={heatmap.isOld}
            />
          )}
        </Answer>
      </div>
    </>
  )
}

interface HeatmapProps {
  question: Question
  change: Change
  background: ReturnType<typeof useBackground>
  answer: HeatmapAnswer
  /** The answer is that of the question before. */
  isOld: boolean
}

const Heatmap = ({ question, change, background, answer, isOld }: HeatmapProps) => {
  const { view, map, layer } = question
  const host = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const recorded = useRecordedPage(background.current?.moment ?? null, host)
  const { boxes, listed, drawn, points } = useDrawn(recorded.page, answer.elements, question)
  const [pointed, setPointed] = useState<string | undefined>()
  const [depth, setDepth] = useState(0.5)
  const chosen = answer.elements.find(({ id }) => id === question.element)
  const choose = (id: string | undefined) => change({ element: id }, { replace: true })
  const unmatched = boxes.size > 0 && map !== 'scroll' && [...boxes.values()].every((box) => box === null)
  const other = background.found.find(({ view_id }) => view_id !== background.current?.moment.view)
  const { bands, attention } = useBands(question, view, answer.scroll)
  const failed = [background, recorded].find(({ error }) => error)
  return (
    <div className={style.body}>
      <aside className={style.side} aria-label="What people did here">
        <PageFacts answer={answer} question={question} isOld={isOld} />
        {map === 'scroll' ? (
          <ScrollSide question={question} change={change} scroll={answer.scroll} attention={attention} depth={depth} />
        ) : (
          <>
            {chosen && (
              <ElementPanel
                element={chosen}
                answer={answer}
                question={question}
                visible={boxes.size ? boxes.get(chosen.id) != null : undefined}
                onClose={() => choose(undefined)}
              />
            )}
            <ListHead question={question} change={change} answer={answer} />
            <ElementList
              elements={map === 'top' ? drawn : listed}
              boxes={boxes}
              layer={layer}
              pointed={pointed}
              chosen={chosen?.id}
              onPoint={setPointed}
              onChoose={choose}
            />
          </>
        )}
      </aside>
      <div className={style.view}>
        {question.compare !== '' && <Heading title="As asked above" answer={answer} />}
        {failed ? (
          <Failure error={failed.error} again={failed.again} />
        ) : !background.pending && !background.current ? (
          <NoReplay question={question} change={change} />
        ) : (
          <>
            {unmatched && answer.clicks.clicks > 0 && (
              <NoMatch {...(other && { onOther: () => change({ background: toMoment(other) }) })} />
            )}
            <div className={style.beside}>
              <Stage
                host={host}
                scroller={scroller}
                page={recorded.page}
                pending={background.pending || recorded.pending}
                boxes={boxes}
                elements={drawn}
                points={points}
                map={map}
                layer={layer}
                pointed={pointed}
                chosen={chosen?.id}
                onPoint={setPointed}
                onChoose={choose}
              >
                {map === 'scroll' && recorded.page && (
                  <ScrollLayer
                    bands={bands}
                    fold={answer.scroll.average_fold}
                    height={recorded.page.height}
                    depth={depth}
                    onDepth={setDepth}
                  />
                )}
              </Stage>
              {map === 'scroll' && recorded.page && (
                <Minimap
                  moment={background.current?.moment ?? null}
                  page={recorded.page}
                  scroller={scroller}
                  bands={bands}
                />
              )}
            </div>
            <Foot answer={answer} boxes={boxes} page={recorded.page} question={question} />
          </>
        )}
      </div>
      {question.compare !== '' && (
        <Compared
          question={question}
          view={view}
          moment={background.current?.moment ?? null}
          depth={depth}
          onDepth={setDepth}
          pointed={pointed}
          onPoint={setPointed}
          onChoose={choose}
        />
      )}
    </div>
  )
}

const toMoment = ({ session_id, view_id, at }: { session_id: string; view_id: string; at: number }) => ({
  session: session_id,
  view: view_id,
  at,
})

const MapBackground = ({ background, change }: { background: ReturnType<typeof useBackground>; change: Change }) => (
  <BackgroundMenu
    current={background.current}
    found={background.found}
    change={change}
    keep={(of) => void background.keep(of).then(() => change({ background: null }))}
    letGo={(id) => void background.letGo(id)}
  />
)

const ListHead = ({ question, change, answer }: Pick<HeatmapProps, 'question' | 'change' | 'answer'>) => (
  <div className={style.order}>
    <span className="ww-muted">
      {answer.elements.length < answer.clicks.elements
        ? `The ${short(answer.elements.length)} most clicked of ${short(answer.clicks.elements)} elements`
        : many(answer.elements.length, 'element')}
    </span>
    <SegmentedControl
      aria-label="Order"
      data={[
        { value: 'most', label: 'Most' },
        { value: 'least', label: 'Least' },
      ]}
      value={question.order}
      onChange={(order) => change({ order: order as Question['order'] })}
    />
  </div>
)

const Foot = ({
  answer,
  boxes,
  page,
  question: { map, bands },
}: {
  answer: HeatmapAnswer
  boxes: ReadonlyMap<string, Box | null>
  page: RecordedPage | null
  question: Question
}) => {
  const hidden = answer.elements.filter(({ id }) => boxes.get(id) === null)
  const lost = hidden.reduce((sum, { clicks }) => sum + clicks, 0)
  return (
    <div className={style.foot}>
      {map === 'click' && (
        <span className={style.scale}>
          few <i style={{ background: SCALE }} /> many clicks
        </span>
      )}
      {map === 'scroll' && (
        <span className={style.scale}>
          {bands === 'reached' ? 'few came' : 'hardly in view'} <i style={{ background: BAND_SCALE }} />{' '}
          {bands === 'reached' ? 'all came' : 'in view for longest'}
        </span>
      )}
      {page && <span>{`Recorded in a window ${page.width} × ${page.fold}`}</span>}
      {hidden.length > 0 && map !== 'scroll' && (
        <span>{`Not visible here, but in the list: ${many(hidden.length, 'element')} with ${many(lost, 'click')}`}</span>
      )}
    </div>
  )
}

const many = (n: number, what: string): string => `${exact(n)} ${what}${n === 1 ? '' : 's'}`
