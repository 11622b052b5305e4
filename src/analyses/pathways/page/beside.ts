import type { Diagram, SankeyLink, SankeyNode } from './result.ts'
import { shareIn } from './words.ts'

/** Of what "other" stands for so many are named. */
const NAMED_IN_OTHER = 100

/** The share that a node's name has of the same column of another diagram; null where the answer does not tell it. */
export const shareThere = (node: SankeyNode, there: Diagram): number | null => {
  const column = there.columns[node.column]
  if (node.type !== 'regular' || !column) return null
  const shown = there.nodes.find(({ id }) => id === node.id)
  if (shown) return shareIn(shown, column)
  const named = there.nodes.find(({ column: at, type }) => at === node.column && type === 'other')?.aggregated_nodes
  const folded = named?.find(({ name }) => name === node.name)
  if (folded) return shareIn(folded, column)
  return named && named.length >= NAMED_IN_OTHER ? null : 0
}

/** How many are in the column where paths begin, or end. */
export const startOf = ({ columns }: Diagram, before: boolean): number =>
  columns[before ? columns.length - 1 : 0]?.value ?? 0

/** A way in both diagrams: in each how many went it, and their share of all; null where the answer does not tell it. */
export interface BesideLink {
  link: SankeyLink
  own: Figure | null
  there: Figure | null
}

interface Figure {
  value: number
  share: number
}

/** The ways of both, those first whose share of all differs most. */
export const besideLinks = (own: Diagram, there: Diagram, before: boolean): BesideLink[] => {
  const figureOf = (link: SankeyLink, diagram: Diagram): Figure | null => {
    const found = linkThere(link, diagram)
    if (found === undefined) return null
    const value = found === 0 ? 0 : found.value
    return { value, share: value / (startOf(diagram, before) || 1) }
  }
  const links = new Map([...there.links, ...there.stubs, ...own.links, ...own.stubs].map((link) => [link.id, link]))
  const difference = ({ own: a, there: b }: BesideLink) => (a && b ? Math.abs(a.share - b.share) : -1)
  return [...links.values()]
    .filter(({ source, target }) => !isFolded(source) && !isFolded(target))
    .map((link) => ({ link, own: figureOf(link, own), there: figureOf(link, there) }))
    .sort((a, b) => difference(b) - difference(a) || b.link.value - a.link.value)
}

/** Whose names are not the same in both. */
const isFolded = (id: string): boolean => id.endsWith('::other')

/** How many went the same way in another diagram; undefined where one of its ends is not shown there by its own name. */
const linkThere = (link: SankeyLink, there: Diagram): SankeyLink | 0 | undefined => {
  const isNamed = (id: string) =>
    id.endsWith('::dropoff') || there.nodes.some((node) => node.id === id) || !hasOther(id, there)
  const same = [...there.links, ...there.stubs].find(({ id }) => id === link.id)
  return same ?? (isNamed(link.source) && isNamed(link.target) ? 0 : undefined)
}

/** Whether a column leaves names out. */
const hasOther = (id: string, { nodes }: Diagram): boolean =>
  nodes.some(({ column, type }) => type === 'other' && column === Number(id.slice(0, id.indexOf(':'))))
