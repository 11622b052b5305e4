import { and, type Match, type Search } from '../../model/search/ast.ts'

/** A search taken apart: the events that make up paths, and the page at which paths start or end. */
export interface PathSearch {
  events: Search
  /** Undefined: at their first page, whatever it is. */
  anchor: Search | undefined
}

/**
 * The conditions of a search that say which value of the facet it is about name the anchor; all others, those that
 * leave values out included, select events.
 */
export const takeApart = (search: Search, facet: string): PathSearch => {
  const parts = search.kind === 'and' ? search.of : [search]
  const anchors = parts.filter((part) => names(part, facet))
  return {
    events: and(parts.filter((part) => !anchors.includes(part))),
    anchor: anchors.length ? and(anchors) : undefined,
  }
}

/** Whether a condition is about the facet alone and picks values of it. */
const names = (search: Search, facet: string): boolean => {
  if (search.kind === 'or') return search.of.every((part) => names(part, facet))
  return search.kind === 'attribute' && search.attribute === facet && picks(search.match)
}

const picks = (match: Match): boolean => {
  if (match.kind === 'and' || match.kind === 'or') return match.of.every(picks)
  return match.kind !== 'not' && match.kind !== 'exists'
}
