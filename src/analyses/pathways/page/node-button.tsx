import { Menu } from '@mantine/core'
import { useState } from 'react'
import { exact } from '../../../ui/number/format.ts'
import { shareThere } from './beside.ts'
import { LABEL_HEIGHT, NODE_WIDTH, type PlacedNode } from './layout.ts'
import { NodeMenu } from './node-menu.tsx'
import type { Question } from './question.ts'
import type { Diagram } from './result.ts'
import style from './sankey.module.css'
import type { ChangeQuestion, Choose } from './use-question.ts'
import { differenceWords, nodeFigures, nodeLabel, nodeName, shareIn } from './words.ts'

export interface NodeProps {
  placed: PlacedNode
  diagram: Diagram
  question: Question
  change: ChangeQuestion
  choose: Choose
  there?: Diagram | undefined
}

interface Props extends NodeProps {
  colour: string
  isLit: boolean
  /** The one node that Tab comes to. */
  isPlace: boolean
  onPoint: (id: string | null) => void
  onFocus: () => void
}

/** A node with its name and its figures. Pressing it says what can be done with it. */
export const NodeButton = ({ colour, isLit, isPlace, onPoint, onFocus, ...rest }: Props) => {
  const { placed, diagram, question, change, there } = rest
  const { node, x, y, height, labelWidth } = placed
  const [opened, setOpened] = useState(false)
  const column = diagram.columns[node.column]!
  const elsewhere = there ? shareThere(node, there) : null
  const difference = elsewhere === null ? '' : differenceWords(shareIn(node, column), elsewhere)
  const picked = question.pick.includes(node.id)
  const toggle = () =>
    change({ pick: picked ? question.pick.filter((id) => id !== node.id) : [...question.pick, node.id] })
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" width={280} returnFocus withinPortal>
      <Menu.Target>
        <button
          type="button"
          className={style.node}
          style={{ left: x, top: y + height / 2 - LABEL_HEIGHT / 2, height: LABEL_HEIGHT }}
          data-node={node.id}
          data-lit={isLit || undefined}
          data-picked={picked || undefined}
          aria-label={[nodeLabel(node, diagram, question), difference && `${difference} to what it is compared with`]
            .filter(Boolean)
            .join(', ')}
          tabIndex={isPlace ? 0 : -1}
          onMouseEnter={() => onPoint(node.id)}
          onMouseLeave={() => onPoint(null)}
          onFocus={() => {
            onPoint(node.id)
            onFocus()
          }}
          onBlur={() => onPoint(null)}
          onClick={(event) => {
            if (!event.metaKey && !event.ctrlKey) return
            // Menu's own toggle comes after this one.
            event.preventDefault()
            toggle()
            setOpened((now) => now)
          }}
        >
          <span className={style.bar} style={{ height, width: NODE_WIDTH, background: colour }} />
          <span className={style.label} style={{ maxWidth: labelWidth, marginLeft: NODE_WIDTH + 6 }}>
            <bdi className={style.name} title={nodeName(node)}>
              {nodeName(node)}
              {node.type === 'other' && node.aggregated_nodes && (
                <span className="ww-muted">{` ${manyWords(node.aggregated_nodes.length)}`}</span>
              )}
            </bdi>
            <span className={style.figures} title={exact(node.value)}>
              {nodeFigures(node, column)}
              {difference && <span className={style.difference}>{` ${difference}`}</span>}
            </span>
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <NodeMenu {...rest} picked={picked} onPick={toggle} />
      </Menu.Dropdown>
    </Menu>
  )
}

/** Of what "other" stands for a hundred are named. */
const manyWords = (names: number) => (names >= 100 ? '100 names and more' : names === 1 ? '1 name' : `${names} names`)
