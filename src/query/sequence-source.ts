import type { EventType } from '../model/attribute.ts'
import { keyColumn } from '../sessions/keys.ts'
import { SEQUENCE_TYPES, STRETCH_ATTRIBUTES, WHOLE_SESSION_ATTRIBUTES } from '../sessions/sequence-columns.ts'
import { settledVisible } from '../sessions/visible.ts'
import { and, join, type Sql, sql, time, word } from '../sql/sql.ts'
import { unnamedDevice, unnamedDeviceKey, withUserKeys, withUsers } from './identity.ts'
import { namesAmong, type Scope } from './source.ts'

const COLUMNS = [
  ...[...STRETCH_ATTRIBUTES, ...WHOLE_SESSION_ATTRIBUTES].map((one) => one.column),
  ...['session_key', 'batch', 'start', 'last', 'plain', 'views', 'actions', 'servers'],
  ...['kinds', 'offsets', 'arrivals', 'pages', 'user_key', 'session_number'],
]

/** Whether sequences hold all events of these types. */
export const areSequenced = (types: readonly EventType[]): boolean =>
  types.every((type) => (SEQUENCE_TYPES as readonly string[]).includes(type))

/**
 * What is selected of the rows of `sequences` that may have events in the scope's time and fulfil all conditions. Where
 * `usr_id` or `user_key` is named, rows without a user have the one of their device; the conditions stand there once,
 * around all rows, so that a set of members is built once.
 */
export const sequenceRows = (scope: Scope, selected: Sql, conditions: readonly Sql[]): Sql => {
  const { from, to, picture } = scope
  const visible = [settledVisible(picture), sql`start < ${time(to)}`, sql`last >= ${time(from)}`]
  const names = namesAmong(COLUMNS, join([selected, ...conditions]))
  const stitched = scope.identity !== 'as_sent'
  if (stitched && names.includes('usr_id'))
    return sql`SELECT ${selected} FROM (${withUserOfDevice(names, visible)}) WHERE ${and([sql`1`, ...conditions])}`
  if (stitched && names.includes('user_key')) {
    const ofUsers = conditions.filter((one) => namesAmong(['user_key'], one).length > 0)
    // Before rows get their user, so that of the others none of their long columns is read.
    const where = [...visible, ...conditions.filter((one) => !ofUsers.includes(one))]
    const rows = sql`SELECT ${join([...names.map(word), unnamedDeviceKey])} FROM sequences WHERE ${and(where)}`
    return sql`SELECT ${selected} FROM (${withUserKeys(rows)}) WHERE ${and([sql`1`, ...ofUsers])}`
  }
  return sql`SELECT ${selected} FROM sequences WHERE ${and([...visible, ...conditions])}`
}

/** Most rows name a user or no device: only the others are looked up. */
const withUserOfDevice = (all: readonly string[], visible: readonly Sql[]): Sql => {
  const names = all.filter((name) => name !== 'user_key')
  const needed = [...new Set([...names, 'usr_anonymous_id'])].map(word)
  const unnamed = sql`SELECT ${join([...needed, unnamedDevice])} FROM sequences WHERE ${and([...visible, sql`usr_id = ''`, sql`usr_anonymous_id != ''`])}`
  const read = join(names.map(word))
  const branch = (rows: Sql, where: readonly Sql[]) => sql`SELECT ${read} FROM ${rows} WHERE ${and(where)}`
  const named = branch(sql`sequences`, [...visible, sql`usr_id != ''`])
  const nobodys = branch(sql`sequences`, [...visible, sql`usr_id = ''`, sql`usr_anonymous_id = ''`])
  const rows = join([named, sql`SELECT ${read} FROM (${withUsers(unnamed)})`, nobodys], sql`\nUNION ALL\n`)
  return all.length === names.length ? rows : sql`SELECT *, ${keyColumn('user_key')} FROM (${rows})`
}
