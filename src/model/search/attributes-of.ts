import type { Search } from './ast.ts'

/** The attributes that a search names, without `@`, each once, in order of mention. */
export const attributesOf = (search: Search): string[] => {
  switch (search.kind) {
    case 'and':
    case 'or':
      return [...new Set(search.of.flatMap(attributesOf))]
    case 'not':
      return attributesOf(search.of)
    case 'attribute':
      return [search.attribute]
    default:
      return []
  }
}
