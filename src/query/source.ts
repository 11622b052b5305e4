import { EVENT_TYPES, type EventType } from '../model/attribute.ts'
import type { ImportedTable } from '../model/audience/imported.ts'
import { as } from '../sessions/columns.ts'
import { ALL_COLUMNS, hotEvents, hotEventsOf, sessionRows, withSession } from '../sessions/hot-rows.ts'
import { keyColumn } from '../sessions/keys.ts'
import { MADE_COLUMNS, type MadeColumn, withMade } from '../sessions/made-columns.ts'
import type { Picture } from '../sessions/picture.ts'
import { settledSuperseded, settledVisible } from '../sessions/visible.ts'
import { and, join, type Sql, sql, strs, time, word } from '../sql/sql.ts'
import type { Derive, Field } from './field.ts'
import { devicesOf, unnamedDevice, unnamedDeviceKey, withUserKeys, withUsers } from './identity.ts'

/** What every question shares: when it is asked, over what time, under which picture of the data. */
export interface Scope {
  /** Epoch ms, from ≤ event < to. */
  from: number
  to: number
  picture: Picture
  /** Decides which sessions are still active. */
  nowMs: number
  /** `as_sent`: only users that events themselves name. Without it anonymous activity joins its device's first user. */
  identity?: 'as_sent'
  /** Attributes that are made when asked: labels of actions, attributes of profiles. */
  derive?: Derive
  /** Tables of attributes that profiles have beside their own. */
  imported?: readonly ImportedTable[]
  /** `events`: sequences are not to be used, though they would do. */
  way?: 'events'
  /** `hot`: only the open sessions' events. `superseded`: only settled ones that no longer count. */
  only?: 'hot' | 'superseded'
  /** Of a type what happened from this moment on has not been dropped for its age, epoch ms; absent: nothing has. */
  keptFrom?: Readonly<Record<string, number>>
}

/** From when on nothing of these types has been dropped for its age, epoch ms. */
export const keptFrom = (scope: Scope, types: readonly EventType[]): number =>
  Math.max(...types.map((type) => scope.keptFrom?.[type] ?? Number.NEGATIVE_INFINITY))

/** Whether open sessions may have events in the scope's time. */
export const mayBeHot = ({ picture, to }: Scope): boolean => picture.hotFrom === undefined || picture.hotFrom < to

export interface Wanted {
  fields: readonly Field[]
  types: readonly EventType[]
  /** Columns that are no attributes: `event_id`, `arrival`, `custom`, `more`, … */
  own?: readonly Sql[]
  /** A condition that all wanted events meet, on columns of settled ones: it only saves reading. */
  settled?: Sql | undefined
  /** The only users whose events are wanted: those of others need not be told apart. */
  users?: readonly string[] | undefined
}

/**
 * The events of a scope as one relation with a column for each wanted field: settled ones, open ones with versions and
 * doubles resolved, and the roll-ups of open sessions if sessions are asked for.
 */
export const eventSource = (scope: Scope, wanted: Wanted): Sql => {
  const fields = wanted.fields.filter((field) => !field.joined)
  const carried = withPeople(scope, { ...wanted, fields })
  return wanted.fields.reduce((rows, { joined }) => (joined ? withJoined(rows, joined) : rows), carried)
}

/** Where ids of users are asked for too, their numbers are made of these. */
const withPeople = (scope: Scope, wanted: Wanted): Sql => {
  const stored = (fields: readonly Field[], ...own: Sql[]) =>
    storedEvents(scope, { ...wanted, fields, own: [...(wanted.own ?? []), ...own] })
  const { fields } = wanted
  const asked = (alias: string) => fields.some((field) => field.alias === alias)
  if (scope.identity === 'as_sent') return stored(fields)
  if (asked('usr_id')) {
    const users = withUsers(
      stored(
        fields.filter((field) => field.alias !== 'user_key'),
        unnamedDevice,
      ),
      wanted.users && devicesOf(wanted.users),
    )
    return asked('user_key') ? sql`SELECT *, ${keyColumn('user_key')} FROM (${users})` : users
  }
  return asked('user_key') ? withUserKeys(stored(fields, unnamedDeviceKey)) : stored(fields)
}

const withJoined = (rows: Sql, { on, id, rows: values }: NonNullable<Field['joined']>): Sql => sql`
SELECT * EXCEPT (${word(id)}) FROM (${rows}) AS carried LEFT JOIN (${values}) AS joined ON ${on} = ${word(id)}`

const storedEvents = (scope: Scope, { fields, types, own = [], settled: also }: Wanted): Sql => {
  const { from, to, picture, nowMs } = scope
  const selected = join([...columns(fields), ...own])
  const during = sql`date >= ${time(from)} AND date < ${time(to)}`
  const ofTypes = types.length < EVENT_TYPES.length ? [types.length ? sql`type IN ${strs(types)}` : sql`0`] : []
  const branch = (rows: Sql, more: readonly Sql[] = []) =>
    sql`SELECT ${selected} FROM ${rows} WHERE ${and([...more, during, ...ofTypes])}`
  const hours = hoursOf(scope)
  if (scope.only === 'superseded') return branch(sql`events`, [settledSuperseded(picture), ...hours])
  const settled = [branch(sql`events`, [settledVisible(picture), ...hours, ...(also ? [also] : [])])]
  if (!mayBeHot(scope)) return settled[0]!
  const branches = scope.only === 'hot' ? [] : settled
  const hot = hotEvents(picture)
  const made = namesAmong([...MADE_COLUMNS.keys()], selected) as MadeColumn[]
  const names = namesAmong(ALL_COLUMNS, join([selected, ...made.flatMap((name) => MADE_COLUMNS.get(name)!.map(word))]))
  const open = (rows: Sql) => branch(sql`(${withMade(rows, made)})`)
  if (types.some((type) => type !== 'session')) {
    const shown = hotEventsOf(picture, types)
    branches.push(open(fields.some((field) => field.ofSession) ? withSession(hot, nowMs, names, shown) : shown))
  }
  if (types.includes('session')) branches.push(open(sessionRows(hot, nowMs, names)))
  return join(branches, sql`\nUNION ALL\n`)
}

const LONGEST_MS = 45 * 86_400_000

/**
 * The hours of the time asked about. `events` is sorted by hour, and the engine does not tell them from the dates: without
 * this it reads whole months. Where these are asked for anyway, it would only be one more thing to look at.
 */
const hoursOf = ({ from, to }: Scope): Sql[] =>
  to - from > LONGEST_MS
    ? []
    : [sql`toStartOfHour(date) >= toStartOfHour(${time(from)})`, sql`toStartOfHour(date) <= toStartOfHour(${time(to)})`]

/** The columns that the text names; to name all of them would make statements ten times as long. */
export const namesAmong = (columns: readonly string[], text: Sql): string[] => {
  const words = new Set(text.parts.flatMap((part) => (typeof part === 'string' ? (part.match(/\w+/g) ?? []) : [])))
  return columns.filter((name) => words.has(name))
}

/** Custom paths get their alias; columns keep their names. `type` and `date` are always there. */
const columns = (fields: readonly Field[]): Sql[] => {
  const named = new Map<string, Sql>([
    ['type', sql`type`],
    ['date', sql`date`],
  ])
  for (const field of fields) named.set(field.alias, as(field.stored, field.alias))
  return [...named.values()]
}
