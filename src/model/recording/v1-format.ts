import {
  type AttributeValue,
  type Delta,
  insertNode,
  newNode,
  noteAttribute,
  type PageNode,
  type PageTree,
  removeNode,
  type Sheet,
} from './page-tree.ts'
import { isFields, listOf } from './record.ts'

const NAMES: Record<number, string> = {
  0: '#document',
  1: '#doctype',
  3: '#text',
  4: '#cdata-section',
  11: '#shadow-root',
}

/** Builds the tree of a snapshot of the V1 format (up to 6.x). */
export const applyV1Snapshot = (data: unknown, tree: PageTree, delta: Delta): void => {
  const { node, initialOffset } = isFields(data) ? data : {}
  addSubtree(node, null, tree, delta)
  if (tree.root && isFields(initialOffset)) {
    tree.root.scroll = { x: Number(initialOffset.left) || 0, y: Number(initialOffset.top) || 0 }
  }
}

/** Applies a mutation of the V1 format, removals first. What is not there any more is passed over. */
export const applyV1Mutation = (data: unknown, tree: PageTree, delta: Delta): void => {
  if (!isFields(data)) return
  for (const item of listOf(data.removes)) {
    const node = isFields(item) ? tree.nodes.get(Number(item.id)) : undefined
    if (node) removeNode(tree, delta, node)
  }
  addAll(listOf(data.adds), tree, delta)
  for (const item of listOf(data.texts)) {
    const node = isFields(item) ? tree.nodes.get(Number(item.id)) : undefined
    if (!node || !isFields(item)) continue
    node.text = String(item.value ?? '')
    if (!delta.added.has(node)) delta.texts.add(node)
  }
  for (const item of listOf(data.attributes)) {
    const node = isFields(item) ? tree.nodes.get(Number(item.id)) : undefined
    if (!node || !isFields(item) || !isFields(item.attributes)) continue
    for (const [name, value] of Object.entries(item.attributes)) {
      if (value === null) node.attributes.delete(name)
      else setAttribute(node, name, value)
      noteAttribute(delta, node, name)
    }
  }
}

/** A node may name a sibling that comes later in the same list: those that wait are tried again. */
const addAll = (items: unknown[], tree: PageTree, delta: Delta): void => {
  let waiting = items.filter(isFields)
  while (waiting.length > 0) {
    const later = waiting.filter((item) => {
      const parent = tree.nodes.get(Number(item.parentId))
      const next = item.nextId === null || item.nextId === undefined ? null : tree.nodes.get(Number(item.nextId))
      if (!parent || next === undefined) return true
      addSubtree(item.node, { parent, next }, tree, delta)
      return false
    })
    if (later.length === waiting.length) break
    waiting = later
  }
  for (const item of waiting) {
    const parent = tree.nodes.get(Number(item.parentId))
    if (parent) addSubtree(item.node, { parent, next: null }, tree, delta)
  }
}

const addSubtree = (
  value: unknown,
  at: { parent: PageNode; next: PageNode | null } | null,
  tree: PageTree,
  delta: Delta,
): void => {
  if (!isFields(value) || typeof value.id !== 'number') return
  const before = tree.nodes.get(value.id)
  if (before) removeNode(tree, delta, before)
  const node = newNode(value.id, nameOf(value), { isSvg: value.isSVG === true })
  if (value.textContent !== undefined) node.text = String(value.textContent)
  for (const key of ['name', 'publicId', 'systemId']) {
    if (node.name === '#doctype') node.attributes.set(key, String(value[key] ?? ''))
  }
  if (isFields(value.attributes)) {
    for (const [name, one] of Object.entries(value.attributes)) setAttribute(node, name, one)
  }
  if (Array.isArray(value.adoptedStyleSheets)) {
    node.sheets = value.adoptedStyleSheets.filter(isFields).map(sheetOf)
    delta.sheets.add(node)
  }
  insertNode(tree, delta, node, at)
  for (const child of listOf(value.childNodes)) addSubtree(child, { parent: node, next: null }, tree, delta)
}

const nameOf = ({ type, tagName, isShadowRoot }: Record<string, unknown>): string => {
  if (type === 2) return String(tagName ?? 'div').toLowerCase()
  if (type === 11 && isShadowRoot !== true) return '#document-fragment'
  return NAMES[type as number] ?? '#unknown'
}

const setAttribute = (node: PageNode, name: string, value: unknown): void => {
  const kept: AttributeValue | undefined =
    value === true || typeof value === 'string' || typeof value === 'number' ? value : undefined
  if (kept === undefined) node.attributes.delete(name)
  else node.attributes.set(name, kept)
}

const sheetOf = ({ cssRules, media, disabled }: Record<string, unknown>): Sheet => ({
  rules: listOf(cssRules).map(String),
  media: listOf(media).map(String),
  disabled: disabled === true,
})
