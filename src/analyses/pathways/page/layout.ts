import { sankey, sankeyLinkHorizontal } from 'd3-sankey'
import { type Diagram, type SankeyLink, type SankeyNode, stubOwner } from './result.ts'

/** Where everything of a diagram is drawn, in px from the left upper corner. */
export interface Layout {
  width: number
  height: number
  columns: readonly { index: number; x: number; width: number }[]
  nodes: readonly PlacedNode[]
  links: readonly PlacedLink[]
  stubs: readonly PlacedStub[]
}

export interface PlacedNode {
  node: SankeyNode
  x: number
  y: number
  height: number
  /** How wide its two lines of text may be; they stand beside its middle. */
  labelWidth: number
}

interface PlacedLink {
  link: SankeyLink
  path: string
  width: number
}

export interface PlacedStub {
  stub: SankeyLink
  owner: SankeyNode
  x: number
  y: number
  height: number
  /** Fades to the right, or to the left where it tells who began. */
  toLeft: boolean
}

export const NODE_WIDTH = 8
export const STUB_WIDTH = 22
/** Two lines of text. */
export const LABEL_HEIGHT = 32
const LEAST_COLUMN = 132
const LABEL_GAP = 6

interface Laid {
  id: string
  node: SankeyNode
  fixedValue: number
}
interface LaidLink {
  source: string
  target: string
  value: number
  link: SankeyLink
}

/** As wide and high as there is room, and more where columns or labels would not fit: then the diagram scrolls. */
export const layoutOf = (diagram: Diagram, room: { width: number; height: number }, before: boolean): Layout => {
  const first = Math.min(...diagram.nodes.map((node) => node.column))
  const last = Math.max(...diagram.nodes.map((node) => node.column))
  const count = last - first + 1
  const width = Math.max(room.width, count * LEAST_COLUMN)
  const most = Math.max(...diagram.columns.map(({ index }) => diagram.nodes.filter((n) => n.column === index).length))
  const height = Math.max(room.height, most * (LABEL_HEIGHT + 12))
  const step = width / count
  const rank = new Map(diagram.nodes.map((node, i) => [node.id, i]))
  const lay = sankey<Laid, LaidLink>()
    .nodeId((node) => node.id)
    .nodeAlign((node) => (node as unknown as Laid).node.column - first)
    .nodeSort((a, b) => rank.get(a.id)! - rank.get(b.id)!)
    .nodeWidth(NODE_WIDTH)
    // From middle to middle there is room for two lines of text.
    .nodePadding(LABEL_HEIGHT)
    .extent([
      [0, LABEL_HEIGHT / 2],
      [(count - 1) * step + NODE_WIDTH, height - LABEL_HEIGHT / 2],
    ])
  const laid = lay({
    nodes: diagram.nodes.map((node) => ({ id: node.id, node, fixedValue: node.value })),
    links: diagram.links.map((link) => ({ source: link.source, target: link.target, value: link.value, link })),
  })
  const path = sankeyLinkHorizontal<Laid, LaidLink>()
  const nodes = laid.nodes.map(({ node, x0, y0, y1 }) => ({
    node,
    x: x0!,
    y: y0!,
    height: Math.max(1, y1! - y0!),
    labelWidth: step - NODE_WIDTH - LABEL_GAP * 2,
  }))
  return {
    width,
    height,
    columns: Array.from({ length: count }, (_, i) => ({ index: first + i, x: i * step, width: step })),
    nodes,
    links: laid.links.map((one) => ({ link: one.link, path: path(one) ?? '', width: Math.max(1, one.width ?? 0) })),
    stubs: stubsOf(diagram, nodes, before),
  }
}

/** At the foot of its node, as high as its share of it. */
const stubsOf = (diagram: Diagram, nodes: readonly PlacedNode[], before: boolean): PlacedStub[] =>
  diagram.stubs.flatMap((stub) => {
    const placed = nodes.find(({ node }) => node.id === stubOwner(stub))
    if (!placed) return []
    const { node, x, y, height } = placed
    const share = Math.max(1, (height * stub.value) / node.value)
    const left = before ? x - STUB_WIDTH : x + NODE_WIDTH
    return [{ stub, owner: node, x: left, y: y + height - share, height: share, toLeft: before }]
  })
