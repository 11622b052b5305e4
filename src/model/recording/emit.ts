import {
  adoptedRules,
  buildAlone,
  buildTree,
  builtText,
  isPlayed,
  nextPlayed,
  playedChildren,
  sheetText,
} from './build-page.ts'
import { type Cleaning, canvasStyle, cleanAttribute, isOpenDialog, MODAL } from './clean-node.ts'
import { type AttributeValue, type Delta, isElement, type PageNode, placeOf } from './page-tree.ts'
import { EVENT, type PlayerEvent, SOURCE } from './record.ts'

const incremental = (timestamp: number, data: object): PlayerEvent => ({ type: EVENT.incremental, timestamp, data })

/** The whole page as the player's events: the snapshot, and what it can't hold itself. */
export const emitSnapshot = (root: PageNode, delta: Delta, timestamp: number, cleaning: Cleaning): PlayerEvent[] => {
  const { x: left, y: top } = root.scroll ?? { x: 0, y: 0 }
  const data = { node: buildTree(root, cleaning), initialOffset: { left, top } }
  return [
    { type: EVENT.fullSnapshot, timestamp, data },
    ...emitSheets([...delta.sheets], timestamp, cleaning),
    ...emitInputs(delta, timestamp),
  ]
}

/** What a record changed as the player's events. */
export const emitDelta = (delta: Delta, timestamp: number, cleaning: Cleaning): PlayerEvent[] => {
  const onOwn = [...delta.sheets].filter((node) => isElement(node) && !delta.added.has(node))
  const data = {
    source: SOURCE.mutation,
    removes: delta.removed.map(({ isShadow, ...place }) => ({ ...place, ...(isShadow && { isShadow: true }) })),
    adds: addsOf(delta, cleaning),
    attributes: [
      ...[...delta.attributes].flatMap(([node, names]) => changedAttributes(node, names, cleaning)),
      ...[...delta.sizes].map((node) => ({ id: node.id, attributes: { style: sizeOf(node) } })),
      ...onOwn.map((node) => ({ id: node.id, attributes: { _cssText: sheetText(node.sheets ?? [], cleaning) } })),
    ],
    texts: [...delta.texts].filter(isPlayed).map((node) => ({
      id: node.id,
      value: builtText(node, cleaning).textContent,
    })),
  }
  const isEmpty = !data.removes.length && !data.adds.length && !data.attributes.length && !data.texts.length
  return [
    ...(isEmpty ? [] : [incremental(timestamp, data)]),
    ...emitSheets([...delta.sheets], timestamp, cleaning),
    ...[...delta.scrolls].map((node) =>
      incremental(timestamp, { source: SOURCE.scroll, id: node.id, x: node.scroll!.x, y: node.scroll!.y }),
    ),
    ...emitInputs(delta, timestamp),
  ]
}

/** One entry a node, parents first and the last sibling first, so that what comes after each is there already. */
const addsOf = ({ added }: Delta, cleaning: Cleaning): object[] => {
  const adds: object[] = []
  const add = (node: PageNode): void => {
    if (!node.parent || !isPlayed(node)) return
    const { parentId } = placeOf(node.parent)
    const { childNodes: _, ...alone } = buildAlone(node, cleaning)
    adds.push({ parentId, nextId: nextPlayed(node)?.id ?? null, node: withoutScroll(alone) })
    for (const child of playedChildren(node).toReversed()) add(child)
  }
  const roots = [...added].filter((node) => node.parent && !isUnder(node.parent, added))
  for (const node of inReverse(roots)) {
    if (node.name === '#shadow-root') for (const child of node.children.toReversed()) add(child)
    else add(node)
  }
  return adds
}

/** The last of siblings first; parents keep the order in which they came. */
const inReverse = (nodes: readonly PageNode[]): PageNode[] => {
  const byParent = new Map<PageNode, Set<PageNode>>()
  for (const node of nodes) byParent.set(node.parent!, (byParent.get(node.parent!) ?? new Set()).add(node))
  return [...byParent].flatMap(([parent, own]) => parent.children.filter((child) => own.has(child)).reverse())
}

const isUnder = (node: PageNode | null, added: Set<PageNode>): boolean => node !== null && added.has(node)

/** Elements that come with a mutation are scrolled by an event of their own. */
const withoutScroll = (alone: Record<string, unknown>): object => {
  const attributes = alone.attributes as Record<string, unknown> | undefined
  if (!attributes) return alone
  delete attributes.rr_scrollLeft
  delete attributes.rr_scrollTop
  return { ...alone, childNodes: [] }
}

const changedAttributes = (node: PageNode, names: Set<string>, cleaning: Cleaning): object[] => {
  const attributes: Record<string, AttributeValue | null> = {}
  for (const name of names) {
    const value = node.attributes.get(name)
    attributes[name] = value === undefined ? null : cleanAttribute(node, name, value, cleaning)
  }
  if (node.name === 'canvas') attributes.style = canvasStyle(node, cleaning)
  if (names.has('open') && isOpenDialog(node)) Object.assign(attributes, MODAL)
  return [{ id: node.id, attributes }]
}

const sizeOf = ({ size }: PageNode) => ({ width: `${size?.width ?? 0}px`, height: `${size?.height ?? 0}px` })

/** Style sheets of documents and shadow roots. Each gets an id that the player has not seen. */
const emitSheets = (nodes: PageNode[], timestamp: number, cleaning: Cleaning): PlayerEvent[] =>
  nodes
    .filter((node) => !isElement(node) && node.sheets)
    .flatMap((node) => {
      const host = node.name === '#shadow-root' ? node.parent : node
      if (!host) return []
      const styles = node.sheets!.map((sheet, index) => ({
        styleId: node.id * 1000 + index + 1,
        rules: adoptedRules(sheet, cleaning),
      }))
      const styleIds = styles.map(({ styleId }) => styleId)
      return [incremental(timestamp, { source: SOURCE.adoptedStyleSheet, id: host.id, styles, styleIds })]
    })

/** The player wants both, the value and whether it is ticked. */
const emitInputs = ({ inputs }: Delta, timestamp: number): PlayerEvent[] =>
  [...inputs].map(([node, { text, isChecked }]) => inputEvent(node, timestamp, text, isChecked))

export const inputEvent = (
  node: PageNode,
  timestamp: number,
  text: string | undefined,
  isChecked: boolean | undefined,
): PlayerEvent => {
  const value = node.attributes.get('value')
  const own = typeof value === 'string' ? value : 'on'
  return incremental(timestamp, {
    source: SOURCE.input,
    id: node.id,
    text: text ?? (isChecked === undefined ? '' : own),
    isChecked: isChecked ?? node.attributes.has('checked'),
  })
}
