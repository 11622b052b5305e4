import { type Completion, complete } from '../../model/search/complete.ts'
import { type PrintOptions, printAttribute, printValue } from '../../model/search/print.ts'
import type { Facet, FacetValue } from '../ask/facets.ts'

/** Something to write at the caret. */
export interface Suggestion {
  key: string
  label: string
  /** Said beside it: an attribute's name, a value's count. */
  hint: string
  /** The whole text after it is taken, and where the caret then stands. */
  text: string
  caret: number
  /** An attribute waits for its value; a value completes the condition. */
  done: boolean
}

/** Attributes that fit what was typed: by path or name, those that begin with it first. */
export const findFacets = (facets: readonly Facet[], typed: string, most = 12): Facet[] => {
  const term = typed.toLowerCase()
  const rank = (f: Facet) => {
    const path = f.path.toLowerCase()
    if (path === term) return 0
    if (path.startsWith(term) || f.label.toLowerCase().startsWith(term)) return 1
    return path.includes(`.${term}`) ? 2 : 3
  }
  return facets
    .filter((f) => f.path.toLowerCase().includes(term) || f.label.toLowerCase().includes(term))
    .map((facet, index) => ({ facet, index, rank: rank(facet) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, most)
    .map(({ facet }) => facet)
}

const put = (text: string, [from, to]: [number, number], insert: string) => ({
  text: text.slice(0, from) + insert + text.slice(to),
  caret: from + insert.length,
})

/** What may be written at the caret, given the attributes, and the values of the one whose value is being typed. */
export const suggestionsAt = (
  text: string,
  completion: Completion,
  facets: readonly Facet[],
  values: readonly FacetValue[],
  options: PrintOptions = {},
): Suggestion[] => {
  if (completion.kind === 'none') return []
  const { replace } = completion
  if (completion.kind === 'value') {
    // The values may still be those of what was typed before.
    const term = completion.prefix.toLowerCase()
    const fitting = values.filter(({ value }) => value.toLowerCase().includes(term))
    return fitting.map(({ value, count }) => ({
      key: value,
      label: value === '' ? '(empty)' : value,
      hint: String(count),
      done: true,
      ...put(text, replace, printValue(value)),
    }))
  }
  return findFacets(facets, completion.prefix).map((facet) => {
    const name = printAttribute(facet.path, options)
    const hasColon = text[replace[1]] === ':'
    const placed = put(text, replace, hasColon ? name : `${name}:`)
    return {
      key: facet.path,
      label: name,
      hint: facet.label,
      done: false,
      ...placed,
      caret: placed.caret + (hasColon ? 1 : 0),
    }
  })
}

export const completionAt = (text: string, caret: number): Completion => complete(text, caret)
