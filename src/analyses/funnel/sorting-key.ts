import { constant, type Sql, sql, u64 } from '../../sql/sql.ts'
import type { Plan } from './plan.ts'

/**
 * An event of an entity as one number, so that sorting numbers sorts events: time (ms since the range's start, from 1),
 * rank within its instant, steps that it can serve (bit 0: the first), exclusions that it matches.
 */
export interface SortingKey {
  of(parts: { time: Sql; rank?: Sql; steps: Sql; exclusions?: Sql }): Sql
  time(key: Sql): Sql
  /** 1 if the event can serve the step, from 1. */
  serves(key: Sql, step: Sql): Sql
  /** 1 if the event matches one of these exclusions, a set of bits. */
  excluded(key: Sql, exclusions: Sql): Sql
  steps(key: Sql): Sql
  /** Its type, for literals. */
  none: Sql
}

/** Ranks of an instant whose events must be unravelled; of strict order, the place in the entity's events. */
const RANK_BITS = { ordered: 10, any: 0, strict: 32 }

export const sortingKeyOf = (plan: Plan): SortingKey => {
  const exclusions = plan.exclusions.length
  const steps = plan.nodes.length
  const rank = exclusions + steps
  const time = rank + RANK_BITS[plan.order]
  const timeBits = Math.ceil(Math.log2(plan.scope.to - plan.scope.from + 2))
  const type = constant(time + timeBits > 64 ? 'toUInt128' : 'toUInt64')
  const number = (of: number) => constant(String(of))
  const shifted = (of: Sql, by: number) => sql`bitShiftLeft(${type}(${of}), ${number(by)})`
  return {
    of: (parts) => {
      const rankPart = parts.rank ? sql` + ${shifted(parts.rank, rank)}` : sql``
      const excludedPart = parts.exclusions ? sql` + ${type}(${parts.exclusions})` : sql``
      return sql`(${shifted(parts.time, time)}${rankPart} + ${shifted(parts.steps, exclusions)}${excludedPart})`
    },
    time: (key) => sql`toInt64(bitShiftRight(${key}, ${number(time)}))`,
    serves: (key, step) => sql`bitTest(toUInt64(${key}), ${step} + ${number(exclusions)} - 1)`,
    excluded: (key, which) => sql`bitAnd(toUInt64(${key}), ${which}) != 0`,
    steps: (key) =>
      sql`toUInt32(bitAnd(toUInt64(bitShiftRight(${key}, ${number(exclusions)})), ${u64(2 ** steps - 1)}))`,
    none: sql`${type}(0)`,
  }
}
