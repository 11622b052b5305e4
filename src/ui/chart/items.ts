/** One value with its number, as pies, bars, treemaps and maps show it. */
export interface Item {
  /** Unique among the chart's items; of a map the country's code. */
  key: string
  label: string
  value: number | null
  /** The same of the other period; undefined without one. */
  before?: number | null
  colour: string
}

/** A treemap's rectangle: an item, or what lies inside it. */
export interface ItemTree extends Item {
  inside: readonly ItemTree[]
}

const CUT = 28

/** Takes no room. */
const JOINER = '\u2060'

/**
 * A label that leaves room for others; the whole one is in the tooltip. The drawing library keeps what it measured in a
 * plain object by its text, so that `__proto__` would change all objects of the page: such texts are told apart.
 */
export const shortLabel = (label: string, most = CUT): string => {
  const letters = [...label]
  if (letters.length > most) return `${letters.slice(0, most - 1).join('')}…`
  return label in Object.prototype ? JOINER + label : label
}

/** What part of the whole an item is; null where the whole is not positive. */
export const shareOf = (items: readonly Item[], value: number | null): number | null => {
  const whole = items.reduce((sum, item) => sum + Math.max(0, item.value ?? 0), 0)
  return whole > 0 && value !== null ? value / whole : null
}

/** Rows of tags (parents first) and a number each, as a tree: a parent's number is what its parts add up to. */
export const treeOf = (
  rows: readonly { tags: readonly string[]; value: number | null }[],
  colourOf: (first: string) => string,
): ItemTree[] => {
  const level = (of: typeof rows, depth: number, above: readonly string[]): ItemTree[] => {
    const names = [...new Set(of.map((row) => row.tags[depth]!))]
    return names.map((name) => {
      const own = of.filter((row) => row.tags[depth] === name)
      const tags = [...above, name]
      const deeper = own.some((row) => row.tags.length > depth + 1)
      const parts = deeper ? level(own, depth + 1, tags) : []
      // What a limit folded is folded in every depth: nothing is told by saying it again.
      const inside = parts.length === 1 && parts[0]!.label === name ? [] : parts
      const value = own.reduce((sum, row) => sum + Math.max(0, row.value ?? 0), 0)
      return { key: JSON.stringify(tags), label: name, value, colour: colourOf(tags[0]!), inside }
    })
  }
  return level(rows, 0, [])
}

/** All rectangles of a tree, parents before what is inside them. */
export const flatTree = (tree: readonly ItemTree[]): ItemTree[] => tree.flatMap((one) => [one, ...flatTree(one.inside)])
