import type { Entity, EventName, Step, StepKind } from './step.ts'
import type { Window, WindowUnit } from './window.ts'

/** How pages call what journeys are made of. */

export const KIND_WORDS: Record<StepKind, { one: string; many: string; any: string }> = {
  view: { one: 'View', many: 'Views', any: 'Any view' },
  label: { one: 'Labelled action', many: 'Labelled actions', any: 'Any labelled action' },
  action: { one: 'Action', many: 'Actions', any: 'Any action' },
  server: { one: 'Server event', many: 'Server events', any: 'Any server event' },
}

export const ENTITY_WORDS: Record<Entity, { one: string; many: string }> = {
  session: { one: 'session', many: 'sessions' },
  user: { one: 'user', many: 'users' },
  account: { one: 'account', many: 'accounts' },
}

export const entityWords = (per: Entity, n: number): string => ENTITY_WORDS[per][n === 1 ? 'one' : 'many']

export const eventWords = ({ kind, name }: EventName): string => name ?? KIND_WORDS[kind].any

/** `/home or /start`. */
export const stepWords = ({ events }: Step): string => events.map(eventWords).join(' or ')

/** To choose among steps; the value is a step's place, from 1. */
export const stepChoices = (steps: readonly Step[]): { value: string; label: string }[] =>
  steps.map((step, i) => ({ value: String(i + 1), label: `${i + 1} ${stepWords(step)}` }))

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

/** A name in the middle of a sentence. */
export const cut = (name: string): string => (name.length > 40 ? `${name.slice(0, 39)}…` : name)
