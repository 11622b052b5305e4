import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { exact, percent } from '../../../ui/number/format.ts'
import { colourMap } from '../../../ui/theme/palette.ts'
import { useScheme } from '../../../ui/theme/theme-provider.tsx'
import { entityWords } from '../../journey/page/words.ts'
import { type Layout, layoutOf, type PlacedStub, STUB_WIDTH } from './layout.ts'
import { NodeButton } from './node-button.tsx'
import type { Question } from './question.ts'
import { type Diagram, type SankeyLink, walked, wayOf } from './result.ts'
import style from './sankey.module.css'
import type { ChangeQuestion, Choose } from './use-question.ts'
import { columnSum, columnTitle, nodeName } from './words.ts'

interface Props {
  diagram: Diagram
  /** The question that the diagram answers. */
  question: Question
  change: ChangeQuestion
  choose: Choose
  /** The diagram that it is compared with. */
  there?: Diagram | undefined
}

/** Room for the headings above the columns. */
const HEAD = 52

/** Columns from left to right. Pointing at a node lights every way through it; pressing it says what can be done. */
export const Sankey = ({ diagram, question, change, choose, there }: Props) => {
  const { ref, width, height } = useElementSize()
  const { scheme } = useScheme()
  const before = question.direction === 'before'
  const layout = useMemo(
    () => (width > 0 ? layoutOf(diagram, { width, height: Math.max(280, height - HEAD) }, before) : null),
    [diagram, width, height, before],
  )
  const colours = useMemo(() => coloursOf(diagram, scheme), [diagram, scheme])
  const [pointed, setPointed] = useState<string | null>(null)
  const lit = useMemo(() => (pointed === null ? null : wayOf(pointed, diagram)), [pointed, diagram])
  const [kept, setKept] = useState<string | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const place = diagram.nodes.some(({ id }) => id === kept) ? kept : diagram.nodes[0]!.id
  const onKeyDown = (event: KeyboardEvent) => {
    const next = walked(place!, event.key, diagram)
    if (next === null || !(event.target as HTMLElement).dataset.node) return
    event.preventDefault()
    setKept(next)
    box.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)?.focus()
  }
  const shared = { diagram, question, change, choose, there }
  return (
    <div ref={ref} className={style.room}>
      {layout && (
        <div className={style.scroll}>
          <div ref={box} className={style.canvas} style={{ width: layout.width, height: layout.height + HEAD }}>
            <Heads layout={layout} diagram={diagram} question={question} />
            {/* biome-ignore lint/a11y/noStaticElementInteractions: the nodes in it are buttons, which arrow keys walk */}
            <div
              className={style.drawing}
              style={{ top: HEAD, height: layout.height }}
              data-lit={lit !== null || undefined}
              onKeyDown={onKeyDown}
            >
              <Links
                layout={layout}
                colours={colours}
                lit={lit}
                onChoose={choose}
                diagram={diagram}
                per={question.per}
              />
              {layout.nodes.map((placed) => (
                <NodeButton
                  key={placed.node.id}
                  {...shared}
                  placed={placed}
                  colour={colours.get(placed.node.id)!}
                  isLit={lit === null || lit.has(placed.node.id)}
                  isPlace={placed.node.id === place}
                  onPoint={setPointed}
                  onFocus={() => setKept(placed.node.id)}
                />
              ))}
            </div>
          </div>
        </div>
      )}
    </div>
  )
}

/** A name has one colour in all columns; "other" is grey. */
export const coloursOf = (diagram: Diagram, scheme: 'light' | 'dark'): ReadonlyMap<string, string> => {
  const ranked = [...diagram.nodes].sort((a, b) => b.value - a.value)
  const key = (node: Diagram['nodes'][number]) => `${node.type}:${node.name}`
  const map = colourMap(scheme, ranked.map(key), (name) => name.startsWith('other:'))
  return new Map(diagram.nodes.map((node) => [node.id, map.get(key(node))!]))
}

const Heads = ({ layout, diagram, question }: { layout: Layout } & Pick<Props, 'diagram' | 'question'>) => {
  const before = question.direction === 'before'
  return layout.columns.map(({ index, x, width }) => {
    const column = diagram.columns[index]!
    const sum = columnSum(column, question.per, before)
    return (
      <div key={index} className={style.head} style={{ left: x, width: width - 8 }}>
        <div className={style.headTitle}>
          {columnTitle(column, diagram.columns.length, before)}
          <span className="ww-muted">{` ${percent(column.ofStart)}`}</span>
        </div>
        <div className={style.headSum} title={sum}>
          {sum}
        </div>
      </div>
    )
  })
}

interface LinksProps {
  layout: Layout
  colours: ReadonlyMap<string, string>
  lit: ReadonlySet<string> | null
  onChoose: Choose
  diagram: Diagram
  per: Question['per']
}

/** For the mouse: those who use the keyboard have the nodes and the table. */
const Links = ({ layout, colours, lit, onChoose, diagram, per }: LinksProps) => {
  const name = new Map(diagram.nodes.map((node) => [node.id, nodeName(node)]))
  const choose = ({ source, target }: SankeyLink) => onChoose({ type: 'link', source, target })
  return (
    <svg className={style.svg} width={layout.width} height={layout.height} aria-hidden="true">
      <defs>
        <linearGradient id="stub-right">
          <stop offset="0" stopColor="var(--ww-line-strong)" stopOpacity="0.7" />
          <stop offset="1" stopColor="var(--ww-line-strong)" stopOpacity="0" />
        </linearGradient>
        <linearGradient id="stub-left">
          <stop offset="0" stopColor="var(--ww-line-strong)" stopOpacity="0" />
          <stop offset="1" stopColor="var(--ww-line-strong)" stopOpacity="0.7" />
        </linearGradient>
      </defs>
      {layout.links.map(({ link, path, width }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: of a drawing that is hidden from screen readers
        <path
          key={link.id}
          className={style.link}
          d={path}
          stroke={colours.get(link.source)}
          strokeWidth={width}
          data-lit={(lit?.has(link.id) ?? false) || undefined}
          onClick={() => choose(link)}
        >
          <title>{`${name.get(link.source)} → ${name.get(link.target)}: ${exact(link.value)} ${entityWords(per, link.value)}`}</title>
        </path>
      ))}
      {layout.stubs.map((placed) => (
        <Stub key={placed.stub.id} placed={placed} per={per} onChoose={() => choose(placed.stub)} />
      ))}
    </svg>
  )
}

const Stub = ({ placed, per, onChoose }: { placed: PlacedStub; per: Question['per']; onChoose: () => void }) => (
  // biome-ignore lint/a11y/noStaticElementInteractions: of a drawing that is hidden from screen readers
  <rect
    className={style.stub}
    x={placed.x}
    y={placed.y}
    width={STUB_WIDTH}
    height={placed.height}
    fill={`url(#stub-${placed.toLeft ? 'left' : 'right'})`}
    onClick={onChoose}
  >
    <title>{`${nodeName(placed.owner)}: ${exact(placed.stub.value)} ${entityWords(per, placed.stub.value)} ${placed.toLeft ? 'began here' : 'left here'}`}</title>
  </rect>
)
