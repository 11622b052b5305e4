import type { BuiltNode } from './build-page.ts'
import { builtOf, childrenOf, isText, type Later, type LiveNode, plant, TEXT, unlink, uproot } from './live-tree.ts'
import { EVENT, isFields, type PlayerEvent, SOURCE } from './record.ts'

/** A mutation as `emitDelta` makes it. */
interface Mutation {
  removes: readonly { id: number }[]
  adds: readonly { parentId: number; nextId: number | null; node: BuiltNode }[]
  attributes: readonly { id: number; attributes: Record<string, unknown> }[]
  texts: readonly { id: number; value: string }[]
}

type Nodes = Map<number, LiveNode>

/** What an incremental event says, whatever it is. */
interface Said {
  source: number
  id: number
  type?: number
  x?: number
  y?: number
  positions?: readonly object[]
}

const TOUCHES = new Set<unknown>([7, 9, 10])
const BUTTONS = new Set<unknown>([0, 1, 2, 7, 9])
const KEPT = new Set<number>([SOURCE.scroll, SOURCE.input, SOURCE.adoptedStyleSheet])

const saidBy = ({ data }: PlayerEvent) => data as Said

/** How many nodes the player touches for an event. */
export const touchedBy = (event: PlayerEvent): number => {
  if (event.type !== EVENT.incremental || saidBy(event).source !== SOURCE.mutation) return 0
  const { removes, adds, attributes, texts } = event.data as Mutation
  return removes.length + adds.length + attributes.length + texts.length
}

/**
 * Events that show what all of these show in the end, as if they had been played: a size, a snapshot of the page as it
 * has become, and what a snapshot can't hold. What came and went is never built. None where there is no snapshot.
 */
export const condense = (events: readonly PlayerEvent[]): PlayerEvent[] => {
  const from = events.findLastIndex(({ type }) => type === EVENT.fullSnapshot)
  const meta = events.findLast(({ type }) => type === EVENT.meta)
  if (from < 0 || !meta) return []
  const { node, initialOffset } = events[from]!.data as { node: BuiltNode; initialOffset: object }
  const nodes: Nodes = new Map()
  const root = plant(nodes, node, null)
  let size: object = meta.data
  /** Where the player puts it first. */
  let pointer: object = { x: 0, y: 0, id: node.id }
  let touch: PlayerEvent | undefined
  for (let order = from + 1; order < events.length; order++) {
    const event = events[order]!
    if (event.type !== EVENT.incremental) continue
    const said = saidBy(event)
    if (said.source === SOURCE.mutation) mutate(nodes, event.data as Mutation)
    else if (said.source === SOURCE.viewportResize) size = { ...meta.data, ...sizeIn(event.data) }
    else keep(nodes.get(said.id), said.source, { order, event })
    pointer = pointerIn(said, nodes) ?? pointer
    if (said.source === SOURCE.mouseInteraction && TOUCHES.has(said.type)) touch = event
  }
  const { timestamp } = events.at(-1)!
  const incremental = (data: object): PlayerEvent => ({ type: EVENT.incremental, timestamp, data })
  return [
    { type: EVENT.meta, timestamp, data: size },
    { type: EVENT.fullSnapshot, timestamp, data: { node: builtOf(root), initialOffset } },
    ...laterOf(nodes).map(({ event }) => incremental(event.data)),
    ...(touch ? [incremental(touch.data)] : []),
    incremental({ source: SOURCE.mouseMove, positions: [{ ...pointer, timeOffset: 0 }] }),
    // The player takes the time of a last move for another than its own.
    { type: EVENT.custom, timestamp, data: { tag: 'condensed', payload: {} } },
  ]
}

const sizeIn = (data: object) => {
  const { width, height } = data as { width: number; height: number }
  return { width, height }
}

/** Where an event leaves the mouse, or the finger. */
const pointerIn = ({ source, type, id, x, y, positions }: Said, nodes: Nodes): object | undefined => {
  if (source === SOURCE.mouseMove || source === SOURCE.touchMove) return positions?.at(-1)
  const isOne = source === SOURCE.mouseInteraction && BUTTONS.has(type) && nodes.has(id)
  return isOne ? { x: x ?? 0, y: y ?? 0, id } : undefined
}

const keep = (node: LiveNode | undefined, source: number, later: Later): void => {
  if (!node) return
  if (source === SOURCE.styleSheetRule) {
    node.rules ??= []
    node.rules.push(later)
  } else if (KEPT.has(source)) node.latest = new Map(node.latest).set(source, later)
}

/** In their order, and scrolled last: a page is scrolled once it is as long as it was. */
const laterOf = (nodes: Nodes): Later[] => {
  const all = [...nodes.values()].flatMap(({ latest, rules }) => [...(latest?.values() ?? []), ...(rules ?? [])])
  const isScroll = ({ event }: Later) => Number(saidBy(event).source === SOURCE.scroll)
  return all.sort((a, b) => isScroll(a) - isScroll(b) || a.order - b.order)
}

const mutate = (nodes: Nodes, { removes, adds, attributes, texts }: Mutation): void => {
  for (const { id } of removes) remove(nodes, nodes.get(id))
  for (const { parentId, nextId, node } of adds) add(nodes, node, nodes.get(parentId), nextId)
  for (const { id, value } of texts) {
    const node = nodes.get(id)
    if (!node) continue
    rewriteStyle(node.parent)
    node.text = value
  }
  for (const one of attributes) {
    const node = nodes.get(one.id)
    if (node) change(node, one.attributes)
  }
}

const remove = (nodes: Nodes, node: LiveNode | undefined): void => {
  if (!node) return
  const { parent } = node
  if (isText(node)) rewriteStyle(parent)
  const list = listAround(parent)
  const gone = uproot(nodes, node)
  const chosen = list?.latest?.get(SOURCE.input)?.event.data as { text?: string } | undefined
  // Without the option that was chosen a list goes back to its own.
  const isLost = gone.some((one) => one.built.tagName === 'option' && valueOf(one) === chosen?.text)
  if (chosen && isLost) list?.latest?.delete(SOURCE.input)
}

const add = (nodes: Nodes, built: BuiltNode, parent: LiveNode | undefined, nextId: number | null): void => {
  if (!parent) return
  remove(nodes, nodes.get(built.id))
  const next = nextId === null ? undefined : nodes.get(nextId)
  if (built.isShadow === true) parent.isShadowHost = true
  // A document has one doctype and one element, a text field one text.
  const isField = parent.built.tagName === 'textarea' && built.type === TEXT
  if (parent.built.type === 0 || isField) {
    for (const child of childrenOf(parent)) if (child.built.type === built.type) uproot(nodes, child)
  }
  if (isField) parent.attributes = without(parent.attributes, 'value')
  if (built.type === TEXT) rewriteStyle(parent)
  plant(nodes, built, parent, next?.parent === parent ? next : null)
  if (built.type === TEXT) rewriteStyle(parent)
}

const change = (node: LiveNode, changes: Record<string, unknown>): void => {
  const { tagName } = node.built
  if (typeof changes._cssText === 'string' && (tagName === 'style' || tagName === 'link')) {
    for (const child of childrenOf(node)) unlink(child)
    node.rules = undefined
    node.attributes = { ...node.attributes, ...changes }
    return
  }
  for (const [name, value] of Object.entries(changes)) {
    if (name === 'style') node.attributes = without(node.attributes, ...(isFields(value) ? [] : BOX))
    if (value === null) node.attributes = without(node.attributes, name, ...(name === 'open' ? ['rr_open_mode'] : []))
    else if (typeof value === 'string') node.attributes = { ...node.attributes, [name]: value }
    else if (name === 'style' && isFields(value)) {
      const { width, height } = value
      node.attributes = { ...node.attributes, rr_width: width, rr_height: height }
    }
  }
}

/** The size of what a box stands for; it goes with another style. */
const BOX = ['rr_width', 'rr_height']

const without = (attributes: LiveNode['attributes'], ...names: string[]): LiveNode['attributes'] =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)))

/** A style element whose text changes loses the rules that were put into it; and its text stands in its children now. */
const rewriteStyle = (style: LiveNode | null): void => {
  if (style?.built.tagName !== 'style') return
  style.rules = undefined
  const [first, ...rest] = childrenOf(style).filter(isText)
  if (!first || style.attributes._cssText === undefined) return
  first.text = style.attributes._cssText
  for (const one of rest) one.text = ''
  style.attributes = without(style.attributes, '_cssText')
}

const listAround = (node: LiveNode | null): LiveNode | undefined => {
  let one = node
  while (one && one.built.tagName !== 'select') {
    if (one.built.tagName !== 'optgroup') return undefined
    one = one.parent
  }
  return one ?? undefined
}

const valueOf = (option: LiveNode): unknown =>
  option.attributes.value ??
  childrenOf(option)
    .map(({ text }) => String(text ?? ''))
    .join('')
    .trim()
