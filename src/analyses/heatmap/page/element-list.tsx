import { Tooltip } from '@mantine/core'
import { Icon } from '../../../ui/icon.tsx'
import { exact, short } from '../../../ui/number/format.ts'
import type { HeatmapElement } from '../definition.ts'
import type { Layer } from './address.ts'
import type { Box } from './box.ts'
import { countOf } from './heat.ts'
import style from './heatmap.module.css'

interface Props {
  elements: readonly HeatmapElement[]
  /** Without an entry: not looked for yet. */
  boxes: ReadonlyMap<string, Box | null>
  layer: Layer
  pointed: string | undefined
  chosen: string | undefined
  onPoint: (id: string | undefined) => void
  onChoose: (id: string | undefined) => void
}

/** What was clicked, ranked; pointing at one points at it on the page. */
export const ElementList = ({ elements, boxes, layer, pointed, chosen, onPoint, onChoose }: Props) => {
  const most = Math.max(1, ...elements.map((element) => countOf(element, layer)))
  return (
    <ol className={style.elements} aria-label="Clicked elements">
      {elements.map((element) => (
        <li key={element.id}>
          <button
            type="button"
            className={style.element}
            aria-pressed={element.id === chosen}
            data-here={element.id === pointed || undefined}
            onMouseEnter={() => onPoint(element.id)}
            onMouseLeave={() => onPoint(undefined)}
            onFocus={() => onPoint(element.id)}
            onBlur={() => onPoint(undefined)}
            onClick={() => onChoose(element.id === chosen ? undefined : element.id)}
          >
            <span className={style.rank}>{element.rank}</span>
            <bdi className={style.name}>{element.name || element.selector || 'Without a name'}</bdi>
            {boxes.get(element.id) === null && <NotVisible />}
            {element.rage + element.dead + element.error > 0 && <Frustrated element={element} />}
            <span className={style.count} title={exact(countOf(element, layer))}>
              {short(countOf(element, layer))}
            </span>
            <span className={style.share} style={{ width: `${(countOf(element, layer) / most) * 100}%` }} />
          </button>
        </li>
      ))}
    </ol>
  )
}

const NotVisible = () => (
  <Tooltip label="Not visible: this background does not show the element">
    <span className={style.hidden} role="img" aria-label="not visible on this background">
      <Icon name="unseen" size={14} />
    </span>
  </Tooltip>
)

const Frustrated = ({ element: { rage, dead, error } }: { element: HeatmapElement }) => {
  const said = [rage && `${exact(rage)} rage`, dead && `${exact(dead)} dead`, error && `${exact(error)} error`].filter(
    Boolean,
  )
  return (
    <Tooltip label={`${said.join(', ')} clicks`}>
      <span className={style.frustrated} role="img" aria-label={`frustrations: ${said.join(', ')}`}>
        <Icon name="warn" size={14} />
      </span>
    </Tooltip>
  )
}
