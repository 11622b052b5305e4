import { attributeOf } from '../../model/attribute.ts'
import type { Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { literalOf } from '../../model/search/value-pattern.ts'
import type { Plan } from './plan.ts'

/** Whether one event might serve two steps. False only where that is certain: two steps want different texts of one attribute. */
export const mayOverlap = (plan: Plan): boolean => {
  const demands = plan.nodes.map(({ query }) => demandsOf(parseSearch(query.search.query)))
  return demands.some((one, i) => demands.slice(i + 1).some((other) => !contradict(one, other)))
}

const contradict = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean =>
  [...one].some(([attribute, text]) => other.has(attribute) && other.get(attribute) !== text)

/** What every matching event must have, of attributes that have one text at most. */
const demandsOf = (search: Search): ReadonlyMap<string, string> => {
  const parts = search.kind === 'and' ? search.of : [search]
  return new Map(
    parts.flatMap((part): [string, string][] => {
      if (part.kind !== 'attribute' || attributeOf(part.attribute)?.type !== 'string') return []
      const text = part.match.kind === 'is' ? literalOf(part.match.value) : undefined
      return text === undefined ? [] : [[part.attribute, text]]
    }),
  )
}
