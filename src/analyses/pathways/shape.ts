/** A row as the engine answers it; see `compileFlows`. */
export interface Row {
  c: number
  src_name: string
  src_rank: number
  dst_name: string
  dst_rank: number
  over: number
  n: number
  src_names: number
  dst_names: number
}

type NodeType = 'regular' | 'other' | 'dropoff'

interface Node {
  id: string
  name: string
  column: number
  type: NodeType
  rank: number
  value: number
  incoming: number
  outgoing: number
  dropoff: number
  /** Of "other": what it stands for. */
  inside: Map<string, { name: string; rank: number; value: number; incoming: number; outgoing: number }>
  /** Of "other": how many values. */
  names: number
}

interface Diagram {
  steps: number
  entries: readonly number[]
  before: boolean
}

const NAMES = { other: 'Other', dropoff: 'Drop-off' } as const

/**
 * Nodes and links of the published answer. Every entity of a column comes out of exactly one link of the column before
 * it, so that values add up: what is beyond a column's entries is its "other", who is gone its "drop-off".
 */
export const diagram = (rows: readonly Row[], asked: Diagram) => {
  const nodes = new Map<string, Node>()
  const links = new Map<string, { id: string; source: string; target: string; column: number; value: number }>()
  const columnOf = (c: number) => (asked.before ? asked.steps - 1 - c : c)
  const placed = (c: number, name: string, rank: number): Node => {
    const type: NodeType = rank > 0 && rank <= asked.entries[c]! ? 'regular' : 'other'
    return nodeAt(nodes, columnOf(c), type, type === 'regular' ? name : NAMES.other, type === 'regular' ? rank : 0)
  }
  const link = (from: Node, to: Node, value: number) => {
    const [source, target] = asked.before ? [to, from] : [from, to]
    const id = `${source.id} -> ${target.id}`
    const known = links.get(id) ?? { id, source: source.id, target: target.id, column: source.column, value: 0 }
    known.value += value
    links.set(id, known)
  }
  for (const row of rows) {
    const from = placed(row.c, row.src_name, row.src_rank)
    from.value += row.n
    count(from, row.src_name, row.src_rank, row.src_names, 'value', row.n)
    if (row.c === asked.steps - 1) continue
    const to = row.over
      ? nodeAt(nodes, columnOf(row.c + 1), 'dropoff', NAMES.dropoff, 0)
      : placed(row.c + 1, row.dst_name, row.dst_rank)
    link(from, to, row.n)
    if (row.over) {
      from.dropoff += row.n
      to.value += row.n
    } else {
      from[asked.before ? 'incoming' : 'outgoing'] += row.n
      count(from, row.src_name, row.src_rank, row.src_names, asked.before ? 'incoming' : 'outgoing', row.n)
      count(to, row.dst_name, row.dst_rank, row.dst_names, asked.before ? 'outgoing' : 'incoming', row.n)
    }
    to[asked.before ? 'outgoing' : 'incoming'] += row.n
  }
  return {
    nodes: [...nodes.values()].sort(byPlace).map(nodeAnswer),
    links: [...links.values()],
  }
}

/** `column:name` for values; a second colon keeps "other" and "drop-off" apart from values of the same name. */
const nodeAt = (nodes: Map<string, Node>, column: number, type: NodeType, name: string, rank: number): Node => {
  const id = type === 'regular' ? `${column}:${name}` : `${column}::${type}`
  const known = nodes.get(id)
  if (known) return known
  const counts = { value: 0, incoming: 0, outgoing: 0, dropoff: 0 }
  const node: Node = { id, name, column, type, rank, ...counts, inside: new Map(), names: 0 }
  nodes.set(id, node)
  return node
}

/** Notes for "other" which of its values an amount belongs to; those without a rank are only counted. */
const count = (
  node: Node,
  name: string,
  rank: number,
  names: number,
  what: 'value' | 'incoming' | 'outgoing',
  n: number,
) => {
  if (node.type !== 'other') return
  node.names = Math.max(node.names, names)
  if (!rank) return
  const inside = node.inside.get(name) ?? { name, rank, value: 0, incoming: 0, outgoing: 0 }
  node.inside.set(name, inside)
  inside[what] += n
}

const ORDER: Record<NodeType, number> = { regular: 0, other: 1, dropoff: 2 }
const byPlace = (a: Node, b: Node) => a.column - b.column || ORDER[a.type] - ORDER[b.type] || a.rank - b.rank

const nodeAnswer = (node: Node) => ({
  id: node.id,
  name: node.name,
  column: node.column,
  type: node.type,
  value: node.value,
  incoming_value: node.incoming,
  outgoing_value: node.outgoing,
  dropoff_value: node.dropoff,
  ...(node.type === 'other'
    ? {
        aggregated_nodes: [...node.inside.values()]
          .sort((a, b) => a.rank - b.rank)
          .map((one) => ({
            id: `${node.column}:${one.name}`,
            name: one.name,
            value: one.value,
            incoming_value: one.incoming,
            outgoing_value: one.outgoing,
            type: 'aggregated',
          })),
      }
    : {}),
})
