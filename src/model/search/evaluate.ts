import { attributeOf, type Unit } from '../attribute.ts'
import { amountIn, numberOf, timeOf } from './amount.ts'
import type { Amount, AttributeMatch, MatchLeaf, Operator, Search, SearchLeaf, Tree } from './ast.ts'
import { isWithin, matches } from './value-pattern.ts'

/**
 * Whether an event matches, decided value by value: slow and plain, what searches in the engine are compared with.
 * `get` gives the value at an attribute's path (undefined or null if there is none), `texts` the values in which free
 * words are looked for. The rules are those of docs/reference/search-syntax.md.
 */
export const matchesEvent = (
  search: Search,
  get: (path: string) => unknown,
  texts: () => Iterable<string> = () => [],
): boolean =>
  holds<SearchLeaf>(search, (leaf) => {
    if (leaf.kind === 'all') return true
    if (leaf.kind === 'attribute') return matchesAttribute(leaf, get(leaf.attribute))
    return Array.from(texts()).some((text) => isWithin(leaf.value, text))
  })

/** A group asks each of its parts of the attribute as a whole: `a:(x AND y)` is `a:x AND a:y`, also for lists. */
const matchesAttribute = ({ attribute, match }: AttributeMatch, value: unknown): boolean => {
  const values = elements(value)
  const unit = attributeOf(attribute)?.unit
  return holds<MatchLeaf>(match, (leaf) => values.some((one) => matchesValue(leaf, one, unit)))
}

const holds = <Leaf extends { kind: string }>(tree: Tree<Leaf>, test: (leaf: Leaf) => boolean): boolean => {
  const node = tree as Tree<{ kind: 'leaf' }>
  if (node.kind === 'and') return node.of.every((part) => holds(part as unknown as Tree<Leaf>, test))
  if (node.kind === 'or') return node.of.some((part) => holds(part as unknown as Tree<Leaf>, test))
  if (node.kind === 'not') return !holds(node.of as unknown as Tree<Leaf>, test)
  return test(tree as Leaf)
}

/** The values that one attribute of one event has: none if it is missing, several if it is a list. */
const elements = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value.flatMap(elements) : [value]

const matchesValue = (leaf: MatchLeaf, value: unknown, unit: Unit | undefined): boolean => {
  switch (leaf.kind) {
    case 'is':
      return isPlain(value) && matches(leaf.value, String(value))
    case 'exists':
      return value !== ''
    case 'compare':
      return compares(value, leaf.operator, leaf.amount, unit)
    case 'range': {
      const { from, to } = leaf
      if (!from && !to) return numberOf(value) !== undefined || timeOf(value) !== undefined
      const above = !from || compares(value, from.inclusive ? '>=' : '>', from.amount, unit)
      return above && (!to || compares(value, to.inclusive ? '<=' : '<', to.amount, unit))
    }
  }
}

/** Objects have no text. */
const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean', 'bigint'].includes(typeof value)

const compares = (value: unknown, operator: Operator, amount: Amount, unit: Unit | undefined): boolean => {
  const left = amount.kind === 'time' ? timeOf(value) : numberOf(value)
  const right = amountIn(amount, unit)
  if (left === undefined || right === undefined) return false
  if (operator === '>') return left > right
  if (operator === '>=') return left >= right
  return operator === '<' ? left < right : left <= right
}
