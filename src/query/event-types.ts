import { LABEL_PATH } from '../model/action-label/definition.ts'
import { EVENT_TYPES, type EventType } from '../model/attribute.ts'
import type { Match, Search } from '../model/search/ast.ts'
import { matches } from '../model/search/value-pattern.ts'

/**
 * The event types that a search can match at all, so that a source reads no others. Errs on the side of too many.
 */
export const typesOf = (search: Search): readonly EventType[] => EVENT_TYPES.filter((type) => possible(search, type))

/** The types of the events that match a search for types alone, exactly; undefined if it is about anything else. */
export const typesNamed = (search: Search): readonly EventType[] | undefined =>
  isOfTypes(search) ? EVENT_TYPES.filter((type) => decided(search, type)) : undefined

const isOfTypes = (search: Search): boolean => {
  if (search.kind === 'and' || search.kind === 'or') return search.of.every(isOfTypes)
  if (search.kind === 'not') return isOfTypes(search.of)
  return search.kind === 'all' || (search.kind === 'attribute' && search.attribute === 'type')
}

const decided = (search: Search, type: EventType): boolean => {
  if (search.kind === 'and') return search.of.every((part) => decided(part, type))
  if (search.kind === 'or') return search.of.some((part) => decided(part, type))
  if (search.kind === 'not') return !decided(search.of, type)
  return search.kind === 'all' || (search.kind === 'attribute' && always(search.match, type))
}

const possible = (search: Search, type: EventType): boolean => {
  switch (search.kind) {
    case 'and':
      return search.of.every((part) => possible(part, type))
    case 'or':
      return search.of.some((part) => possible(part, type))
    case 'not':
      return !(search.of.kind === 'attribute' && search.of.attribute === 'type' && always(search.of.match, type))
    case 'attribute':
      if (search.attribute === LABEL_PATH) return type === 'action' || !needsValue(search.match)
      return search.attribute !== 'type' || always(search.match, type)
    default:
      return true
  }
}

/** Whether only events that have a value can match. */
const needsValue = (match: Match): boolean => {
  if (match.kind === 'and') return match.of.some(needsValue)
  if (match.kind === 'or') return match.of.every(needsValue)
  return match.kind !== 'not'
}

/** Whether a condition on `type` holds for this type: decided, since the type is the whole value. */
const always = (match: Match, type: EventType): boolean => {
  switch (match.kind) {
    case 'and':
      return match.of.every((part) => always(part, type))
    case 'or':
      return match.of.some((part) => always(part, type))
    case 'not':
      return !always(match.of, type)
    case 'exists':
      return true
    case 'is':
      return matches(match.value, type)
    default:
      return false
  }
}
