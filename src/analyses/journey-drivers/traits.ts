import { and, attributeMatch, is, type Match, type Search } from '../../model/search/ast.ts'
import { printSearch } from '../../model/search/print.ts'
import { literal } from '../../model/search/value-pattern.ts'

/** Something that may happen on the way: a kind, and a name; without one any of the kind. */
export interface Behaviour {
  kind: BehaviourKind
  name: string
}

export const BEHAVIOUR_KINDS = ['view', 'action', 'server', 'error', 'frustration', 'slow_view'] as const
export type BehaviourKind = (typeof BEHAVIOUR_KINDS)[number]

const TYPES: Record<BehaviourKind, string> = {
  view: 'view',
  action: 'action',
  server: 'server',
  error: 'error',
  frustration: 'action',
  slow_view: 'view',
}
const NAMES: Record<BehaviourKind, string> = {
  view: 'view.name',
  action: 'action.name',
  server: 'event.name',
  error: 'error.message',
  frustration: 'action.frustration.type',
  slow_view: 'view.name',
}

/** The search that finds such events. */
export const searchOf = ({ kind, name }: Behaviour, slowMs: number): string => {
  const exists: Match = { kind: 'exists' }
  const slow: Match = { kind: 'compare', operator: '>=', amount: { kind: 'number', value: slowMs, unit: 'ms' } }
  const parts: Search[] = [
    attributeMatch('type', is(literal(TYPES[kind]))),
    ...(name === '' ? [] : [attributeMatch(NAMES[kind], is(literal(name)))]),
    ...(name === '' && kind === 'frustration' ? [attributeMatch(NAMES.frustration, exists)] : []),
    ...(kind === 'slow_view' ? [attributeMatch('view.loading_time', slow)] : []),
  ]
  return printSearch(and(parts))
}
