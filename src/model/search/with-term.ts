import type { Match, MatchLeaf, Search, SearchLeaf, Tree } from './ast.ts'
import { and, attributeMatch, is, join, not } from './ast.ts'
import { both, conjuncts } from './terms-of.ts'
import { literal, literalOf } from './value-pattern.ts'

/** `include` keeps the events that have the value, `exclude` those that have it not. */
export type Sign = 'include' | 'exclude'

/**
 * Adds `@attribute:value` to what must hold. Values of one attribute and sign gather in one condition,
 * `@geo.country:(FR OR DE)`; a condition that says the opposite of the value loses it. Patterns, comparisons and
 * conditions inside of an `OR` are left alone. The value is found as it is: its `*` and `?` are no wildcards.
 */
export const withValue = (search: Search, attribute: string, value: string, sign: Sign): Search => {
  if (has(search, attribute, value, sign)) return search
  const rest = withoutValue(search, attribute, value)
  const parts = [...conjuncts(rest)]
  const index = parts.findIndex((part) => valuesIn(part, attribute, sign) !== undefined)
  const values = index < 0 ? [] : valuesIn(parts[index]!, attribute, sign)!
  const condition = conditionOf(attribute, [...values, value], sign)
  if (index < 0) return both(rest, condition)
  parts[index] = condition
  return and(parts)
}

/** Takes a value away that `withValue` may have added, of either sign. */
export const withoutValue = (search: Search, attribute: string, value: string): Search => {
  const kept: Search[] = []
  for (const part of conjuncts(search)) {
    const sign = part.kind === 'not' ? 'exclude' : 'include'
    const values = valuesIn(part, attribute, sign)
    const left = values?.filter((one) => one !== value)
    if (!values || left!.length === values.length) kept.push(part)
    else if (left!.length > 0) kept.push(conditionOf(attribute, left!, sign))
  }
  return and(kept)
}

/** Adds the value, or takes it away if it is there with this sign. */
export const toggleValue = (search: Search, attribute: string, value: string, sign: Sign): Search =>
  has(search, attribute, value, sign)
    ? withoutValue(search, attribute, value)
    : withValue(search, attribute, value, sign)

/** Which values of an attribute must be there, and which must not, as far as they are listed one by one. */
export const valuesOf = (search: Search, attribute: string): { included: string[]; excluded: string[] } => {
  const all = (sign: Sign) => conjuncts(search).flatMap((part) => valuesIn(part, attribute, sign) ?? [])
  return { included: all('include'), excluded: all('exclude') }
}

/** Drops every condition that is about the attribute alone, whatever it asks. */
export const withoutAttribute = (search: Search, attribute: string): Search =>
  and(
    conjuncts(search).filter((part) => {
      const inner = part.kind === 'not' ? part.of : part
      return inner.kind !== 'attribute' || inner.attribute !== attribute
    }),
  )

const has = (search: Search, attribute: string, value: string, sign: Sign): boolean =>
  conjuncts(search).some((part) => valuesIn(part, attribute, sign)?.includes(value))

const conditionOf = (attribute: string, values: readonly string[], sign: Sign): Search => {
  const match = join<MatchLeaf>(
    'or',
    values.map((value) => is(literal(value))),
  )
  const condition = attributeMatch(attribute, match)
  return sign === 'include' ? condition : not<SearchLeaf>(condition)
}

/** The values that a condition of this attribute and sign lists; undefined if it is another sort of condition. */
const valuesIn = (part: Search, attribute: string, sign: Sign): string[] | undefined => {
  if ((part.kind === 'not') !== (sign === 'exclude')) return undefined
  const inner = part.kind === 'not' ? part.of : part
  return inner.kind === 'attribute' && inner.attribute === attribute ? literals(inner.match) : undefined
}

const literals = (match: Match): string[] | undefined => {
  const options: readonly Tree<MatchLeaf>[] = match.kind === 'or' ? match.of : [match]
  const values = options.map((option) => (option.kind === 'is' ? literalOf(option.value) : undefined))
  return values.every((value) => value !== undefined) ? values : undefined
}
