import { SegmentedControl } from '@mantine/core'
import { Answer, type Asked } from '../../../ui/feedback/answer.tsx'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { duration, exact, percent } from '../../../ui/number/format.ts'
import { BANDS, type HeatmapAttention, type HeatmapScroll } from '../definition.ts'
import { BANDS_OF, type Question } from './address.ts'
import { attentionBands, type Bands, lookedAt, reachedAt, reachedBands } from './bands.ts'
import { Fact } from './element-panel.tsx'
import style from './heatmap.module.css'

interface Props {
  question: Question
  change: (part: Partial<Question>) => void
  scroll: HeatmapScroll
  attention: Asked<HeatmapAttention>
  depth: number
}

const WORDS = { reached: 'Reached', attention: 'Attention' } as const

/** How far people came, or what they looked at, in numbers and as a curve over the page's length. */
export const ScrollSide = ({ question, change, scroll, attention, depth }: Props) => (
  <>
    <div className={style.order}>
      <span className="ww-muted">Bands show</span>
      <SegmentedControl
        aria-label="Bands show"
        data={BANDS_OF.map((bands) => ({ value: bands, label: WORDS[bands] }))}
        value={question.bands}
        onChange={(bands) => change({ bands: bands as Question['bands'] })}
      />
    </div>
    {question.bands === 'reached' ? (
      <Reached scroll={scroll} depth={depth} />
    ) : (
      <Answer asked={attention} rows={6}>
        {(answer) => <Attention attention={answer} depth={depth} />}
      </Answer>
    )}
  </>
)

const Reached = ({ scroll, depth }: { scroll: HeatmapScroll; depth: number }) => {
  const share = (at: number) => reachedAt(scroll, at)
  return (
    <>
      <dl className={style.facts}>
        <Fact label="Views measured" value={exact(scroll.views)} />
        <Fact label="Average depth" value={percent(scroll.average_depth)} />
        <Fact label="Average fold" value={percent(scroll.average_fold)} />
        <Fact label="Came to the end" value={percent(share(1))} />
        <Fact label="Came to a half" value={percent(share(0.5))} />
        <Fact label={`Came to ${Math.round(depth * 100)} %`} value={percent(share(depth))} />
      </dl>
      <Curve bands={reachedBands(scroll)} depth={depth}>
        {`${percent(share(0.5))} of the views came to the middle of the page, ${percent(share(1))} to its end`}
      </Curve>
    </>
  )
}

const Attention = ({ attention, depth }: { attention: HeatmapAttention; depth: number }) => {
  const { views, recorded, seconds } = attention
  if (views === 0) {
    return (
      <Empty title="Nothing to read it from">
        How long each part was looked at is read from recordings, and none of this page fits the device, the filter and
        the time above.
      </Empty>
    )
  }
  const longest = seconds.indexOf(Math.max(...seconds))
  const middle = (longest + 0.5) / BANDS
  return (
    <>
      <dl className={style.facts}>
        <Fact label="Recordings read" value={exact(views)} />
        <Fact label="Of recorded views" value={exact(recorded)} />
        <Fact label="Top of the page" value={duration(lookedAt(attention, 0))} />
        <Fact label="End of the page" value={duration(lookedAt(attention, 1))} />
        <Fact label={`Longest, at ${Math.round(middle * 100)} %`} value={duration(lookedAt(attention, middle))} />
        <Fact label={`At ${Math.round(depth * 100)} %`} value={duration(lookedAt(attention, depth))} />
      </dl>
      <Curve bands={attentionBands(attention)} depth={depth}>
        {`What lies at ${Math.round(middle * 100)} % of the page was in view for longest`}
      </Curve>
      <p className={style.explained}>
        How long each part was in the window, for a view in the mean, while the window had the focus and something was
        done within 30 seconds.
        {views < recorded && ` Read from the newest ${exact(views)} of ${exact(recorded)} recorded views.`}
      </p>
    </>
  )
}

/** The bands from the top of the page to its end, as wide as they are warm. */
const Curve = ({ bands, depth, children }: { bands: Bands; depth: number; children: string }) => {
  const { warmth } = bands
  const edges = warmth.flatMap((width, band) =>
    [band, band + 1].map((edge) => `${width * 100},${(edge / warmth.length) * 100}`),
  )
  return (
    <svg className={style.curve} viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={children}>
      <polygon points={`0,0 ${edges.join(' ')} 0,100`} fill="var(--ww-bar)" opacity="0.6" />
      <line
        x1="0"
        x2="100"
        y1={depth * 100}
        y2={depth * 100}
        stroke="var(--ww-accent)"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
