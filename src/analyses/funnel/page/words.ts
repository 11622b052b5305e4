import { attributeWord } from '../../analytics/words.ts'
import type { Entity, EventKind, EventName, Question, Step, Window, WindowUnit } from './question.ts'

/** How the page calls what is asked. */

export const KIND_WORDS: Record<EventKind, { one: string; many: string; any: string }> = {
  view: { one: 'View', many: 'Views', any: 'Any view' },
  action: { one: 'Action', many: 'Actions', any: 'Any action' },
  server: { one: 'Server event', many: 'Server events', any: 'Any server event' },
}

export const ENTITY_WORDS: Record<Entity, { one: string; many: string }> = {
  session: { one: 'session', many: 'sessions' },
  user: { one: 'user', many: 'users' },
  account: { one: 'account', many: 'accounts' },
}

export const eventWords = ({ kind, name }: EventName): string => name ?? KIND_WORDS[kind].any

/** `/home or /start`. */
export const stepWords = ({ events }: Step): string => events.map(eventWords).join(' or ')

/** `View`, `View or action`. */
export const kindsOf = ({ events }: Step): string => {
  const kinds = [...new Set(events.map((e) => KIND_WORDS[e.kind].one))]
  return kinds.map((kind, i) => (i ? kind.toLowerCase() : kind)).join(' or ')
}

const UNIT_WORDS: Record<WindowUnit, [string, string]> = {
  m: ['minute', 'minutes'],
  h: ['hour', 'hours'],
  d: ['day', 'days'],
  w: ['week', 'weeks'],
}
export const unitWords = (unit: WindowUnit): string => UNIT_WORDS[unit][1]
export const windowWords = ({ count, unit }: Window): string => `${count} ${UNIT_WORDS[unit][count === 1 ? 0 : 1]}`

/** What is counted: `sessions`, or `conversions` where an entity may count more than once. */
export const countedWords = ({ count, per }: Pick<Question, 'count' | 'per'>, n = 2): string => {
  const words = count === 'total' ? { one: 'conversion', many: 'conversions' } : ENTITY_WORDS[per]
  return n === 1 ? words.one : words.many
}

export const titleOf = ({ steps, by }: Question): string => {
  const way = steps.length ? `${stepWords(steps[0]!)} to ${stepWords(steps.at(-1)!)}` : 'Funnel'
  return by ? `${way} by ${attributeWord(by.path)}` : way
}
