import { keyOf } from '../../engine/schema/0019-person-keys.ts'
import type { Performed } from '../../model/audience/rule.ts'
import { ALL, type Search } from '../../model/search/ast.ts'
import { contradict } from '../../model/search/demands.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { typesOf } from '../../query/event-types.ts'
import { createFields } from '../../query/field.ts'
import { personsOf } from '../../query/identity.ts'
import { predicateOf } from '../../query/predicate.ts'
import { splitSearch } from '../../query/sequence-search.ts'
import { areSequenced, sequenceRows } from '../../query/sequence-source.ts'
import { sequenceUsers } from '../../query/sequence-users.ts'
import { mayBeHot, namesAmong, type Scope } from '../../query/source.ts'
import { and, constant, i64, join, or, type Sql, sql, u64 } from '../../sql/sql.ts'
import { type Asked, EVER } from '../entity.ts'
import { profileRows } from '../profiles/source.ts'
import { eventsOf, fitsNone, type Ids, masksOf } from './performed.ts'
import { wentThrough } from './sequence.ts'
import { spanOf } from './time-frame.ts'

/** Users as numbers, with the events of theirs that serve or bar a step, as (ms, done, barring). */
interface Stretches {
  /** Of sessions that one row tells all of; undefined where an attempt may go over several sessions. */
  whole: Sql | undefined
  /** The users of those that hold two steps, one after the other, told without a list of what each event does. */
  inOrder: Sql | undefined
  /** All others: of one attempt perhaps in several rows, which have these keys in common. */
  parts: Sql
  keys: Sql
  steps: number
}

/** What performed must be, and by whom: `among` gives their numbers as `key`; absent: by anybody. */
interface Sought {
  performed: Performed
  among?: Sql | undefined
}

/**
 * The users that performed it, from the sequences of settled sessions and the events of open ones: a tenth of what all
 * events are. Undefined where sequences don't carry what is asked.
 */
export const performedInSequences = (sought: Sought, asked: Asked, pointer: string): Ids | undefined => {
  const { count, sequence } = sought.performed
  const once = !count || (count.operator === '>=' && count.value <= 1)
  if (!once && fitsNone(count)) return undefined
  const stretches = stretchesOf(sought, asked, pointer)
  if (!stretches) return undefined
  const { whole, inOrder, parts, keys, steps } = stretches
  if (once && sequence.length === 1) return idsOf(both(whole, parts, sql`notEmpty(events)`), asked)
  const joined = (made: Sql) => sql`SELECT user_key, ${made} FROM (${parts}) GROUP BY ${keys}`
  if (!once) {
    const fits = sql`n ${constant(count.operator)} ${u64(count.value)}`
    const each = whole ? sql`SELECT user_key, length(events) AS n FROM (${whole}) UNION ALL ` : sql``
    return idsOf(sql`SELECT user_key FROM (${each}${joined(sql`sum(length(events)) AS n`)}) WHERE ${fits}`, asked)
  }
  const sorted = joined(sql`arraySort(e -> e.1, groupArrayArray(events)) AS events`)
  if (!inOrder) return idsOf(both(whole, sorted, wentThrough(steps)), asked)
  return idsOf(sql`${inOrder} UNION ALL ${both(undefined, sorted, wentThrough(steps))}`, asked)
}

const both = (whole: Sql | undefined, parts: Sql, condition: Sql): Sql => {
  const of = (rows: Sql) => sql`SELECT user_key FROM (${rows}) WHERE ${condition}`
  return whole ? sql`${of(whole)} UNION ALL ${of(parts)}` : of(parts)
}

const idsOf = (keys: Sql, asked: Asked): Ids => ({
  keys: sql`SELECT user_key AS key FROM (${keys})`,
  ids: sql`SELECT id FROM (${profileRows([], asked)}) WHERE ${constant(keyOf('id'))} GLOBAL IN (${keys})`,
})

const stretchesOf = ({ performed, among }: Sought, asked: Asked, pointer: string): Stretches | undefined => {
  const { sequence, same_session } = performed
  if (asked.audience !== 'users' || asked.scope.way === 'events' || asked.scope.identity) return undefined
  const searches = sequence.map(({ query }, i) => parseSearch(query, { pointer: `${pointer}/sequence/${i}/query` }))
  const split = searches.map((search) => (areSequenced(typesOf(search)) ? splitSearch(search) : undefined))
  if (split.includes(undefined)) return undefined
  const scope: Scope = { ...asked.scope, ...spanOf(performed.time_frame, asked.scope.nowMs) }
  const settled = settledEvents(sequence, split as { row: Search; kind: Search }[], scope)
  const keys = same_session ? sql`user_key, application_id, session_id` : sql`user_key`
  const ofThem = among ? sql`user_key GLOBAL IN (${among})` : sql`user_key != 0`
  const inSession = same_session ? [sql`session_id != ''`] : []
  const persons = among && personsOf(among)
  const events = sql`${settled.events} AS events`
  const rowsOf = (where: readonly Sql[], persons?: Sql) => {
    if (!settled.isOfUsers) {
      const columns = sql`${keys}${settled.made}, ${events}`
      const rows = sequenceUsers(scope, { columns, where, lists: sql`notEmpty(events)`, persons })
      return sql`SELECT ${keys}, events FROM (${rows}) WHERE ${persons ? sql`user_key != 0` : ofThem}`
    }
    const read = sql`${keys}, start, kinds, offsets${settled.made}`
    return sql`SELECT ${keys}, ${events} FROM (${sequenceRows(scope, read, [ofThem, ...where])}) WHERE notEmpty(events)`
  }
  const whole = [...inSession, sql`plain`]
  const pairs = settled.inOrder && { columns: sql`user_key`, where: whole, lists: settled.inOrder, persons }
  const open = mayBeHot(scope) ? sql` UNION ALL ${openEvents(performed, asked, pointer, keys)} WHERE ${ofThem}` : sql``
  return {
    whole: same_session ? rowsOf(whole, persons) : undefined,
    inOrder:
      same_session && pairs
        ? sql`SELECT user_key FROM (${sequenceUsers(scope, pairs)}) WHERE user_key != 0`
        : undefined,
    // Of few sessions, which are looked up sooner than who these persons are.
    parts: sql`${same_session ? rowsOf([...inSession, sql`NOT plain`]) : rowsOf([], persons)}${open}`,
    keys,
    steps: sequence.filter((step) => !step.did_not).length,
  }
}

interface Settled {
  /** What a row's events do. */
  events: Sql
  /** What is made of the row to say so. */
  made: Sql
  /** Whether it hangs on the user, whom a row alone may not tell. */
  isOfUsers: boolean
  /** Whether they hold two steps in order, where that can be told without `events`. */
  inOrder: Sql | undefined
}

const settledEvents = (
  sequence: Performed['sequence'],
  split: readonly { row: Search; kind: Search }[],
  { from, to }: Scope,
): Settled => {
  const kindFields = createFields()
  const ofKinds = masksOf(
    sequence,
    split.map(({ kind }) => predicateOf(kind, kindFields)),
  )
  const rowFields = createFields()
  const ofRows = split.some(({ row }) => row !== ALL && row.kind !== 'all')
    ? masksOf(
        sequence,
        split.map(({ row }) => predicateOf(row, rowFields)),
      )
    : undefined
  const known = sql`(SELECT (arrayPushBack(groupArray(kind), toUInt32(0)), arrayPushBack(groupArray(does), toUInt32(0)), arrayPushBack(groupArray(bars), toUInt32(0)))
    FROM (SELECT kind, ${ofKinds.done} AS does, ${ofKinds.barring} AS bars FROM event_kinds WHERE does != 0 OR bars != 0))`
  const mask = (which: 'done' | 'barring', at: '2' | '3') => {
    const ofKind = sql`transform(k, ${known}.1, ${known}.${constant(at)}, toUInt32(0))`
    return ofRows ? sql`bitAnd(${ofKind}, row_${constant(which)})` : ofKind
  }
  const inTime = from === EVER.from && to === EVER.to ? [] : [sql`e.1 >= ${i64(from)}`, sql`e.1 < ${i64(to)}`]
  const events = sql`arrayFilter(e -> ${and([or([sql`e.2 != 0`, sql`e.3 != 0`]), ...inTime])},
    arrayMap((k, o) -> (toUnixTimestamp64Milli(start) + o, ${mask('done', '2')}, ${mask('barring', '3')}), kinds, offsets))`
  const isPair = sequence.length === 2 && sequence.every((step) => !step.did_not) && !ofRows && !inTime.length
  const made = ofRows ? sql`, ${ofRows.done} AS row_done, ${ofRows.barring} AS row_barring` : sql``
  return {
    events,
    made,
    isOfUsers: namesAmong(['usr_id', 'user_key'], made).length > 0,
    inOrder: isPair && contradict(split[0]!.kind, split[1]!.kind) ? inOrder(mask('done', '2')) : undefined,
  }
}

/** Whether the first event of one step is not after the last of the other, none of whose events are also of the first. */
const inOrder = (does: Sql): Sql => sql`arrayExists(d -> arrayFirstIndex(x -> bitTest(x, 1), d) > 0
  AND arrayLastIndex(x -> bitTest(x, 2), d) > 0
  AND offsets[arrayFirstIndex(x -> bitTest(x, 1), d)] <= offsets[arrayLastIndex(x -> bitTest(x, 2), d)], [arrayMap(k -> ${does}, kinds)])`

const openEvents = (performed: Performed, asked: Asked, pointer: string, keys: Sql): Sql => {
  const hot = eventsOf(performed, { ...asked, scope: { ...asked.scope, only: 'hot' } }, pointer)
  const masks = masksOf(performed.sequence, hot.steps)
  const columns = [sql`toUnixTimestamp64Milli(date) AS t`, sql`${masks.done} AS done`, sql`${masks.barring} AS barring`]
  const rows = hot.rows(or(hot.steps), columns)
  const named = join([
    sql`${constant(keyOf('id'))} AS user_key`,
    ...(performed.same_session ? [sql`app AS application_id`, sql`session AS session_id`] : []),
  ])
  return sql`SELECT ${keys}, [(t, done, barring)] AS events FROM (SELECT t, done, barring, ${named} FROM (${rows}))`
}
