import type { Match, Search } from '../search/ast.ts'
import { tryParseSearch } from '../search/parse.ts'
import { matches, type Pattern } from '../search/value-pattern.ts'
import { LABEL_PATH } from './definition.ts'

/** Whether one of the searches anywhere inside of a request or a segment's rules finds the label by its name. */
export const isNamedIn = (label: string, value: unknown): boolean => {
  if (typeof value === 'string') return patternsIn(value).some((pattern) => matches(pattern, label))
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((inner) => isNamedIn(label, inner))
}

const patternsIn = (text: string): Pattern[] => {
  if (!text.includes(LABEL_PATH)) return []
  const reading = tryParseSearch(text)
  return reading.ok ? patternsOf(reading.search) : []
}

const patternsOf = (search: Search): Pattern[] => {
  if (search.kind === 'and' || search.kind === 'or') return search.of.flatMap(patternsOf)
  if (search.kind === 'not') return patternsOf(search.of)
  return search.kind === 'attribute' && search.attribute === LABEL_PATH ? valuesOf(search.match) : []
}

const valuesOf = (match: Match): Pattern[] => {
  if (match.kind === 'and' || match.kind === 'or') return match.of.flatMap(valuesOf)
  if (match.kind === 'not') return valuesOf(match.of)
  return match.kind === 'is' ? [match.value] : []
}
