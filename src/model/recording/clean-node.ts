import { type AllowedUrl, cleanCss } from './clean-css.ts'
import type { AttributeValue, PageNode } from './page-tree.ts'

/** What can't be shown as it was; the player says how often. */
export type Omission = 'frame' | 'plugin' | 'media' | 'canvas' | 'image' | 'style_sheet' | 'animation'

export interface Cleaning {
  allowed: AllowedUrl
  omit(what: Omission): void
  /** A style sheet whose text is not recorded: whether its text may come into these attributes later. */
  sheet(href: string, attributes: Record<string, AttributeValue>): boolean
}

const INERT = 'wayworn-inert'
const TAG = /^[a-z][\w.:-]*$/i
/** Spaces and signs that end a name make the browser refuse the whole page. */
const ATTRIBUTE = /^[^\s"'<>/=\0]+$/
/** Would run, move or load something, or mean something to the player itself. */
const DROPPED = new Set(
  'srcdoc autofocus autoplay action formaction ping target nonce integrity http-equiv manifest codebase classid archive code data attributionsrc imagesrcset imagesizes'.split(
    ' ',
  ),
)
const FRAMES = new Set(['iframe', 'frame', 'portal', 'fencedframe'])
const PLUGINS = new Set(['object', 'embed', 'applet'])
const MEDIA = new Set(['video', 'audio'])
const SMIL = new Set(['animate', 'set', 'animatetransform', 'animatemotion'])
/** One grey pixel: it keeps the place of an image that can't be shown. */
const GREY = 'data:image/gif;base64,R0lGODlhAQABAIAAAODg4AAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=='
/** Browsers write these so; V1 recordings in lower case. */
const SVG_NAMES = new Map(
  'linearGradient radialGradient clipPath foreignObject textPath animateTransform animateMotion feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence'
    .split(' ')
    .map((name) => [name.toLowerCase(), name]),
)

const isInert = (name: string): boolean =>
  !TAG.test(name) || /^(script|base)$/i.test(name) || SMIL.has(name.toLowerCase())

/** The tag under which a recorded element is built: scripts and what isn't a name become something that does nothing. */
export const cleanTag = ({ name, isSvg }: PageNode, cleaning: Cleaning): string => {
  const lower = name.toLowerCase()
  if (SMIL.has(lower)) cleaning.omit('animation')
  if (isInert(name)) return INERT
  if (FRAMES.has(lower)) cleaning.omit('frame')
  if (PLUGINS.has(lower)) cleaning.omit('plugin')
  if (MEDIA.has(lower)) cleaning.omit('media')
  if (lower === 'canvas') cleaning.omit('canvas')
  return isSvg ? (SVG_NAMES.get(lower) ?? name) : lower
}

/** The attributes of an element as they may be built; of a style sheet they may get its text later. */
export const cleanAttributes = (node: PageNode, cleaning: Cleaning): Record<string, AttributeValue> => {
  const kept: Record<string, AttributeValue> = {}
  for (const [name, value] of node.attributes) {
    const clean = cleanAttribute(node, name, value, cleaning)
    if (clean !== null) kept[name] = clean
  }
  if (isStyleSheet(node) && node.sheets === undefined && kept._cssText === undefined) wantSheet(node, kept, cleaning)
  if (node.name === 'canvas') kept.style = canvasStyle(node, cleaning)
  return isOpenDialog(node) ? Object.assign(kept, MODAL) : kept
}

/** Where no script runs a canvas has no size: a picture of its size takes its place. */
export const canvasStyle = ({ attributes }: PageNode, { allowed }: Cleaning): string => {
  const sizeOf = (name: string, otherwise: number) =>
    Math.min(Number.parseInt(String(attributes.get(name)), 10) || otherwise, 20_000)
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='${sizeOf('width', 300)}' height='${sizeOf('height', 150)}'/>`
  return `${cleanCss(String(attributes.get('style') ?? ''), allowed)};content:url("data:image/svg+xml,${encodeURIComponent(svg)}")`
}

/** How a dialog was opened is not recorded; most are over all else. The player's own attribute. */
export const MODAL = { rr_open_mode: 'modal' } as const

export const isOpenDialog = ({ name, attributes }: PageNode): boolean => name === 'dialog' && attributes.has('open')

/** A link to one that the page used: not switched off, nor one to be chosen. */
export const isStyleSheet = ({ name, attributes }: PageNode): boolean => {
  const rel = String(attributes.get('rel') ?? '')
  return name === 'link' && /\bstylesheet\b/i.test(rel) && !/\balternate\b/i.test(rel) && !attributes.has('disabled')
}

/** The text of a link's style sheet is not recorded: it may come into these attributes later. */
export const wantSheet = ({ attributes }: PageNode, into: Record<string, AttributeValue>, cleaning: Cleaning): void => {
  if (!cleaning.sheet(String(attributes.get('href') ?? ''), into)) cleaning.omit('style_sheet')
}

/** One attribute; null: it is left out. */
export const cleanAttribute = (
  node: PageNode,
  name: string,
  value: AttributeValue,
  cleaning: Cleaning,
): AttributeValue | null => {
  const lower = name.toLowerCase()
  if (isInert(node.name) || !ATTRIBUTE.test(name) || lower.startsWith('on') || DROPPED.has(lower)) return null
  if (node.name === 'meta') return lower === 'name' || lower === 'charset' ? value : null
  if (typeof value !== 'string') return value
  if (lower === 'style' || lower === '_csstext' || /url\s*\(|\\/i.test(value)) return cleanCss(value, cleaning.allowed)
  if (lower === 'srcset') return cleanSourceSet(value, cleaning)
  if (lower === 'href' || lower.endsWith(':href')) return cleanReference(node, value, cleaning)
  if (lower === 'src' || lower === 'poster' || lower === 'background' || lower === 'lowsrc' || lower === 'dynsrc') {
    return imageUrl(node, value, cleaning)
  }
  return value
}

/** Links lead nowhere; drawings may use what lies in the same page, and images. */
const cleanReference = (node: PageNode, value: string, cleaning: Cleaning): string | null => {
  if (value.startsWith('#')) return value
  if (node.name === 'a' || node.name === 'area') return '#'
  if (node.isSvg && /^(image|feimage)$/i.test(node.name)) return imageUrl(node, value, cleaning)
  return null
}

const imageUrl = (node: PageNode, value: string, cleaning: Cleaning): string | null => {
  if (FRAMES.has(node.name) || PLUGINS.has(node.name) || MEDIA.has(node.name)) return null
  if (node.parent && MEDIA.has(node.parent.name)) return null
  const url = value.trim()
  if (/^data:image\//i.test(url)) return url
  if (url === '') return ''
  const allowed = /^[a-z][\w+.-]*:/i.test(url) && !/^https?:/i.test(url) ? null : cleaning.allowed(url)
  if (allowed !== null) return allowed
  cleaning.omit('image')
  return node.name === 'img' ? GREY : null
}

/** Every candidate has to be allowed: a set with one of two sizes would show another picture than was seen. */
const cleanSourceSet = (value: string, cleaning: Cleaning): string | null => {
  if (/data:/i.test(value)) return null
  const candidates = value.split(/,\s+|,(?=\S+\s+\S+$)/).map((candidate) => {
    const [url = '', ...size] = candidate.trim().split(/\s+/)
    const allowed = url === '' ? null : cleaning.allowed(url)
    return allowed === null ? null : [allowed, ...size].join(' ')
  })
  return candidates.includes(null) ? null : candidates.join(', ')
}
