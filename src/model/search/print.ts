import { printAmount } from './amount.ts'
import type { Bound, Match, MatchLeaf, Search, SearchLeaf, Tree } from './ast.ts'
import { normalForm } from './normal-form.ts'
import { isOperatorWord, isSpace } from './tokenize.ts'
import type { Pattern } from './value-pattern.ts'
import { literal, literalOf } from './value-pattern.ts'

/** `bare` writes every attribute without `@`, as profile searches have it. Both forms read the same. */
export interface PrintOptions {
  bare?: boolean
}

/** Attributes that are tags to people, and therefore written without the `@`. */
const RESERVED = new Set(['service', 'version', 'env', 'source'])

/** The canonical text of a search: `parseSearch` reads the search's normal form from it. The empty text is everything. */
export const printSearch = (search: Search, options: PrintOptions = {}): string => {
  const normal = normalForm(search)
  if (normal.kind === 'all') return ''
  return printTree<SearchLeaf>(normal, 'top', SEARCH, (leaf) => printLeaf(leaf, options))
}

/** What stands behind an attribute's colon. */
export const printMatch = (match: Match): string =>
  match.kind === 'and' || match.kind === 'or' || match.kind === 'not'
    ? `(${printTree<MatchLeaf>(match, 'top', GROUP, (leaf) => printMatchLeaf(leaf, 'member'))})`
    : printMatchLeaf(match, 'value')

/** An attribute's name as it is written before the colon. */
export const printAttribute = (attribute: string, options: PrintOptions = {}): string => {
  const at = options.bare || RESERVED.has(attribute) ? '' : '@'
  return at + escaped(attribute, (c) => NAME_SPECIAL.includes(c), '-@')
}

/** A value as it is written after the colon, found as it is, without wildcards. */
export const printValue = (value: string): string => printPattern(literal(value), 'value')

interface Style {
  not: string
  and: string
}
const SEARCH: Style = { not: '-', and: ' ' }
const GROUP: Style = { not: 'NOT ', and: ' AND ' }

type Around = 'top' | 'or' | 'and' | 'not'

/** An `and` within an `or` needs no parentheses; so a text never gets nested deeper by being printed. */
const printTree = <Leaf extends { kind: string }>(
  tree: Tree<Leaf>,
  around: Around,
  style: Style,
  print: (leaf: Leaf) => string,
): string => {
  const node = tree as Tree<{ kind: 'leaf' }>
  if (node.kind === 'not') return style.not + printTree(node.of as unknown as Tree<Leaf>, 'not', style, print)
  if (node.kind !== 'and' && node.kind !== 'or') return print(tree as Leaf)
  const separator = node.kind === 'or' ? ' OR ' : around === 'or' ? ' AND ' : style.and
  const inner = node.of.map((part) => printTree(part as unknown as Tree<Leaf>, node.kind, style, print)).join(separator)
  return around === 'top' || (around === 'or' && node.kind === 'and') ? inner : `(${inner})`
}

const printLeaf = (leaf: SearchLeaf, options: PrintOptions): string => {
  if (leaf.kind === 'all') return '*'
  if (leaf.kind === 'term') return printPattern(leaf.value, 'term')
  return `${printAttribute(leaf.attribute, options)}:${printMatch(leaf.match)}`
}

const printMatchLeaf = (leaf: MatchLeaf, place: 'value' | 'member'): string => {
  if (leaf.kind === 'exists') return '*'
  if (leaf.kind === 'is') return printPattern(leaf.value, place)
  if (leaf.kind === 'compare') return leaf.operator + printAmount(leaf.amount)
  const end = (bound: Bound | null) => (bound ? printAmount(bound.amount) : '*')
  const open = leaf.from?.inclusive === false ? '{' : '['
  const close = leaf.to?.inclusive === false ? '}' : ']'
  return `${open}${end(leaf.from)} TO ${end(leaf.to)}${close}`
}

type Place = 'term' | 'value' | 'member'

const ANYWHERE = '\\"()*?'
const NAME_SPECIAL = `${ANYWHERE}:<>`
const TERM_SPECIAL = NAME_SPECIAL
const FIRST: Record<Place, string> = { term: '-@', value: '[{<>=', member: '[{<>=-' }

/** Text without wildcards is quoted where it holds special characters; with wildcards, each of those is escaped. */
const printPattern = (pattern: Pattern, place: Place): string => {
  const special = place === 'term' ? TERM_SPECIAL : ANYWHERE
  const text = literalOf(pattern)
  if (text !== undefined) return needsQuotes(text, special, place) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text
  return pattern
    .map((segment, index) => {
      if (segment.kind !== 'text') return segment.kind === 'many' ? '*' : '?'
      return escaped(segment.text, (c) => special.includes(c), index === 0 ? FIRST[place] : '')
    })
    .join('')
}

const needsQuotes = (text: string, special: string, place: Place): boolean => {
  if (text === '' || isOperatorWord(text)) return true
  const isNumber = place === 'member' && /^-\.?\d/.test(text)
  if (FIRST[place].includes(text[0]!) && !isNumber) return true
  for (let i = 0; i < text.length; i++) if (special.includes(text[i]!) || isSpace(text, i)) return true
  return false
}

/** Puts a backslash before special characters and spaces, and before a first character that is one of `first`. */
const escaped = (text: string, isSpecial: (c: string) => boolean, first: string): string => {
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (isSpecial(c) || isSpace(text, i) || (i === 0 && first.includes(c))) out += '\\'
    out += c
  }
  return out
}
