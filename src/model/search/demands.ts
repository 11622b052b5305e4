import { attributeOf } from '../attribute.ts'
import type { Search } from './ast.ts'
import { literalOf } from './value-pattern.ts'

/** What every matching event must have, of attributes that have one text at most. */
export const demandsOf = (search: Search): ReadonlyMap<string, string> => {
  const parts = search.kind === 'and' ? search.of : [search]
  return new Map(
    parts.flatMap((part): [string, string][] => {
      if (part.kind !== 'attribute' || attributeOf(part.attribute)?.type !== 'string') return []
      const text = part.match.kind === 'is' ? literalOf(part.match.value) : undefined
      return text === undefined ? [] : [[part.attribute, text]]
    }),
  )
}

/** Whether no event can match both: they want different texts of one attribute. False where that is not certain. */
export const contradict = (one: Search, other: Search): boolean => {
  const [demands, others] = [demandsOf(one), demandsOf(other)]
  return [...demands].some(([attribute, text]) => others.has(attribute) && others.get(attribute) !== text)
}
