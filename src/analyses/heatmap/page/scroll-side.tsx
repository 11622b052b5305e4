import { exact, percent } from '../../../ui/number/format.ts'
import { BANDS, type HeatmapScroll } from '../definition.ts'
import { Fact } from './element-panel.tsx'
import style from './heatmap.module.css'
import { reachedAt } from './scroll-map.tsx'

interface Props {
  scroll: HeatmapScroll
  depth: number
}

/** How far people came, in numbers and as a curve over the page's length. */
export const ScrollSide = ({ scroll, depth }: Props) => {
  const share = (at: number) => reachedAt(scroll, at)
  const points = Array.from({ length: BANDS + 1 }, (_, band) => `${share(band / BANDS) * 100},${(band / BANDS) * 100}`)
  return (
    <>
      <div className={style.head}>
        <h2>How far people scrolled</h2>
      </div>
      <dl className={style.facts}>
        <Fact label="Views measured" value={exact(scroll.views)} />
        <Fact label="Average depth" value={percent(scroll.average_depth)} />
        <Fact label="Average fold" value={percent(scroll.average_fold)} />
        <Fact label="Came to the end" value={percent(share(1))} />
        <Fact label="Came to a half" value={percent(share(0.5))} />
        <Fact label={`Came to ${Math.round(depth * 100)} %`} value={percent(share(depth))} />
      </dl>
      <svg
        className={style.curve}
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${percent(share(0.5))} of the views came to the middle of the page, ${percent(share(1))} to its end`}
      >
        <polygon points={`0,0 ${points.join(' ')} 0,100`} fill="var(--ww-bar)" opacity="0.6" />
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
    </>
  )
}
