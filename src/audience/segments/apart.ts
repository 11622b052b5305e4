import { attributeOf } from '../../model/attribute.ts'
import type { Search } from '../../model/search/ast.ts'
import { literalOf } from '../../model/search/value-pattern.ts'
import { typesOf } from '../../query/event-types.ts'

/** Whether no event can match both: of other types, or with another value of an attribute that has but one. */
export const areApart = (a: Search, b: Search): boolean => {
  const [one, other] = [valuesIn(a), valuesIn(b)]
  const differ = [...one].some(([path, value]) => other.has(path) && other.get(path) !== value)
  return differ || !typesOf(a).some((type) => typesOf(b).includes(type))
}

const valuesIn = (search: Search): Map<string, string> => {
  const parts = search.kind === 'and' ? search.of : [search]
  const named = parts.flatMap((part): [string, string][] => {
    if (part.kind !== 'attribute' || part.match.kind !== 'is') return []
    const value = literalOf(part.match.value)
    const { storage } = attributeOf(part.attribute) ?? {}
    return value === undefined || storage === undefined || storage === 'list' ? [] : [[part.attribute, value]]
  })
  return new Map(named)
}
