import { EVENT_KINDS, NAME_PATHS, type StepKind, typeOf } from '../../../../analyses/journey/page/step.ts'
import type { Step } from '../../../../model/audience/rule.ts'
import { and, attributeMatch, is, type Search } from '../../../../model/search/ast.ts'
import { tryParseSearch } from '../../../../model/search/parse.ts'
import { printSearch } from '../../../../model/search/print.ts'
import { both, conjuncts } from '../../../../model/search/terms-of.ts'
import { literal } from '../../../../model/search/value-pattern.ts'
import { valuesOf } from '../../../../model/search/with-term.ts'

/** A step's search as it is edited: an event, by what it is called, and what else must be true of it. */
export interface StepParts {
  /** Null: any event. */
  kind: StepKind | null
  /** Null: any of its kind. */
  name: string | null
  filter: string
}

/** The parts of a search; what does not fit into kind and name is filter. */
export const partsOf = ({ query }: Pick<Step, 'query'>): StepParts => {
  const reading = tryParseSearch(query)
  if (!reading.ok) return { kind: null, name: null, filter: query }
  const type = EVENT_KINDS.find((one) => one === only(reading.search, 'type')) ?? null
  if (!type) return { kind: null, name: null, filter: printSearch(reading.search) }
  const isLabel = type === 'action' && only(reading.search, NAME_PATHS.label) !== null
  const kind = isLabel ? 'label' : type
  const name = only(reading.search, NAME_PATHS[kind])
  const isTold = (part: Search) => isOne(part, 'type', type) || (name !== null && isOne(part, NAME_PATHS[kind], name))
  const rest = conjuncts(reading.search).filter((part) => !isTold(part))
  return { kind, name, filter: printSearch(and(rest)) }
}

/** The search of the parts. A filter that can't be read stands as it is, so that the server can say what is wrong. */
export const queryOf = ({ kind, name, filter }: StepParts): string => {
  const named = kind === null || name === null ? [] : [equals(NAME_PATHS[kind], name)]
  const event = kind === null ? [] : [equals('type', typeOf(kind)), ...named]
  const reading = tryParseSearch(filter)
  if (!reading.ok) return `${printSearch(and(event))} ${filter}`.trim()
  return printSearch(both(and(event), reading.search))
}

const equals = (path: string, value: string): Search => attributeMatch(path, is(literal(value)))

/** The one value that the attribute must have; null if the search says so of none or of several. */
const only = (search: Search, path: string): string | null => {
  const { included } = valuesOf(search, path)
  return included.length === 1 ? included[0]! : null
}

const isOne = (part: Search, path: string, value: string): boolean =>
  part.kind === 'attribute' && part.attribute === path && printSearch(part) === printSearch(equals(path, value))
