import { exact, percent, short, signedPoints } from '../../../ui/number/format.ts'
import { entityWords } from '../../journey/page/words.ts'
import type { Question } from './question.ts'
import type { Column, Diagram, SankeyLink, SankeyNode } from './result.ts'

/** How the page calls what it shows. */

export const nodeName = (node: Pick<SankeyNode, 'type' | 'name'> & { aggregated_nodes?: unknown[] }): string =>
  node.type === 'other' ? 'Other' : node.name

/** `1.2 k · 34.5 %`, the share being of all in its column and those who left before it. */
export const nodeFigures = (node: SankeyNode, column: Column): string =>
  `${short(node.value)} · ${percent(shareIn(node, column))}`

/** `+3.1 pp` more of its column than elsewhere. */
export const differenceWords = (share: number, there: number): string => signedPoints(share - there)

export const shareIn = (node: Pick<SankeyNode, 'value'>, { value, left }: Column): number =>
  node.value / (value + left || 1)

export const columnTitle = ({ index }: Column, columns: number, before: boolean): string => {
  const away = before ? columns - 1 - index : index
  if (away === 0) return before ? 'End' : 'Start'
  return before ? `${away} before` : `Step ${away + 1}`
}

/** `350 of 411 went on, 61 left`: how a column adds up to the one before it. */
export const columnSum = ({ value, left }: Column, per: Question['per'], before: boolean): string => {
  const words = entityWords(per, value)
  if (left === 0) return `${exact(value)} ${words}`
  return before
    ? `${exact(value)} + ${exact(left)} who began after it = ${exact(value + left)}`
    : `${exact(value)} + ${exact(left)} who left = ${exact(value + left)}`
}

/** All that a node says, for those who don't see the diagram. */
export const nodeLabel = (node: SankeyNode, diagram: Diagram, question: Question): string => {
  const before = question.direction === 'before'
  const column = diagram.columns[node.column]!
  const parts = [
    `${columnTitle(column, diagram.columns.length, before)}, ${nodeName(node)}: ${exact(node.value)} ${entityWords(question.per, node.value)}`,
    `${percent(shareIn(node, column))} of the column`,
  ]
  const next = diagram.links
    .filter((link) => (before ? link.target : link.source) === node.id)
    .sort((a, b) => b.value - a.value)
    .slice(0, 3)
    .map((link) => `${exact(link.value)} ${before ? 'from' : 'to'} ${endName(link, before, diagram)}`)
  if (next.length) parts.push(next.join(', '))
  if (node.dropoff_value > 0) parts.push(`${exact(node.dropoff_value)} ${before ? 'began here' : 'left here'}`)
  return parts.join(', ')
}

const endName = (link: SankeyLink, before: boolean, { nodes }: Diagram): string => {
  const node = nodes.find(({ id }) => id === (before ? link.source : link.target))
  return node ? nodeName(node) : ''
}

export const titleOf = ({ at, direction, of }: Question): string => {
  const what = of === 'view' ? 'Paths' : of === 'action' ? 'Paths of actions' : 'Paths of server events'
  if (at === null) return direction === 'before' ? `${what}, back from their ends` : what
  return direction === 'before' ? `${what} to ${at}` : `${what} from ${at}`
}

/** `2:/cart` is `/cart`; those who went no further have no page. */
export const endWords = (id: string, before: boolean): string =>
  id.endsWith('::dropoff') ? (before ? 'began here' : 'left') : id.slice(id.indexOf(':') + 1)
