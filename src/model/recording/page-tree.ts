/** A style sheet as it is recorded: its rules, and for which media. */
export interface Sheet {
  rules: readonly string[]
  media: readonly string[]
  disabled: boolean
}

export type AttributeValue = string | number | true

/** A node of the recorded page. `name` is `#document`, `#text`, `#shadow-root` and the like, or a tag in lower case. */
export interface PageNode {
  id: number
  name: string
  isSvg: boolean
  attributes: Map<string, AttributeValue>
  text: string
  parent: PageNode | null
  children: PageNode[]
  sheets: readonly Sheet[] | undefined
  /** The size of something hidden that a box stands for. */
  size: { width: number; height: number } | undefined
  scroll: { x: number; y: number } | undefined
}

export const newNode = (id: number, name: string, more: Partial<PageNode> = {}): PageNode => ({
  id,
  name,
  isSvg: false,
  attributes: new Map(),
  text: '',
  parent: null,
  children: [],
  sheets: undefined,
  size: undefined,
  scroll: undefined,
  ...more,
})

export const isElement = ({ name }: PageNode): boolean => !name.startsWith('#')

/** What one record changed in a page: what the player has to be told. */
export interface Delta {
  removed: { id: number; parentId: number; isShadow: boolean }[]
  added: Set<PageNode>
  attributes: Map<PageNode, Set<string>>
  texts: Set<PageNode>
  sheets: Set<PageNode>
  sizes: Set<PageNode>
  scrolls: Set<PageNode>
  /** Values typed, and boxes ticked or not. */
  inputs: Map<PageNode, { text?: string; isChecked?: boolean }>
}

export const newDelta = (): Delta => ({
  removed: [],
  added: new Set(),
  attributes: new Map(),
  texts: new Set(),
  sheets: new Set(),
  sizes: new Set(),
  scrolls: new Set(),
  inputs: new Map(),
})

/** The page as it is at one moment of its recording. */
export interface PageTree {
  root: PageNode | null
  readonly nodes: Map<number, PageNode>
}

export const newTree = (): PageTree => ({ root: null, nodes: new Map() })

/** Puts a node under a parent, before `next` or at the end, and notes it. A tree's first node is its root. */
export const insertNode = (
  tree: PageTree,
  delta: Delta,
  node: PageNode,
  at: { parent: PageNode; next: PageNode | null } | null,
): void => {
  tree.nodes.set(node.id, node)
  delta.added.add(node)
  if (!at) {
    tree.root = node
    return
  }
  node.parent = at.parent
  const index = at.next ? at.parent.children.indexOf(at.next) : -1
  if (index < 0) at.parent.children.push(node)
  else at.parent.children.splice(index, 0, node)
}

/** Takes a node and all below it out of the tree, and notes it if the player knows it. */
export const removeNode = (tree: PageTree, delta: Delta, node: PageNode): void => {
  const { parent } = node
  if (!parent) return
  parent.children.splice(parent.children.indexOf(node), 1)
  if (!delta.added.has(node)) delta.removed.push({ id: node.id, ...placeOf(parent) })
  node.parent = null
  const gone = [node]
  for (let one = gone.pop(); one; one = gone.pop()) {
    tree.nodes.delete(one.id)
    delta.added.delete(one)
    gone.push(...one.children)
  }
}

/** The player knows no shadow roots: what lies in one lies in its host, marked. */
export const placeOf = (parent: PageNode): { parentId: number; isShadow: boolean } => {
  const isShadow = parent.name === '#shadow-root'
  return { parentId: isShadow && parent.parent ? parent.parent.id : parent.id, isShadow }
}

export const noteAttribute = (delta: Delta, node: PageNode, name: string): void => {
  if (delta.added.has(node)) return
  const names = delta.attributes.get(node) ?? new Set()
  delta.attributes.set(node, names.add(name))
}

/** The text of a node and all below it. */
export const textOf = (node: PageNode): string => node.text + node.children.map(textOf).join('')
