import { and, type Search } from '../model/search/ast.ts'
import { attributesOf } from '../model/search/attributes-of.ts'
import { KIND_ATTRIBUTES, STRETCH_ATTRIBUTES, WHOLE_SESSION_ATTRIBUTES } from '../sessions/sequence-columns.ts'

/** A search in two parts that must both hold: what rows of `sequences` tell, and what the kind of an event tells. */
export interface SplitSearch {
  row: Search
  kind: Search
}

const ON_ROWS = new Set([...STRETCH_ATTRIBUTES, ...WHOLE_SESSION_ATTRIBUTES].map((one) => one.path))
const ON_KINDS = new Set(KIND_ATTRIBUTES.map((one) => one.path))

/** Whether rows of `sequences` have this attribute, named without `@`. */
export const isOnRows = (path: string): boolean => ON_ROWS.has(path)

/** Undefined where sequences don't carry what is asked, or one condition asks for both. */
export const splitSearch = (search: Search): SplitSearch | undefined => {
  const row: Search[] = []
  const kind: Search[] = []
  for (const part of search.kind === 'and' ? search.of : [search]) {
    const paths = attributesOf(part)
    if (holdsTerm(part)) return undefined
    if (paths.every((path) => ON_KINDS.has(path))) kind.push(part)
    else if (paths.every((path) => ON_ROWS.has(path))) row.push(part)
    else return undefined
  }
  return { row: and(row), kind: and(kind) }
}

/** Free words are looked for in attributes that sequences don't carry. */
export const holdsTerm = (search: Search): boolean => {
  if (search.kind === 'and' || search.kind === 'or') return search.of.some(holdsTerm)
  return search.kind === 'not' ? holdsTerm(search.of) : search.kind === 'term'
}
