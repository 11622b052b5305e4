import type { BuiltNode } from './build-page.ts'
import type { PlayerEvent } from './record.ts'

/** An event that is to be played again once its node is built, and its place among all. */
export interface Later {
  order: number
  event: PlayerEvent
}

/** A node as the player has it. Siblings are linked: a list of thousands takes another one anywhere in no time. */
export interface LiveNode {
  /** As it came: never changed, for others hold it too. */
  readonly built: BuiltNode
  attributes: Readonly<Record<string, unknown>>
  text: unknown
  isShadowHost: boolean
  parent: LiveNode | null
  first: LiveNode | null
  last: LiveNode | null
  before: LiveNode | null
  after: LiveNode | null
  /** The newest scroll, input and adopted style sheets, by their source. */
  latest: Map<unknown, Later> | undefined
  /** What was done to the rules of its style sheet. */
  rules: Later[] | undefined
}

export const TEXT = 3

export const isText = ({ built }: LiveNode): boolean => built.type === TEXT

export const childrenOf = (node: LiveNode): LiveNode[] => {
  const children: LiveNode[] = []
  for (let child = node.first; child; child = child.after) children.push(child)
  return children
}

const link = (node: LiveNode, parent: LiveNode, next: LiveNode | null): void => {
  const before = next ? next.before : parent.last
  Object.assign(node, { parent, before, after: next })
  if (before) before.after = node
  else parent.first = node
  if (next) next.before = node
  else parent.last = node
}

export const unlink = (node: LiveNode): void => {
  const { parent, before, after } = node
  if (!parent) return
  if (before) before.after = after
  else parent.first = after
  if (after) after.before = before
  else parent.last = before
  Object.assign(node, { parent: null, before: null, after: null })
}

/** Puts a node and all below it into the tree; without a parent it is the root. */
export const plant = (
  nodes: Map<number, LiveNode>,
  built: BuiltNode,
  parent: LiveNode | null,
  next: LiveNode | null = null,
): LiveNode => {
  const node: LiveNode = {
    built,
    attributes: (built.attributes as LiveNode['attributes'] | undefined) ?? {},
    text: built.textContent,
    isShadowHost: built.isShadowHost === true,
    parent: null,
    first: null,
    last: null,
    before: null,
    after: null,
    latest: undefined,
    rules: undefined,
  }
  nodes.set(built.id, node)
  if (parent) link(node, parent, next)
  for (const child of built.childNodes ?? []) plant(nodes, child, node)
  return node
}

/** Takes a node and all below it out of the tree; returns them. */
export const uproot = (nodes: Map<number, LiveNode>, node: LiveNode): LiveNode[] => {
  unlink(node)
  const gone = [node]
  for (let index = 0; index < gone.length; index++) {
    nodes.delete(gone[index]!.built.id)
    gone.push(...childrenOf(gone[index]!))
  }
  return gone
}

/** The node with all below it, to be built: nothing of it is held by others. */
export const builtOf = (node: LiveNode): BuiltNode => {
  const { built, attributes, text, isShadowHost } = node
  return {
    ...built,
    ...(built.attributes !== undefined && { attributes: { ...attributes } }),
    ...(text !== undefined && { textContent: text }),
    ...(isShadowHost && { isShadowHost }),
    ...(built.childNodes && { childNodes: childrenOf(node).map(builtOf) }),
  }
}
