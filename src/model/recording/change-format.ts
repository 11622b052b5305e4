import {
  type Delta,
  insertNode,
  isElement,
  newNode,
  noteAttribute,
  type PageNode,
  type PageTree,
  removeNode,
  type Sheet,
  textOf,
} from './page-tree.ts'
import { isFields, listOf } from './record.ts'

/** What the Change format (7.0 and later) never sends, but counts: strings, nodes and style sheets, since a snapshot. */
export interface ChangeState {
  strings: string[]
  nextNode: number
  sheets: Sheet[]
}

export const newChangeState = (): ChangeState => ({ strings: [], nextNode: 0, sheets: [] })

/** Nodes are counted from 0, the player's ids begin at 1. */
export const ID_SHIFT = 1

/** What a change refers to is not there: a record before it is missing. */
export class LostReference extends Error {
  override name = 'LostReference'
}

type Operation = (items: unknown[], on: { tree: PageTree; state: ChangeState; delta: Delta }) => void

/** Applies the operations of a record, in their order, and notes what changed. Throws LostReference. */
export const applyChanges = (changes: unknown, tree: PageTree, state: ChangeState, delta: Delta): void => {
  for (const change of listOf(changes)) {
    const [code, ...items] = listOf(change)
    OPERATIONS[code as number]?.(items, { tree, state, delta })
  }
}

const stringOf = (value: unknown, { strings }: ChangeState): string => {
  if (typeof value === 'number') {
    const found = strings[value]
    if (found === undefined) throw new LostReference(`string ${value}`)
    return found
  }
  if (typeof value === 'string') return value
  return isFields(value) && typeof value.string === 'string' ? value.string : ''
}

const nodeOf = (id: unknown, tree: PageTree): PageNode => {
  const node = tree.nodes.get(Number(id) + ID_SHIFT)
  if (!node) throw new LostReference(`node ${id}`)
  return node
}

const addNode = (item: unknown, { tree, state, delta }: Parameters<Operation>[1]): void => {
  const [insertion, nameItem, ...rest] = listOf(item)
  const index = state.nextNode++
  const name = stringOf(nameItem, state)
  const node = newNode(index + ID_SHIFT, tagOf(name), { isSvg: name.startsWith('svg>') })
  if (name === '#text' || name === '#cdata-section') node.text = stringOf(rest[0] ?? '', state)
  else if (name === '#doctype') {
    for (const [i, key] of ['name', 'publicId', 'systemId'].entries()) {
      node.attributes.set(key, stringOf(rest[i] ?? '', state))
    }
  } else {
    for (const pair of rest) {
      const [key, value] = listOf(pair)
      node.attributes.set(stringOf(key, state), value === undefined ? '' : stringOf(value, state))
    }
  }
  insertNode(tree, delta, node, insertionOf(insertion, index, tree))
}

const tagOf = (name: string): string => (name.startsWith('svg>') ? name.slice(4) : name.toLowerCase())

/** Where the new node `index` goes; null: it is the root. */
const insertionOf = (insertion: unknown, index: number, tree: PageTree) => {
  if (insertion === null || insertion === undefined) return null
  const by = Number(insertion)
  if (by > 0) return { parent: nodeOf(index - by, tree), next: null }
  if (by < 0) {
    const next = nodeOf(index + by, tree)
    if (!next.parent) throw new LostReference(`parent of node ${index + by}`)
    return { parent: next.parent, next }
  }
  const before = nodeOf(index - 1, tree)
  if (!before.parent) throw new LostReference(`parent of node ${index - 1}`)
  const { children } = before.parent
  return { parent: before.parent, next: children[children.indexOf(before) + 1] ?? null }
}

const OPERATIONS: Record<number, Operation> = {
  0: (items, { state }) => void state.strings.push(...items.map(String)),
  11: (items, { state }) => void state.strings.push(...items.flatMap((item) => listOf(item).slice(1).map(String))),
  14: (_, { state }) => void state.strings.splice(0),
  1: (items, on) => {
    for (const item of items) addNode(item, on)
  },
  2: (items, { tree, delta }) => {
    for (const id of items) removeNode(tree, delta, nodeOf(id, tree))
  },
  3: (items, { tree, state, delta }) => {
    for (const item of items) {
      const [id, ...pairs] = listOf(item)
      const node = nodeOf(id, tree)
      for (const pair of pairs) {
        const [key, value] = listOf(pair)
        const name = stringOf(key, state)
        if (value === undefined) node.attributes.delete(name)
        else node.attributes.set(name, stringOf(value, state))
        noteAttribute(delta, node, name)
      }
    }
  },
  4: (items, { tree, state, delta }) => {
    for (const item of items) {
      const [id, text] = listOf(item)
      const node = nodeOf(id, tree)
      node.text = stringOf(text, state)
      if (!delta.added.has(node)) delta.texts.add(node)
    }
  },
  5: (items, { tree, delta }) => {
    for (const item of items) {
      const [id, width, height] = listOf(item)
      const node = nodeOf(id, tree)
      node.size = { width: Number(width), height: Number(height) }
      if (!delta.added.has(node)) delta.sizes.add(node)
    }
  },
  6: (items, { tree, delta }) => {
    for (const item of items) {
      const [id, x, y] = listOf(item)
      const node = nodeOf(id, tree)
      node.scroll = { x: Number(x), y: Number(y) }
      delta.scrolls.add(node)
    }
  },
  7: (items, { state }) => {
    for (const item of items) {
      const [rules, media, disabled] = listOf(item)
      state.sheets.push({
        rules: (Array.isArray(rules) ? rules : [rules]).map((rule) => stringOf(rule, state)),
        media: listOf(media).map((one) => stringOf(one, state)),
        disabled: disabled === true || disabled === 1,
      })
    }
  },
  8: (items, { tree, state, delta }) => {
    for (const item of items) {
      const [id, ...sheets] = listOf(item)
      const node = nodeOf(id, tree)
      node.sheets = sheets.map((sheet) => {
        const found = state.sheets[Number(sheet)]
        if (!found) throw new LostReference(`style sheet ${sheet}`)
        return found
      })
      delta.sheets.add(node)
    }
  },
  12: (items, { tree, state, delta }) => {
    for (const item of items) {
      const [id, value] = listOf(item)
      const node = nodeOf(id, tree)
      delta.inputs.set(node, { ...delta.inputs.get(node), text: stringOf(value, state) })
    }
  },
  13: (items, { tree, delta }) => {
    for (const item of items) {
      const [state, ...ids] = listOf(item)
      for (const id of ids) noteSelection(nodeOf(id, tree), state === 0, delta)
    }
  },
}

/** A chosen option is its list's value; of one that was there from the start, its own attribute. */
const noteSelection = (node: PageNode, isChecked: boolean, delta: Delta): void => {
  if (node.name !== 'option') {
    delta.inputs.set(node, { ...delta.inputs.get(node), isChecked })
    return
  }
  if (isChecked) node.attributes.set('selected', true)
  else node.attributes.delete('selected')
  if (delta.added.has(node) || !isChecked) return
  let list = node.parent
  while (list && isElement(list) && list.name !== 'select') list = list.parent
  const value = node.attributes.get('value')
  if (list?.name === 'select') delta.inputs.set(list, { text: typeof value === 'string' ? value : textOf(node).trim() })
}
