import { join, or, type Sql, sql, strs, word } from '../../sql/sql.ts'
import { attemptsIn, countedAttempts } from './counted.ts'
import { type EntityValue, entityEvents } from './entity-events.ts'
import { recordValue } from './list.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule-names.ts'
import { withRule } from './rules.ts'

interface Ways {
  plan: Plan
  other: Plan
  /** In which the two differ. */
  rules: readonly Rule[]
  /** Attributes of the entities to be carried along, as `e1`, … */
  columns: readonly string[]
}

/** Rows `{id, reached, reached_against, rules, at_own, at_against, unfit, e1…}`, one an entity that makes the first step either way. */
export const bothWays = ({ plan, other, rules, columns }: Ways): Sql => {
  // One rule that differs decides by itself.
  const mixed = rules.length > 1 ? rules.map((rule) => withRule(plan, rule, other)) : []
  const plans = [plan, other, ...mixed.flatMap((one) => (one ? [one] : []))]
  const names = columns.map((_, i) => word(`e${i + 1}`))
  const level = (which: number) => sql`toUInt64(length(${atOf(which)}))`
  const deciding = rules
    .filter((_, i) => mixed[i])
    .map((rule, i) => sql`if(${level(i + 2)} = reached_against, ${strs([rule])}, CAST([], 'Array(String)'))`)
  const decided = rules.length === 1 ? strs(rules) : deciding.length ? sql`arrayConcat(${join(deciding)})` : strs([])
  return sql`SELECT ${join([
    sql`id`,
    sql`${level(0)} AS reached`,
    sql`${level(1)} AS reached_against`,
    sql`if(reached = reached_against, CAST([], 'Array(String)'), ${decided}) AS rules`,
    sql`${atOf(0)} AS at_own`,
    sql`${atOf(1)} AS at_against`,
    sql`${or(plans.map((_, i) => sql`${atOf(i)}[1] < 0`))} AS unfit`,
    ...names,
  ])} FROM (${followedEach(plans, columns)}) WHERE notEmpty(at_own) OR notEmpty(at_against)`
}

const atOf = (which: number): Sql => word(`at${which}`)

/** Rows `{id, at0, at1, …, e1…}`, one an entity: what `countedAttempts` finds by each of the plans, empty if nothing. */
const followedEach = (plans: readonly Plan[], columns: readonly string[]): Sql => {
  const groups = sharing(plans)
  const names = columns.map((_, i) => word(`e${i + 1}`))
  const rows = groups.map((group) => {
    const ats = plans.map((_, i) => (group.includes(i) ? atOf(i) : sql`CAST([], 'Array(Int64)') AS ${atOf(i)}`))
    return sql`SELECT ${join([sql`id`, ...ats, ...names])} FROM (${followedTogether(plans, group, columns)})`
  })
  if (rows.length === 1) return rows[0]!
  const ats = plans.map((_, i) => sql`max(${atOf(i)}) AS ${atOf(i)}`)
  const values = names.map((name) => sql`any(${name}) AS ${name}`)
  return sql`SELECT ${join([sql`id`, ...ats, ...values])} FROM (${join(rows, sql`\nUNION ALL\n`)}) GROUP BY id`
}

/** Plans by their places, together where they are about the same events: those are read and put in order once. */
const sharing = (plans: readonly Plan[]): number[][] => {
  const groups = new Map<string, number[]>()
  plans.forEach((plan, i) => {
    const { order, exclusions, holdConstant } = plan
    const key =
      holdConstant === undefined ? JSON.stringify([order, exclusions.map((one) => ({ ...one, pointer: '' }))]) : `${i}`
    groups.set(key, [...(groups.get(key) ?? []), i])
  })
  return [...groups.values()]
}

const followedTogether = (plans: readonly Plan[], group: readonly number[], columns: readonly string[]): Sql => {
  const carried = { columns: columns.map((path): EntityValue => ({ path, value: recordValue })) }
  const first = plans[group[0]!]!
  if (first.holdConstant !== undefined)
    return sql`SELECT * EXCEPT (at), at AS ${atOf(group[0]!)} FROM (${countedAttempts(first, carried)})`
  const names = [sql`id`, sql`shared`, ...columns.map((_, i) => word(`e${i + 1}`))]
  const read = sql`SELECT *, events AS shared FROM (${entityEvents(first, carried)})`
  return group.reduce((rows, which, i) => {
    const kept = join([...names, ...group.slice(0, i).map(atOf)])
    const own = i ? sql`SELECT ${kept}, shared AS events FROM (${rows})` : rows
    return sql`SELECT ${kept}, at AS ${atOf(which)} FROM (${attemptsIn(plans[which]!, own, kept)})`
  }, read)
}
