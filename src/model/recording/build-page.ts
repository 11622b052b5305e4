import { cleanCss } from './clean-css.ts'
import { type Cleaning, cleanAttributes, cleanTag } from './clean-node.ts'
import { isElement, type PageNode, type Sheet } from './page-tree.ts'

/** A node as the player builds it: rrweb's. */
export type BuiltNode = { id: number; type: number; childNodes?: BuiltNode[] } & Record<string, unknown>

const TYPE = { document: 0, doctype: 1, element: 2, text: 3 } as const
const DEEPEST = 2000

/** The children that the player builds: a shadow root's in its host's place, marked. */
export const playedChildren = (node: PageNode): PageNode[] =>
  node.children.flatMap((child) => (child.name === '#shadow-root' ? child.children : [child]))

/** The node after it that the player knows at the same place. */
export const nextPlayed = (node: PageNode): PageNode | null => {
  const siblings = node.parent?.children ?? []
  const after = siblings.slice(siblings.indexOf(node) + 1)
  return after.find((sibling) => sibling.name !== '#shadow-root' && isPlayed(sibling)) ?? null
}

/** Comments, fragments and what nobody knows are not built, nor is what lies in them. */
export const isPlayed = ({ name }: PageNode): boolean =>
  !name.startsWith('#') || ['#document', '#doctype', '#text', '#cdata-section'].includes(name)

/** The node without its children. */
export const buildAlone = (node: PageNode, cleaning: Cleaning): BuiltNode => {
  const isShadow = node.parent?.name === '#shadow-root'
  return { id: node.id, ...(isShadow && { isShadow: true }), ...ownFields(node, cleaning) }
}

/** The node with all below it. */
export const buildTree = (node: PageNode, cleaning: Cleaning, depth = 0): BuiltNode => {
  const built = buildAlone(node, cleaning)
  if (built.childNodes && depth < DEEPEST) {
    const children = playedChildren(node).filter(isPlayed)
    const fitting = node.name === '#document' ? documentChildren(children) : children
    built.childNodes = fitting.map((child) => buildTree(child, cleaning, depth + 1))
  }
  return built
}

/** Browsers take one doctype and after it one element; another order makes them refuse the page. */
const documentChildren = (children: PageNode[]): PageNode[] => {
  const doctype = children.find((child) => child.name === '#doctype')
  const element = children.find(isElement)
  return [doctype, element].filter((child) => child !== undefined)
}

const ownFields = (node: PageNode, cleaning: Cleaning): { type: number; childNodes?: BuiltNode[] } => {
  if (node.name === '#document') return { type: TYPE.document, childNodes: [] }
  if (node.name === '#doctype') return { type: TYPE.doctype, ...doctypeOf(node) }
  if (!isElement(node)) return { type: TYPE.text, ...builtText(node, cleaning) }
  const tagName = cleanTag(node, cleaning)
  const isSheet = node.name === 'style' || (node.name === 'link' && node.sheets !== undefined)
  const attributes = Object.assign(cleanAttributes(node, cleaning), playerAttributes(node, cleaning))
  return {
    type: TYPE.element,
    tagName: isSheet ? 'style' : tagName,
    attributes,
    childNodes: [],
    ...(node.isSvg && { isSVG: true }),
    ...(node.children.some((child) => child.name === '#shadow-root') && { isShadowHost: true }),
  } as { type: number; childNodes: BuiltNode[] }
}

const doctypeOf = ({ attributes }: PageNode) => ({
  name: String(attributes.get('name') ?? '').replace(/[^\w-]/g, '') || 'html',
  publicId: String(attributes.get('publicId') ?? ''),
  systemId: String(attributes.get('systemId') ?? ''),
})

/** The text of a text node; that of a style sheet cleaned. */
export const builtText = (node: PageNode, cleaning: Cleaning): { textContent: string; isStyle?: true } => {
  if (node.parent?.name === 'script') return { textContent: '' }
  if (node.parent?.name !== 'style') return { textContent: node.text }
  return { textContent: cleanCss(node.text, cleaning.allowed), isStyle: true }
}

const playerAttributes = (node: PageNode, cleaning: Cleaning): Record<string, string | number> => ({
  ...(node.sheets && { _cssText: sheetText(node.sheets, cleaning) }),
  ...(node.size && { rr_width: `${node.size.width}px`, rr_height: `${node.size.height}px` }),
  ...(node.scroll && { rr_scrollLeft: node.scroll.x, rr_scrollTop: node.scroll.y }),
})

/** The style sheets of a style or link element; their media stand in its own attribute. */
export const sheetText = (sheets: readonly Sheet[], cleaning: Cleaning): string =>
  sheets
    .filter((sheet) => !sheet.disabled)
    .map((sheet) => cleanCss(sheet.rules.join('\n'), cleaning.allowed))
    .join('\n')

/** The rules of an adopted style sheet, each cleaned. */
export const adoptedRules = (sheet: Sheet, cleaning: Cleaning): { rule: string; index: number }[] => {
  if (sheet.disabled) return []
  const inMedia = (rule: string) => (sheet.media.length > 0 ? `@media ${sheet.media.join(', ')}{${rule}}` : rule)
  return sheet.rules.map((rule, index) => ({ rule: inMedia(cleanCss(rule, cleaning.allowed)), index }))
}
