import type { Pattern } from './value-pattern.ts'
import { isManyOnly } from './value-pattern.ts'

/** A boolean tree over leaves of one sort. In normal form `and` and `or` hold two or more, none of their own kind. */
export type Tree<Leaf> = Leaf | And<Leaf> | Or<Leaf> | Not<Leaf>
export interface And<Leaf> {
  readonly kind: 'and'
  readonly of: readonly Tree<Leaf>[]
}
export interface Or<Leaf> {
  readonly kind: 'or'
  readonly of: readonly Tree<Leaf>[]
}
export interface Not<Leaf> {
  readonly kind: 'not'
  readonly of: Tree<Leaf>
}

/** What a person searches for. The empty text is `all`. */
export type Search = Tree<SearchLeaf>
export type SearchLeaf = All | Term | AttributeMatch

/** Every event. */
export interface All {
  readonly kind: 'all'
}

/** A free word or a quoted phrase. */
export interface Term {
  readonly kind: 'term'
  readonly value: Pattern
}

/** `@attribute:match`. The attribute is a path without the `@`; a group `key:(a OR b)` is a tree of matches. */
export interface AttributeMatch {
  readonly kind: 'attribute'
  readonly attribute: string
  readonly match: Match
}

export type Match = Tree<MatchLeaf>
export type MatchLeaf = Is | Exists | Compare | Range

export interface Is {
  readonly kind: 'is'
  readonly value: Pattern
}
export interface Exists {
  readonly kind: 'exists'
}
export type Operator = '>' | '>=' | '<' | '<='
export interface Compare {
  readonly kind: 'compare'
  readonly operator: Operator
  readonly amount: Amount
}

/** An open end is null. Both ends are numbers, or both are times. */
export interface Range {
  readonly kind: 'range'
  readonly from: Bound | null
  readonly to: Bound | null
}
export interface Bound {
  readonly amount: Amount
  readonly inclusive: boolean
}

export type AmountUnit = 'ns' | 'us' | 'ms' | 's' | 'm' | 'h' | 'd' | 'b' | 'kb' | 'mb' | 'gb'

/** A number as it was written, or a time in epoch milliseconds. */
export type Amount =
  | { readonly kind: 'number'; readonly value: number; readonly unit?: AmountUnit }
  | { readonly kind: 'time'; readonly ms: number }

export const ALL: All = { kind: 'all' }

/** `and` in normal form: flat, and no `and` around a single part. Nothing at all is `all`. */
export const and = (parts: readonly Search[]): Search => (parts.length === 0 ? ALL : join('and', parts))

/** `or` in normal form. Of nothing it is what nothing matches. */
export const or = (parts: readonly Search[]): Search => (parts.length === 0 ? not(ALL) : join('or', parts))

export const not = <Leaf>(of: Tree<Leaf>): Not<Leaf> => ({ kind: 'not', of })

/** A free word; one that is a lone `*` is `all`. */
export const term = (value: Pattern): Search => (isManyOnly(value) ? ALL : { kind: 'term', value })

export const attributeMatch = (attribute: string, match: Match): AttributeMatch => ({
  kind: 'attribute',
  attribute,
  match,
})

/** An attribute's value; a lone `*` asks whether there is one. */
export const is = (value: Pattern): MatchLeaf => (isManyOnly(value) ? { kind: 'exists' } : { kind: 'is', value })

/** Joins one or more trees by `and` or `or`, flat. */
export const join = <Leaf extends { kind: string }>(kind: 'and' | 'or', parts: readonly Tree<Leaf>[]): Tree<Leaf> => {
  if (parts.length === 1) return parts[0]!
  const of: Tree<Leaf>[] = []
  for (const part of parts) {
    if (part.kind === kind) for (const inner of (part as And<Leaf>).of) of.push(inner)
    else of.push(part)
  }
  return { kind, of } as And<Leaf> | Or<Leaf>
}
