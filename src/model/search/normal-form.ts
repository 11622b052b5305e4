import type { Amount, Bound, Match, MatchLeaf, Search, SearchLeaf, Tree } from './ast.ts'
import { and, attributeMatch, is, join, not, or, term } from './ast.ts'
import { normalPattern } from './value-pattern.ts'

/**
 * The tree that reading the printed search gives back: `and` and `or` flat, patterns merged, a lone `*` as what it
 * means, -0 as 0. Nothing else is rewritten, and the meaning stays the same.
 */
export const normalForm = (search: Search): Search => {
  switch (search.kind) {
    case 'and':
      return and(search.of.map(normalForm))
    case 'or':
      return or(search.of.map(normalForm))
    case 'not':
      return not<SearchLeaf>(normalForm(search.of))
    case 'term':
      return term(normalPattern(search.value))
    case 'attribute':
      return attributeMatch(search.attribute, normalMatch(search.match))
    case 'all':
      return search
  }
}

const ANYTHING: Match = { kind: 'exists' }
const NOTHING: Match = { kind: 'and', of: [ANYTHING, not<MatchLeaf>(ANYTHING)] }

const normalMatch = (match: Match): Match => {
  switch (match.kind) {
    case 'and':
    case 'or': {
      const of: Tree<MatchLeaf>[] = match.of.map(normalMatch)
      if (of.length > 0) return join(match.kind, of)
      return match.kind === 'and' ? not<MatchLeaf>(NOTHING) : NOTHING
    }
    case 'not':
      return not<MatchLeaf>(normalMatch(match.of))
    case 'is':
      return is(normalPattern(match.value))
    case 'compare':
      return { ...match, amount: normalAmount(match.amount) }
    case 'range':
      return { kind: 'range', from: normalBound(match.from), to: normalBound(match.to) }
    case 'exists':
      return match
  }
}

const normalBound = (bound: Bound | null): Bound | null => bound && { ...bound, amount: normalAmount(bound.amount) }

const normalAmount = (amount: Amount): Amount => {
  if (amount.kind === 'time') return { kind: 'time', ms: amount.ms + 0 }
  const { value, unit } = amount
  return unit === undefined ? { kind: 'number', value: value + 0 } : { kind: 'number', value: value + 0, unit }
}
