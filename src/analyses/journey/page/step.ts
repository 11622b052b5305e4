import { LABEL_PATH } from '../../../model/action-label/definition.ts'

/** What journeys are made of, as pages hold it. */

/** A step is made by any of its events that passes its filter. */
export interface Step {
  events: readonly EventName[]
  filter: string
  /** It may be left out. Of funnels only. */
  optional?: true
}

export interface EventName {
  kind: StepKind
  /** Null: any event of the kind. */
  name: string | null
}

export const EVENT_KINDS = ['view', 'action', 'server'] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** What a step may name: events, and labels that stand for actions. */
export const STEP_KINDS = ['view', 'label', 'action', 'server'] as const
export type StepKind = (typeof STEP_KINDS)[number]

/** The type of the events that a kind stands for. */
export const typeOf = (kind: StepKind): EventKind => (kind === 'label' ? 'action' : kind)

export const ENTITIES = ['session', 'user', 'account'] as const
export type Entity = (typeof ENTITIES)[number]

export const MOST_STEPS = 30
export const FEWEST_STEPS = 2

/** The attribute that an event of a kind is called by. */
export const NAME_PATHS: Record<StepKind, string> = {
  view: 'view.name',
  label: LABEL_PATH,
  action: 'action.name',
  server: 'event.name',
}
export const KEYS: Record<Entity, string> = { session: '@session.id', user: '@usr.id', account: '@account.id' }

/** What a change does to the steps of a question. */
export type Followed = { steps: readonly Step[]; per: Entity; within: string | null }
