import { EVENT_TYPES, type EventType } from '../../model/attribute.ts'
import type { Performed } from '../../model/audience/rule.ts'
import type { Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { typesOf } from '../../query/event-types.ts'
import { createFields, type Field, type Fields } from '../../query/field.ts'
import { predicateOf } from '../../query/predicate.ts'
import { eventSource, type Scope } from '../../query/source.ts'
import { and, constant, join, or, type Sql, sql, u64 } from '../../sql/sql.ts'
import { type Asked, ENTITY_PATH, EVER } from '../entity.ts'
import { type Masks, wentThrough } from './sequence.ts'
import { spanOf } from './time-frame.ts'

/** A statement with ids as `id`. `outside`: it is everyone but these. */
export interface Ids {
  ids: Sql
  /** Of users their numbers as `key`, where these are known sooner. */
  keys?: Sql
  outside?: boolean
}

/**
 * The entities that performed it. Of accounts, one of their users must have performed all of it; events that name no
 * user count as those of one. Throws `invalid_search` at the step.
 */
export const whoPerformed = (performed: Performed, asked: Asked, pointer: string): Ids => {
  const events = eventsOf(performed, asked, pointer)
  if (performed.count && !(performed.count.operator === '>=' && performed.count.value <= 1))
    return whoCounted(performed.count, events)
  if (performed.sequence.length === 1) {
    return { ids: sql`SELECT DISTINCT id FROM (${events.rows(events.steps[0]!, [])})` }
  }
  return { ids: whoWentThrough(performed, events) }
}

interface Events {
  performed: Performed
  asked: Asked
  /** Whether an event is one of step i: 1 or 0. */
  steps: readonly Sql[]
  /** The columns that an attempt is within: the entity, for accounts the user, and the session if it must be the same. */
  keys: Sql
  /** Rows with the keys, of entities and not empty. */
  rows(where: Sql, columns: readonly Sql[], types?: readonly EventType[]): Sql
}

export const eventsOf = (performed: Performed, asked: Asked, pointer: string): Events => {
  const fields = createFields(asked.scope.derive)
  const searches = performed.sequence.map((step, i) =>
    parseSearch(step.query, { pointer: `${pointer}/sequence/${i}/query` }),
  )
  const steps = searches.map((search) => matching(search, fields))
  const found = new Set(searches.flatMap((search) => typesOf(search)))
  const entity = fields.of(ENTITY_PATH[asked.audience])
  const keyed = keyFields(performed, asked, fields)
  const scope: Scope = { ...asked.scope, ...spanOf(performed.time_frame, asked.scope.nowMs) }
  const inside = [entity.exists, ...(performed.same_session ? [fields.of('session.id').exists] : [])]
  return {
    performed,
    asked,
    steps,
    keys: join(keyed.map(([name]) => constant(name))),
    rows: (where, columns, types = EVENT_TYPES.filter((type) => found.has(type))) =>
      sql`SELECT ${join([...keyed.map(([name, field]) => sql`${field.text} AS ${constant(name)}`), ...columns])}
FROM (${eventSource(scope, { fields: fields.all(), types })}) WHERE ${and([...inside, where])}`,
  }
}

const keyFields = (performed: Performed, { audience }: Asked, fields: Fields): [string, Field][] => [
  ['id', fields.of(ENTITY_PATH[audience])],
  ...(audience === 'accounts' ? ([['member', fields.of('usr.id')]] as [string, Field][]) : []),
  ...(performed.same_session
    ? ([
        ['app', fields.of('application.id')],
        ['session', fields.of('session.id')],
      ] as [string, Field][])
    : []),
]

/** A session's own row is nothing that was done in it, unless it is asked for by its type. */
const matching = (search: Search, fields: Fields): Sql => {
  const untyped = typesOf(search).length === EVENT_TYPES.length
  return and([predicateOf(search, fields), ...(untyped ? [sql`${fields.of('type').text} != 'session'`] : [])])
}

const COMPARE = {
  '=': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
  '>=': (a: number, b: number) => a >= b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '<': (a: number, b: number) => a < b,
}

/** Whether somebody who never did it fits, too. */
export const fitsNone = ({ operator, value }: NonNullable<Performed['count']>): boolean => COMPARE[operator](0, value)

/** Who did the only step so often; in the same session: in one of their sessions. None at all is a count too. */
const whoCounted = ({ operator, value }: NonNullable<Performed['count']>, events: Events): Ids => {
  const { performed, asked, keys, steps, rows } = events
  const fits = sql`n ${constant(operator)} ${u64(value)}`
  const counted = (where: Sql, n: Sql, types?: readonly EventType[]) =>
    sql`SELECT ${keys}, ${n} AS n FROM (${rows(where, [sql`${steps[0]!} AS hit`], types)}) GROUP BY ${keys}`
  if (!fitsNone({ operator, value })) {
    return { ids: sql`SELECT DISTINCT id FROM (${counted(steps[0]!, sql`count()`)}) WHERE ${fits}` }
  }
  if (performed.same_session) {
    // A session's own row happens when it began and names whom its last view names: that says nobody was in it then.
    const sessions = counted(sql`(type != 'session' OR ${steps[0]!})`, sql`countIf(hit)`, EVENT_TYPES)
    return { ids: sql`SELECT DISTINCT id FROM (${sessions}) WHERE ${fits}` }
  }
  const failing = sql`SELECT ${keys} FROM (${counted(steps[0]!, sql`count()`)}) WHERE NOT (${fits})`
  if (asked.audience === 'users') return { ids: failing, outside: true }
  return {
    ids: sql`SELECT DISTINCT id FROM (${usersOfAccounts(asked.scope)}) WHERE (id, member) GLOBAL NOT IN (${failing})`,
  }
}

const usersOfAccounts = (scope: Scope): Sql => {
  const fields = createFields()
  const [account, user] = [fields.of(ENTITY_PATH.accounts), fields.of(ENTITY_PATH.users)]
  const types = EVENT_TYPES.filter((type) => type !== 'session')
  return sql`SELECT DISTINCT ${account.text} AS id, ${user.text} AS member
FROM (${eventSource({ ...scope, ...EVER }, { fields: fields.all(), types })}) WHERE ${account.exists}`
}

const whoWentThrough = ({ sequence }: Performed, { keys, steps, rows }: Events): Sql => {
  const masks = masksOf(sequence, steps)
  const columns = [sql`toUnixTimestamp64Milli(date) AS t`, sql`${masks.done} AS done`, sql`${masks.barring} AS barring`]
  const grouped = sql`SELECT ${keys}, arraySort(e -> e.1, groupArray((t, done, barring))) AS events
FROM (${rows(or(steps), columns)}) GROUP BY ${keys}`
  return sql`SELECT DISTINCT id FROM (${grouped}) WHERE ${wentThrough(masks.steps)}`
}

/**
 * Of an event: bit i of `done` if it may be the i-th step that is to be done (from 1), bit i of `barring` if it must
 * not come between that step (0: the beginning) and the next.
 */
export const masksOf = (sequence: Performed['sequence'], steps: readonly Sql[]): Masks => {
  const [done, barring]: [Sql[], Sql[]] = [[], []]
  let at = 0
  const bit = (of: Sql) => sql`bitShiftLeft(toUInt32(${of}), ${constant(String(at))})`
  sequence.forEach((step, i) => {
    if (!step.did_not) at++
    const bits = step.did_not ? barring : done
    bits.push(bit(steps[i]!))
  })
  const all = (bits: readonly Sql[]) => (bits.length ? bits.reduce((a, b) => sql`bitOr(${a}, ${b})`) : sql`toUInt32(0)`)
  return { done: all(done), barring: all(barring), steps: at }
}
