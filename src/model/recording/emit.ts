import { adoptedRules, buildAlone, buildTree, builtText, isPlayed, nextPlayed, playedChildren } from './build-page.ts'
import {
  type Cleaning,
  canvasStyle,
  cleanAttribute,
  isOpenDialog,
  isStyleSheet,
  MODAL,
  wantSheet,
} from './clean-node.ts'
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
  const restyled = restyledIn(delta)
  const replaced = restyled.map((node) => ({ id: node.id, ...placeOf(node.parent!) }))
  const data = {
    source: SOURCE.mutation,
    removes: [...delta.removed, ...replaced].map(({ isShadow, ...place }) => ({
      ...place,
      ...(isShadow && { isShadow: true }),
    })),
    adds: [...addsOf(delta, cleaning), ...restyled.map((node) => restyledAdd(node, delta, cleaning))],
    attributes: [
      ...[...delta.attributes].flatMap(([node, names]) =>
        restyled.includes(node) ? [] : [changedAttributes(node, names, cleaning)],
      ),
      ...[...delta.sizes].map((node) => ({ id: node.id, attributes: { style: sizeOf(node) } })),
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
    adds.push(addOf(node, cleaning))
    for (const child of playedChildren(node).toReversed()) add(child)
  }
  const roots = [...added].filter((node) => node.parent && !isUnder(node.parent, added))
  for (const node of inReverse(roots)) {
    if (node.name === '#shadow-root') for (const child of node.children.toReversed()) add(child)
    else add(node)
  }
  return adds
}

const addOf = (node: PageNode, cleaning: Cleaning) => {
  const { childNodes: _, ...alone } = buildAlone(node, cleaning)
  return { parentId: placeOf(node.parent!).parentId, nextId: nextPlayed(node)?.id ?? null, node: withoutScroll(alone) }
}

/** Where a link leads to another sheet, the text of the one before is shown until the other can be had. */
const restyledAdd = (node: PageNode, { attributes, sheets }: Delta, cleaning: Cleaning): object => {
  const add = addOf(node, cleaning)
  const built = add.node.attributes as Record<string, AttributeValue>
  if (node.name !== 'link' || sheets.has(node) || built._cssText === undefined) return add
  if (!isStyleSheet(node)) delete built._cssText
  else if (attributes.get(node)?.has('href')) wantSheet(node, built, cleaning)
  return add
}

/**
 * Elements that have other style sheets now. They are built anew, without their text: where the player is told of the
 * change alone, it writes it into the snapshot too, and has it there when one goes back.
 */
const restyledIn = ({ added, attributes, sheets }: Delta): PageNode[] => {
  const linked = [...attributes].flatMap(([node, names]) => (isOtherSheet(node, names) ? [node] : []))
  return [...new Set([...linked, ...sheets])].filter((node) => isElement(node) && node.parent && !added.has(node))
}

/** The last of siblings first; parents keep the order in which they came. */
const inReverse = (nodes: readonly PageNode[]): PageNode[] => {
  const byParent = new Map<PageNode, Set<PageNode>>()
  for (const node of nodes) byParent.set(node.parent!, (byParent.get(node.parent!) ?? new Set()).add(node))
  return [...byParent].flatMap(([parent, own]) => parent.children.filter((child) => own.has(child)).reverse())
}

const isUnder = (node: PageNode | null, added: Set<PageNode>): boolean => node !== null && added.has(node)

/** Elements that come with a mutation are scrolled by an event of their own. */
const withoutScroll = (alone: Record<string, unknown>): Record<string, unknown> => {
  const attributes = alone.attributes as Record<string, unknown> | undefined
  if (!attributes) return alone
  delete attributes.rr_scrollLeft
  delete attributes.rr_scrollTop
  return { ...alone, childNodes: [] }
}

const changedAttributes = (node: PageNode, names: Set<string>, cleaning: Cleaning): object => {
  const attributes: Record<string, AttributeValue | null> = {}
  for (const name of names) {
    const value = node.attributes.get(name)
    attributes[name] = value === undefined ? null : cleanAttribute(node, name, value, cleaning)
  }
  if (node.name === 'canvas') attributes.style = canvasStyle(node, cleaning)
  if (names.has('open') && isOpenDialog(node)) Object.assign(attributes, MODAL)
  return { id: node.id, attributes }
}

/** A link that leads to another style sheet now, or whose one is used now, or no longer. */
const isOtherSheet = ({ name }: PageNode, names: Set<string>): boolean =>
  name === 'link' && ['href', 'rel', 'disabled'].some((one) => names.has(one))

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
