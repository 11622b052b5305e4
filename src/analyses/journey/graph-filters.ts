import { WaywornError } from '../../lib/errors.ts'
import type { GraphFilter } from './definition.ts'
import type { Entity } from './entity.ts'
import { stepNumber } from './expression.ts'

/** A condition on the time that a counted attempt took from one step to another, both from 1. */
export interface TimeCondition {
  start: number
  end: number
  operator: GraphFilter['operator']
  ms: number
}

export interface TimeLimits {
  /** Longest time from an attempt's first event to its last one, inclusive; null: none. */
  windowMs: number | null
  /** Whether the request says so itself. */
  asked: boolean
  /** Looked at on the counted attempt only. */
  conditions: readonly TimeCondition[]
}

const DAY = 86_400_000
/** Beyond this a window says nothing; and numbers stay within what sorting keys hold. */
const LONGEST = 3650 * DAY

/** The conversion window: the one asked for, or the session itself, or 24 hours for users and accounts. */
export const timeLimitsOf = (
  filters: readonly GraphFilter[],
  aliases: readonly string[],
  entity: Entity,
  pointer: string,
): TimeLimits => {
  let asked: number | undefined
  const conditions: TimeCondition[] = []
  filters.forEach((filter, i) => {
    const condition = conditionOf(filter, aliases, `${pointer}/${i}`)
    const isWindow = condition.start === 1 && condition.end === aliases.length && filter.operator.startsWith('<')
    if (!isWindow) {
      conditions.push(condition)
      return
    }
    const ms = filter.operator === '<' ? filter.value - 1 : filter.value
    asked = Math.min(asked ?? ms, ms)
  })
  return { windowMs: asked ?? (entity.kind === 'session' ? null : DAY), asked: asked !== undefined, conditions }
}

const conditionOf = (filter: GraphFilter, aliases: readonly string[], pointer: string): TimeCondition => {
  const refuse = (field: string, reason: string): never => {
    throw new WaywornError(
      'invalid_field',
      { field: `graph_filters.${field}`, reason },
      { pointer: `${pointer}/${field}` },
    )
  }
  if (filter.name !== '__dd.time_to_convert')
    refuse('name', `"${filter.name}" can't be filtered by; use __dd.time_to_convert`)
  const wanted = filter.value
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > LONGEST)
    refuse('value', `it must be a whole number of milliseconds from 1 to ${LONGEST.toLocaleString('en')} (ten years)`)
  const { target } = filter
  const start = target?.type === 'path' ? stepNumber(target.start, aliases, `${pointer}/target/start`) : 1
  const end =
    target === undefined
      ? aliases.length
      : target.type === 'path'
        ? stepNumber(target.end, aliases, `${pointer}/target/end`)
        : stepNumber(target.value, aliases, `${pointer}/target/value`)
  if (end <= start) refuse('target', 'its end must be a later step than its start')
  return { start, end, operator: filter.operator, ms: wanted }
}
