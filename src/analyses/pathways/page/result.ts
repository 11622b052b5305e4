/** The published answer, as the page reads it. */

export interface SankeyAnswer {
  data: { attributes: { nodes: SankeyNode[]; links: SankeyLink[] } }
}

export interface SankeyNode {
  id: string
  name: string
  /** From 0, from left to right. */
  column: number
  type: 'regular' | 'other' | 'dropoff'
  value: number
  incoming_value: number
  outgoing_value: number
  dropoff_value: number
  aggregated_nodes?: { name: string; value: number }[]
}

export interface SankeyLink {
  id: string
  source: string
  target: string
  column: number
  value: number
}

export interface Column {
  index: number
  /** Those who are in it: at its nodes and at "other". */
  value: number
  /** Those who were in the column before it, from the anchor on, and are not in it. */
  left: number
  /** Of those in the anchor's column. */
  ofStart: number
}

export interface Diagram {
  /** Without those for drop-off, in the order of their rank. */
  nodes: readonly SankeyNode[]
  /** Between those. */
  links: readonly SankeyLink[]
  /** From each node: who went no further, or began there. */
  stubs: readonly SankeyLink[]
  columns: readonly Column[]
}

export const diagramOf = ({ data }: SankeyAnswer, before: boolean): Diagram => {
  const { nodes, links } = data.attributes
  const isStub = ({ source, target }: SankeyLink) => source.endsWith('::dropoff') || target.endsWith('::dropoff')
  const shown = nodes.filter((node) => node.type !== 'dropoff')
  const count = Math.max(0, ...nodes.map((node) => node.column + 1))
  const sum = (column: number, type: 'dropoff' | 'shown') =>
    nodes
      .filter((node) => node.column === column && (node.type === 'dropoff') === (type === 'dropoff'))
      .reduce((all, node) => all + node.value, 0)
  const start = sum(before ? count - 1 : 0, 'shown')
  return {
    nodes: shown,
    links: links.filter((link) => !isStub(link)),
    stubs: links.filter(isStub),
    columns: Array.from({ length: count }, (_, index) => {
      const value = sum(index, 'shown')
      return { index, value, left: sum(index, 'dropoff'), ofStart: start ? value / start : 0 }
    }),
  }
}

/** The node at whose end a stub is drawn. */
export const stubOwner = ({ source, target }: SankeyLink): string => (target.endsWith('::dropoff') ? source : target)

/** Everything on the ways through a node: what leads to it and what comes after it, with the links between. */
export const wayOf = (id: string, { links, stubs }: Pick<Diagram, 'links' | 'stubs'>): ReadonlySet<string> => {
  const lit = new Set([id])
  const follow = (from: string, next: 'source' | 'target') => {
    const near = next === 'target' ? 'source' : 'target'
    for (const link of links) {
      if (link[near] !== from) continue
      lit.add(link.id)
      if (lit.has(link[next])) continue
      lit.add(link[next])
      follow(link[next], next)
    }
  }
  follow(id, 'target')
  follow(id, 'source')
  for (const stub of stubs) if (lit.has(stubOwner(stub))) lit.add(stub.id)
  return lit
}

/** Where arrow keys lead: up and down within a column, left and right along the broadest link. Null: no such key. */
export const walked = (id: string, key: string, { nodes, links }: Diagram): string | null => {
  const here = nodes.find((node) => node.id === id)
  if (!here) return null
  const column = nodes.filter((node) => node.column === here.column)
  const place = column.indexOf(here)
  const broadest = (near: 'source' | 'target', far: 'source' | 'target') =>
    links
      .filter((link) => link[near] === id)
      .reduce<SankeyLink | null>((best, link) => (best && best.value >= link.value ? best : link), null)?.[far] ?? id
  switch (key) {
    case 'ArrowDown':
      return column[Math.min(column.length - 1, place + 1)]!.id
    case 'ArrowUp':
      return column[Math.max(0, place - 1)]!.id
    case 'ArrowRight':
      return broadest('source', 'target')
    case 'ArrowLeft':
      return broadest('target', 'source')
    case 'Home':
      return nodes[0]!.id
    case 'End':
      return nodes.at(-1)!.id
    default:
      return null
  }
}
